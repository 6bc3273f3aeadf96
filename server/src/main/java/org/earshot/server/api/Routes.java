package org.earshot.server.api;

import static org.earshot.server.api.Field.Type.BOOLEAN;
import static org.earshot.server.api.Field.Type.INTEGER;
import static org.earshot.server.api.Field.Type.LIST;
import static org.earshot.server.api.Field.Type.STRING;

import java.util.List;

/// The requests that are commands of `earshot admin`, below `/api/v1`. What is recorded and who may is the command's own rule; nothing
/// here says so again.
final class Routes {
    private static final Shape ACCOUNT =
            Shape.one("address:string displayName:string id:string createdAt:string");
    private static final Shape CLOSED =
            Shape.one(
                    "address:string displayName:string id:string createdAt:string closedAt:string undelivered:integer");
    private static final Shape GROUP =
            Shape.one(
                    "address:string displayName:string moderated:boolean open:boolean history:integer historySince:string createdAt:string members:objects");
    private static final Shape ITEM =
            Shape.one(
                    "item:integer record:string queuedAt:string state:string takenBy?:string severity:string rules:strings disposition:string decided:objects facts?:object contentType?:string content?:string contentBase64?:string");
    private static final Shape FOUND =
            Shape.one("records:objects next:string complete:boolean gaps:strings");
    private static final Shape RECORD =
            Shape.one(
                    "record:string time:string kind:string retention:string facts:object hasContent:boolean contentType?:string content?:string contentBase64?:string");
    private static final String CALL =
            "id:string callId:string from:string to:string beganAt:string answeredAt?:string endedAt?:string outcome:string status:integer";
    private static final Shape FILE =
            Shape.one(
                    "id:string owner:string name:string type:string size:integer whole:boolean createdAt:string expiresAt:string sha256?:string recipients:strings");
    private static final Shape HELD =
            Shape.one(
                    "id:string owner:string name:string type:string size:integer reason:string heldAt:string expiresAt:string sha256?:string recipients:strings");
    private static final Shape RULES =
            Shape.many(
                    "rule:string version:integer removed:boolean picks:string of:string severity:string fourEyes:boolean from?:string until?:string madeAt:string madeBy:string lines?:strings");
    private static final Shape LINK = Shape.one("id:string link:string expiresAt:string");
    private static final Shape LDAP =
            Shape.one(
                    "entries:integer summary:string steps:strings failed:strings refused:strings warning?:string last?:string");
    private static final String NAME = "user part of the address";

    private Routes() {}

    private static Shape many(Shape one) {
        return new Shape(one.words(), true);
    }

    static List<Route> all() {
        return List.of(
                        ServerRoutes.all(),
                        SecurityRoutes.all(),
                        RoutingRoutes.all(),
                        accounts(),
                        ContactRoutes.all(),
                        invitations(),
                        ldap(),
                        phones(),
                        quarantine(),
                        groups(),
                        record(),
                        supervision(),
                        people())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> ldap() {
        return List.of(
                Route.of(
                        "GET",
                        "/ldap",
                        "ldap show",
                        Shape.one(
                                "on:boolean settings?:object accounts?:integer reading?:boolean lastAt?:string succeededAt?:string last?:string"),
                        "What is set of the organisation's directory, and what came of the last reading."),
                Route.of(
                        "POST",
                        "/ldap/test",
                        "ldap test",
                        Shape.one("steps:strings"),
                        "Tries whether the directory can be read. Changes nothing."),
                Route.of(
                        "POST",
                        "/ldap/check",
                        "ldap check",
                        LDAP,
                        "What the organisation's directory would change. Changes nothing."),
                Route.of(
                        "POST",
                        "/ldap/sync",
                        "ldap sync",
                        LDAP,
                        "Has the accounts follow the organisation's directory now."));
    }

    private static List<Route> accounts() {
        return List.of(
                Route.of("GET", "/accounts", "user list", many(ACCOUNT), "Accounts, by address.")
                        .query("search", "--search", STRING, "part of an address or display name")
                        .query("after", "--after", STRING, "the last address of the page before")
                        .query("limit", "--limit", INTEGER, "at most so many"),
                Route.of("POST", "/accounts", "user add", ACCOUNT, "Makes an account.")
                        .about("name", NAME)
                        .body("displayName", "--display-name", STRING, false, "what others see")
                        .flag("md5", "--md5", "also for phones that know only MD5")
                        .input("password", "--password-stdin", true, "its password"),
                Route.of(
                                "PUT",
                                "/accounts/{name}/password",
                                "user passwd",
                                Shape.one("changed:string"),
                                "Sets a new password; the old one no longer works.")
                        .path("name", NAME)
                        .flag("md5", "--md5", "also for phones that know only MD5")
                        .input("password", "--password-stdin", true, "the new one"),
                Route.of(
                                "POST",
                                "/accounts/{name}/reset-link",
                                "user reset-link",
                                LINK,
                                "Makes a link by which the account gets a new password, once. It is shown this once.")
                        .path("name", NAME),
                Route.of(
                                "DELETE",
                                "/accounts/{name}",
                                "user delete",
                                Shape.one("deleted:string"),
                                "Deletes an account. Its name stays reserved.")
                        .path("name", NAME),
                Route.of(
                                "POST",
                                "/accounts/{name}/close",
                                "user close",
                                CLOSED,
                                "Closes the account of somebody who has left. It can be opened again.")
                        .path("name", NAME),
                Route.of(
                                "POST",
                                "/accounts/{name}/open",
                                "user open",
                                ACCOUNT,
                                "Opens a closed account. It has no password.")
                        .path("name", NAME),
                Route.of(
                                "POST",
                                "/accounts/{name}/anonymise",
                                "user anonymise",
                                Shape.one(
                                        "anonymised:string pseudonym?:string gone:object stays:strings record:string"),
                                "Puts a pseudonym in the place of a closed account's name, for good. For officers.")
                        .path("name", NAME)
                        .body("ground", "--ground", STRING, true, "why, and why the rest is kept"),
                Route.of(
                        "GET",
                        "/closed-accounts",
                        "user closed",
                        many(CLOSED),
                        "The accounts that are closed, by address."),
                Route.of(
                                "POST",
                                "/accounts/{name}/devices",
                                "device add",
                                Shape.one("name:string label:string password:string"),
                                "Makes a password for one phone. It is shown this once.")
                        .path("name", NAME)
                        .about("label", "what the phone is called"),
                Route.of(
                                "POST",
                                "/accounts/{name}/phone-files",
                                "device file",
                                LINK,
                                "Makes a link to the file that sets up a phone, with a password of its own. It serves once, within an hour.")
                        .path("name", NAME)
                        .about("label", "what the phone is called")
                        .body(
                                "phone",
                                "--phone",
                                STRING,
                                true,
                                "linphone, baresip, yealink, snom, grandstream or poly")
                        .body("encryption", "--encryption", STRING, false, "demanded or offered"),
                Route.of(
                                "GET",
                                "/accounts/{name}/devices",
                                "history show",
                                Shape.many("device:string withheld:boolean"),
                                "Which devices an account has, and which get no history yet.")
                        .path("name", NAME),
                Route.of(
                                "POST",
                                "/accounts/{name}/history-release",
                                "history release",
                                Shape.one("account:string released:boolean"),
                                "Lets devices of an account have its history. For officers.")
                        .path("name", NAME)
                        .body("device", "--device", STRING, false, "only this one"),
                Route.of(
                                "PUT",
                                "/accounts/{name}/blocked/{sender}",
                                "messages block",
                                Shape.one("owner:string sender:string blocked:boolean"),
                                "An account gets no messages of a sender any more.")
                        .path("name", NAME)
                        .path("sender", "whose messages"),
                Route.of(
                                "DELETE",
                                "/accounts/{name}/blocked/{sender}",
                                "messages unblock",
                                Shape.one("owner:string sender:string blocked:boolean"),
                                "An account gets the messages of a sender again.")
                        .path("name", NAME)
                        .path("sender", "whose messages"));
    }

    private static List<Route> invitations() {
        return List.of(
                Route.of(
                        "GET",
                        "/invitations",
                        "invitation list",
                        Shape.many(
                                "id:string name:string state:string createdAt:string createdBy:string expiresAt:string usedBy:string"),
                        "Invitations to sign up, and what became of them."),
                Route.of(
                                "POST",
                                "/invitations",
                                "invitation add",
                                LINK,
                                "Makes a link by which somebody signs up. It is shown this once.")
                        .body("name", "--name", STRING, false, "only for this account name")
                        .body("days", "--days", INTEGER, false, "how long it is good, 1 to 90"),
                Route.of(
                                "DELETE",
                                "/invitations/{id}",
                                "invitation revoke",
                                Shape.one("revoked:string"),
                                "Takes back an invitation that nobody has used.")
                        .path("id", "as the list has it"));
    }

    private static List<Route> phones() {
        return List.of(
                Route.of(
                                "GET",
                                "/bindings",
                                "bindings",
                                Shape.many(
                                        "address:string contact:string expiresAt:string transport:string from:string nat:boolean node:string connection:integer userAgent:string callId:string cSeq:integer"),
                                "Who is registered, and where.")
                        .query(
                                "search",
                                "--search",
                                STRING,
                                "part of address, contact or user agent")
                        .query("after", "--after", STRING, "the last address of the page before")
                        .query(
                                "limit",
                                "--limit",
                                INTEGER,
                                "no further address once there are so many")
                        .queryAbout("address", "only this one"),
                Route.of(
                                "POST",
                                "/bindings/end",
                                "unregister",
                                Shape.one("address:string ended:string"),
                                "Ends a binding, until the phone registers again.")
                        .about("address", "whose phone it is")
                        .about("contact", "as the list of bindings has it"),
                Route.of(
                        "GET",
                        "/calls",
                        "calls",
                        Shape.many("callId:string from:string to:string since:string"),
                        "The calls that go on now."),
                Route.of(
                                "GET",
                                "/quality",
                                "quality",
                                Shape.many(
                                        "receivedAt:string reporter:string claimedByThePhone:boolean kind:string callId:string local:string remote:string origin:string heardHere:object heardThere?:object"),
                                "How calls were heard, as phones report it, the latest first.")
                        .query("since", "--since", STRING, "a day or an instant")
                        .query("of", "--of", STRING, "only reports of this account")
                        .query("limit", "--limit", INTEGER, "at most so many"),
                Route.of(
                                "GET",
                                "/calls/past",
                                "call list",
                                Shape.many(CALL),
                                "Calls of the last days and what became of them, the latest first.")
                        .query("since", "--since", STRING, "a day or an instant")
                        .query("of", "--of", STRING, "only calls of this account")
                        .query("outcome", "--outcome", STRING, "failed, missed, answered or open")
                        .query("limit", "--limit", INTEGER, "at most so many"),
                Route.of(
                                "GET",
                                "/calls/past/{id}",
                                "call show",
                                Shape.one(
                                        CALL
                                                + " why:objects participants:objects messages:objects lost:integer quality:objects"),
                                "One of them: why it went so, its SIP messages, and how it was heard.")
                        .path("id", "as the list has it"),
                Route.of(
                        "GET",
                        "/paused",
                        "paused",
                        Shape.many(
                                "account:string network:string failures:integer last:string pausedUntil?:string"),
                        "Who tried wrong passwords of phones in the last half hour."),
                Route.of(
                                "GET",
                                "/messages/waiting",
                                "messages waiting",
                                Shape.many(
                                        "address:string device:string waiting:integer oldest:string"),
                                "How many messages wait for which phones.")
                        .queryAbout("address", "only for this one"),
                Route.of("GET", "/files", "file list", many(FILE), "Stored files.")
                        .query("of", "--of", STRING, "only what this account uploaded")
                        .query("limit", "--limit", INTEGER, "at most so many"),
                Route.of(
                                "GET",
                                "/files/{id}",
                                "file show",
                                FILE,
                                "A stored file, and who may fetch it.")
                        .path("id", "as the list has it"),
                Route.of(
                                "DELETE",
                                "/files/{id}",
                                "file delete",
                                Shape.one("deleted:string"),
                                "Erases a file for good.")
                        .path("id", "as the list has it"));
    }

    private static List<Route> quarantine() {
        return List.of(
                Route.of(
                                "GET",
                                "/quarantine",
                                "file quarantine list",
                                many(HELD),
                                "Files that were refused for what is in them, and are held back.")
                        .query("of", "--of", STRING, "only what this account uploaded")
                        .query("limit", "--limit", INTEGER, "at most so many"),
                Route.of(
                                "GET",
                                "/quarantine/{id}",
                                "file quarantine show",
                                HELD,
                                "One of them, and whom it is for.")
                        .path("id", "as the list has it"),
                Route.of(
                                "POST",
                                "/quarantine/{id}/release",
                                "file quarantine release",
                                Shape.one("released:string"),
                                "Lets those fetch it whom it is for; they are told.")
                        .path("id", "as the list has it"),
                Route.of(
                                "DELETE",
                                "/quarantine/{id}",
                                "file quarantine delete",
                                Shape.one("deleted:string"),
                                "Erases it for good.")
                        .path("id", "as the list has it"));
    }

    private static List<Route> groups() {
        return List.of(
                Route.of("GET", "/groups", "group list", many(GROUP), "All groups."),
                Route.of("GET", "/groups/{name}", "group show", GROUP, "One group.")
                        .path("name", NAME),
                Route.of("POST", "/groups", "group add", GROUP, "Makes a group.")
                        .about("name", NAME)
                        .body("displayName", "--display-name", STRING, false, "what others see")
                        .body("owners", "--owner", LIST, true, "who may change it by chat"),
                Route.of("PATCH", "/groups/{name}", "group set", GROUP, "Changes a group.")
                        .path("name", NAME)
                        .body("displayName", "--display-name", STRING, false, "what others see")
                        .body("moderated", "--moderated", BOOLEAN, false, "only owners write")
                        .body("open", "--open", BOOLEAN, false, "everybody may come in")
                        .body("history", "--history", INTEGER, false, "messages for newcomers"),
                Route.of(
                                "DELETE",
                                "/groups/{name}",
                                "group delete",
                                Shape.one("deleted:string"),
                                "Deletes a group. Its name stays reserved.")
                        .path("name", NAME),
                Route.of(
                                "POST",
                                "/groups/{name}/release",
                                "group release",
                                Shape.one("group:string released:boolean"),
                                "Lets newcomers have what was written before. For officers.")
                        .path("name", NAME),
                Route.of(
                                "PUT",
                                "/groups/{name}/members/{member}",
                                "group member add",
                                Shape.one("group:string member:string owner:boolean"),
                                "Puts somebody into a group.")
                        .path("name", NAME)
                        .path("member", "who")
                        .flag("owner", "--owner", "as an owner"),
                Route.of(
                                "DELETE",
                                "/groups/{name}/members/{member}",
                                "group member remove",
                                Shape.one("group:string removed:string"),
                                "Takes somebody out of a group.")
                        .path("name", NAME)
                        .path("member", "who"));
    }

    private static Route selecting(Route route) {
        return route.body("person", "--person", STRING, false, "an address, a name or an id")
                .body("with", "--with", STRING, false, "the other side")
                .body("from", "--from", STRING, false, "the first day, or instant")
                .body("to", "--to", STRING, false, "the last day, or the instant after")
                .body("kind", "--kind", STRING, false, "such as message-received")
                .input("words", "--words-stdin", false, "words of messages. For officers");
    }

    private static List<Route> record() {
        return List.of(
                selecting(
                                Route.of(
                                        "POST",
                                        "/archive/search",
                                        "archive search",
                                        FOUND,
                                        "Finds records. With words, text or context for officers; that is recorded first."))
                        .body(
                                "page",
                                "--page",
                                STRING,
                                true,
                                "latest, or next of the answer before")
                        .body("limit", "--limit", INTEGER, false, "up to 1000")
                        .body("context", "--context", INTEGER, false, "messages around each")
                        .flag("text", "--text", "also what was written"),
                Route.of("GET", "/archive/record", "archive show", RECORD, "The facts of a record.")
                        .queryAbout("record", "CHAIN/NUMBER"),
                Route.of(
                                "POST",
                                "/archive/read",
                                "archive show",
                                RECORD,
                                "A record with what was written. For officers; it is recorded first.")
                        .giving("--content")
                        .about("record", "CHAIN/NUMBER"),
                Route.of(
                        "POST",
                        "/archive/verify",
                        "archive verify",
                        Shape.one("whole:boolean verdict:string result:string"),
                        "Whether the record is whole."),
                Route.of(
                                "GET",
                                "/audit",
                                "archive search",
                                FOUND,
                                "What people with a role have done, page by page.")
                        .query("kind", "--kind", STRING, "administered, or administration-refused")
                        .query("page", "--page", STRING, "latest, or next of the answer before")
                        .query("from", "--from", STRING, "the first day, or instant")
                        .query("to", "--to", STRING, "the last day, or the instant after")
                        .query("limit", "--limit", INTEGER, "up to 1000"),
                Route.of(
                        "GET",
                        "/holds",
                        "hold list",
                        Shape.many(
                                "name:string people:strings with:strings from?:string until?:string reason:string since:string by:string"),
                        "What is on hold."),
                Route.of(
                                "POST",
                                "/holds",
                                "hold add",
                                Shape.one("placed:string"),
                                "Places a hold. For officers.")
                        .about("name", "1 to 32 of a-z 0-9 -")
                        .body(
                                "people",
                                "--person",
                                LIST,
                                false,
                                "all that one of these wrote or got")
                        .body("with", "--with", LIST, false, "what these two wrote to each other")
                        .body("from", "--from", STRING, false, "the first day")
                        .body("to", "--to", STRING, false, "the last day")
                        .body("reason", "--reason", STRING, true, "why"),
                Route.of(
                                "POST",
                                "/holds/{name}/lift",
                                "hold lift",
                                Shape.one("hold:string done:boolean"),
                                "Lifts a hold, once a second officer has said the same.")
                        .path("name", "of the hold"),
                Route.of(
                        "GET",
                        "/retention",
                        "retention list",
                        Shape.one("rules:objects proposals:objects"),
                        "How long records are kept."),
                Route.of(
                                "PUT",
                                "/retention/{class}",
                                "retention set",
                                Shape.one("class:string period:string done:boolean"),
                                "Sets how long records of a class are kept. For officers.")
                        .path("class", "message, call or archive")
                        .about("period", "such as 10y, 90d or forever")
                        .flag("existing", "--existing", "also those that are there"));
    }

    /// What can be said of a rule.
    private static Route ruled(Route route) {
        return route.body("sample", "--sample", INTEGER, false, "of a thousand messages")
                .body("addresses", "--address", LIST, false, "whose messages")
                .body(
                        "direction",
                        "--direction",
                        STRING,
                        false,
                        "any, inbound, outbound, or between (these)")
                .body("from", "--from", STRING, false, "such as 2027-01-31T08:00:00Z")
                .body("until", "--until", STRING, false, "the same, or never")
                .body("severity", "--severity", STRING, false, "low, medium or high")
                .body("fourEyes", "--four-eyes", BOOLEAN, false, "two officers have to agree")
                .input("lines", "--text-stdin", false, "phrases and /patterns/, by line");
    }

    private static List<Route> supervision() {
        String item = "number of the item";
        return List.of(
                Route.of("GET", "/reviews", "review list", many(ITEM), "The queue, oldest first.")
                        .query("state", "--state", STRING, "open, taken, second, escalated, closed")
                        .query("after", "--after", STRING, "the last item of the page before")
                        .query("limit", "--limit", INTEGER, "1 to 1000"),
                Route.of(
                                "POST",
                                "/reviews/{item}/read",
                                "review show",
                                ITEM,
                                "An item with what was written. For officers; it is recorded.")
                        .path("item", item),
                Route.of("POST", "/reviews/{item}/take", "review take", ITEM, "Takes an item.")
                        .path("item", item),
                Route.of("POST", "/reviews/{item}/assign", "review assign", ITEM, "Gives an item.")
                        .path("item", item)
                        .about("officer", "to whom"),
                Route.of(
                                "POST",
                                "/reviews/{item}/close",
                                "review close",
                                ITEM,
                                "Says what an item is.")
                        .path("item", item)
                        .body(
                                "disposition",
                                "--disposition",
                                STRING,
                                true,
                                "no-issue, escalate or violation")
                        .input("note", "--note-stdin", false, "a note"),
                Route.of(
                        "POST",
                        "/reviews/verify",
                        "review verify",
                        Shape.one(
                                "fits:boolean picked:integer missing:object setBack:integers damaged:integers unknown:integers unreadable:strings notCompared:strings"),
                        "Compares the queue with the record."),
                Route.of(
                        "GET",
                        "/recusals",
                        "review recusals",
                        Shape.map(),
                        "Whose messages officers do not review."),
                Route.of(
                                "POST",
                                "/recusals",
                                "review recuse",
                                Shape.one("officer:string address:string recused:boolean"),
                                "An officer does not review messages of an address. For officers; to end it takes another one.")
                        .about("officer", "who")
                        .about("address", "whose messages")
                        .flag("end", "--end", "they do again"),
                Route.of("GET", "/lexicon", "lexicon list", RULES, "Rules that pick messages."),
                Route.of("GET", "/lexicon/{rule}", "lexicon show", RULES, "A rule's versions.")
                        .path("rule", "its name"),
                ruled(
                        Route.of(
                                        "POST",
                                        "/lexicon",
                                        "lexicon add",
                                        RULES,
                                        "Makes a rule. For officers.")
                                .about("rule", "its name")),
                ruled(
                        Route.of(
                                        "PATCH",
                                        "/lexicon/{rule}",
                                        "lexicon change",
                                        RULES,
                                        "Makes another version of a rule; what is not said stays. For officers.")
                                .path("rule", "its name")),
                Route.of(
                                "POST",
                                "/lexicon/{rule}/test",
                                "lexicon test",
                                Shape.one("rule:string lines:strings"),
                                "Which lines of a rule a text has. Nothing is picked.")
                        .path("rule", "its name")
                        .input("text", "--text-stdin", true, "what somebody might write"),
                Route.of(
                                "DELETE",
                                "/lexicon/{rule}",
                                "lexicon remove",
                                RULES,
                                "Ends a rule. For officers.")
                        .path("rule", "its name"));
    }

    private static List<Route> people() {
        Shape login = Shape.one("name:string role?:string otpauth:string qr:strings");
        return List.of(
                Route.of(
                        "GET",
                        "/people",
                        "officer list",
                        Shape.many(
                                "name:string role:string appointedAt:string appointedBy:string removedAt?:string issuer?:string subject?:string tiedAt?:string"),
                        "People with a role."),
                Route.of(
                                "POST",
                                "/people",
                                "officer add",
                                login,
                                "Gives somebody a role. The secret of their codes is shown this once.")
                        .about("name", "never given to anybody else")
                        .body("role", "--role", STRING, true, "administrator, officer or auditor")
                        .input("password", "--password-stdin", true, "their password"),
                Route.of(
                                "DELETE",
                                "/people/{name}",
                                "officer remove",
                                Shape.one("removed:string"),
                                "Takes somebody's role away.")
                        .path("name", "who"),
                Route.of(
                                "POST",
                                "/people/{name}/untie",
                                "officer untie",
                                Shape.one("untied:string"),
                                "The next one whom the identity provider calls by that name is that person.")
                        .path("name", "who"),
                Route.of(
                                "PUT",
                                "/people/{name}/password",
                                "officer passwd",
                                login,
                                "Gives somebody another password and another secret.")
                        .path("name", "who")
                        .input("password", "--password-stdin", true, "the new one"));
    }
}
