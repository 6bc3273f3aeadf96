package org.earshot.server.people;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.common.location.Binding;
import org.earshot.common.mime.Rfc3339;
import org.earshot.server.web.RequestBody;
import org.earshot.server.web.SignIn;

/// The account API for phones, as `docs/account-api.md` describes it. Thread-safe.
public final class PeopleApi implements AutoCloseable {
    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();
    static final int MOST_JSON = 16 * 1024;
    private static final int MOST_SIGN_UP = MOST_JSON + Pictures.MOST_BYTES / 3 * 4 + 4;
    private static final int MOST_PEOPLE = 200;
    private static final int MOST_QUERY = 200;
    private static final String INSTANCE = "Earshot-Instance";
    private static final Duration SLOWEST_BODY = Duration.ofSeconds(30);

    /// Of one account.
    private static final TokenBucket.Limit CHANGES = new TokenBucket.Limit(1 / 6.0, 30);

    /// A window that opens shows hundreds of pictures.
    private static final TokenBucket.Limit LOOKS = new TokenBucket.Limit(50, 2000);

    private final PeopleParts parts;
    private final SignIn signIn;
    private final Supplier<OptionalInt> sipPort;
    private final Supplier<String> service;
    private final SigningUp signingUp;
    private final Optional<OrganisationSignUp> organisation;
    private final People people;
    private final Directory directory;
    private final GroupRoutes groups;
    private final PhoneFiles phoneFiles;
    private final Sources sources;
    private final Sources members;
    private final RateLimit<AccountId> changes;
    private final RateLimit<AccountId> looks;

    /// @param service by which phones reach this, such as `https://example.org:8443`
    /// @param organisation by whose logins people sign up; empty: by none
    /// @param sipPort where SIP is taken over TLS; empty: it is not
    /// @param phonePassword makes one for a phone of an account, by its label
    /// @param authority the file with the certificate of the server's own authority; empty: it has a certificate of another one
    public PeopleApi(
            PeopleParts parts,
            GroupParts groups,
            Optional<OrganisationParts> organisation,
            SignIn signIn,
            Supplier<String> service,
            Supplier<OptionalInt> sipPort,
            BiFunction<AddressOfRecord, String, String> phonePassword,
            Optional<Path> authority) {
        this.parts = parts;
        this.signIn = signIn;
        this.service = service;
        this.sipPort = sipPort;
        Pictures pictures = new Pictures();
        this.signingUp = new SigningUp(parts, pictures);
        this.people = new People(parts, pictures);
        this.organisation =
                organisation.map(with -> new OrganisationSignUp(parts, people, with, pictures));
        this.directory =
                new Directory(parts.accounts(), parts.pictures(), parts.domain(), parts.changes());
        this.groups = new GroupRoutes(new GroupDesk(parts, groups), directory);
        this.phoneFiles =
                new PhoneFiles(
                        parts, new PhoneFiles.Source(phonePassword, service, sipPort, authority));
        this.sources = new Sources(parts.clock());
        this.members = Sources.ofMany(parts.clock());
        this.changes = new RateLimit<>(CHANGES, parts.clock());
        this.looks = new RateLimit<>(LOOKS, parts.clock());
    }

    /// Adds what is served.
    public void addTo(JavalinConfig config) {
        byte[] description = description();
        config.routes.get(
                "/openapi.json",
                open(http -> http.status(200).contentType(JSON_TYPE).result(description)));
        config.routes.get("/.well-known/earshot", open(this::wellKnown));
        config.routes.post("/sign-up", open(this::signUp));
        config.routes.post("/password-reset", open(this::reset));
        config.routes.get("/phones/{secret}/{file}", open(this::phoneFile));
        config.routes.get("/ca.pem", open(this::authority));
        config.routes.get("/account", known(this::account));
        config.routes.put("/account/display-name", owner(this::rename));
        config.routes.put("/account/password", owner(this::password));
        config.routes.put("/account/picture", owner(this::setPicture));
        config.routes.delete("/account/picture", owner(this::removePicture));
        config.routes.get("/account/devices", known(this::devices));
        config.routes.delete("/account/devices/{id}", owner(this::endDevice));
        config.routes.post("/account/device-passwords", owner(this::addLabel));
        config.routes.delete("/account/device-passwords", owner(this::removeLabel));
        config.routes.post("/account/sign-out", owner(this::signOut));
        config.routes.get("/directory", known(this::directory));
        config.routes.get("/directory/{name}", known(this::person));
        config.routes.get("/directory/{name}/picture", known(this::picture));
        groups.addTo(config, this::known, this::owner);
    }

    /// Of all that phones find on `https.listen`, the file store too (OpenAPI 3.1).
    private static byte[] description() {
        try (InputStream in = PeopleApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run(Context http) throws IOException, RefusedException;
    }

    /// For every phone of an account.
    @FunctionalInterface
    interface KnownAction {
        void run(Context http, Account account) throws IOException, RefusedException;
    }

    /// For whoever knows the account's own password.
    @FunctionalInterface
    interface OwnerAction {
        void run(Context http, People.Owner owner) throws IOException, RefusedException;
    }

    private static Handler open(Action action) {
        return http -> {
            http.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
            try {
                action.run(http);
            } catch (RefusedException e) {
                if (e.status() == 429 || e.status() == 503) {
                    http.header("Retry-After", Long.toString(e.retryAfter().toSeconds()));
                }
                http.status(e.status())
                        .contentType("text/plain; charset=utf-8")
                        .result(e.getMessage() + "\n");
            }
        };
    }

    private Optional<SignIn.Known> signedIn(Context http) {
        return signIn.check(http);
    }

    /// For every phone of an account, also one that has a password of its own.
    private Handler known(KnownAction action) {
        return open(http -> {
            Optional<SignIn.Known> known = signedIn(http);
            if (known.isPresent()) {
                Account account = known.get().account();
                if (!looks.tryTake(account.id())) {
                    throw RefusedException.tooOften(LOOKS, "too many questions at once");
                }
                action.run(http, account);
            }
        });
    }

    /// For whoever knows the account's own password.
    private Handler owner(OwnerAction action) {
        return open(http -> {
            Optional<SignIn.Known> known = signedIn(http);
            if (known.isEmpty()) {
                return;
            }
            if (!known.get().isOwner()) {
                throw new RefusedException(
                        403,
                        "this needs the account's own password, and not one that was made for a phone");
            }
            Account account = known.get().account();
            if (!changes.tryTake(account.id())) {
                throw RefusedException.tooOften(CHANGES, "too many changes at once");
            }
            action.run(
                    http,
                    new People.Owner(
                            account,
                            Sources.of(http),
                            Optional.ofNullable(http.header(INSTANCE))
                                    .filter(id -> id.length() <= 255)));
        });
    }

    private static byte[] body(Context http, int most) throws IOException, RefusedException {
        if (http.req().getContentLengthLong() > most) {
            throw new RefusedException(413, "at most " + most + " bytes");
        }
        long began = System.nanoTime();
        byte[] body = new byte[0];
        try (InputStream in = RequestBody.of(http)) {
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            byte[] block = new byte[8192];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                bytes.write(block, 0, count);
                if (bytes.size() > most) {
                    throw new RefusedException(413, "at most " + most + " bytes");
                }
                if (System.nanoTime() - began > SLOWEST_BODY.toNanos()) {
                    throw new RefusedException(408, "the body comes too slowly");
                }
            }
            body = bytes.toByteArray();
        }
        return body;
    }

    static JsonBody json(Context http, int most) throws IOException, RefusedException {
        return JsonBody.parse(body(http, most));
    }

    static void answer(Context http, int status, ObjectNode json) {
        http.status(status).contentType(JSON_TYPE).result(json.toString());
    }

    private void wellKnown(Context http) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("domain", parts.domain())
                        .put("service", service.get())
                        .put("signUp", parts.signUp().get().name().toLowerCase(Locale.ROOT))
                        .put("shortestPassword", PasswordRules.SHORTEST);
        sipPort.get().ifPresent(port -> json.put("sipTlsPort", port));
        answer(http, 200, json);
    }

    private void signUp(Context http) throws IOException, RefusedException {
        if (organisation.isPresent()) {
            members.count(Sources.of(http));
            JsonBody json = json(http, MOST_SIGN_UP);
            Optional<String> theirs = json.optionalText("organisationPassword");
            if (theirs.isPresent()) {
                AddressOfRecord address =
                        organisation
                                .get()
                                .take(
                                        new OrganisationSignUp.Wish(
                                                json.text("name"),
                                                theirs.get(),
                                                json.optionalText("displayName").orElse(""),
                                                json.text("password"),
                                                image(json)),
                                        Sources.of(http));
                answer(http, 202, JSON.createObjectNode().put("address", address.toString()));
                return;
            }
            sources.count(Sources.of(http));
            signUp(http, json);
            return;
        }
        sources.count(Sources.of(http));
        signUp(http, json(http, MOST_SIGN_UP));
    }

    private void signUp(Context http, JsonBody json) throws RefusedException {
        AddressOfRecord address =
                signingUp.take(
                        new SigningUp.Wish(
                                json.optionalText("invitation").map(LinkSecret::new),
                                json.text("name"),
                                json.optionalText("displayName").orElse(""),
                                json.text("password"),
                                image(json)),
                        Sources.of(http));
        answer(http, 202, JSON.createObjectNode().put("address", address.toString()));
    }

    private static Optional<byte[]> image(JsonBody json) throws RefusedException {
        Optional<String> text = json.optionalText("picture");
        try {
            return text.map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException _) {
            throw new RefusedException(400, "picture must be Base64");
        }
    }

    private void reset(Context http) throws IOException, RefusedException {
        sources.count(Sources.of(http));
        JsonBody json = json(http, MOST_JSON);
        people.resetPassword(
                new LinkSecret(json.text("secret")), json.text("password"), Sources.of(http));
        http.status(204);
    }

    private void phoneFile(Context http) throws RefusedException {
        sources.count(Sources.of(http));
        PhoneFiles.Given file =
                phoneFiles.take(
                        new LinkSecret(http.pathParam("secret")),
                        http.pathParam("file"),
                        Sources.of(http));
        http.header("Content-Disposition", "attachment; filename=\"" + file.kind().fileName() + '"')
                .contentType(file.kind().contentType())
                .result(file.text());
    }

    private void authority(Context http) throws RefusedException {
        http.contentType("application/x-pem-file").result(phoneFiles.authority());
    }

    private void account(Context http, Account account) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("address", account.address().toString())
                        .put("displayName", account.displayName());
        parts.pictures()
                .find(account.id())
                .ifPresent(picture -> json.put("picture", picture.etag()));
        answer(http, 200, json);
    }

    private void rename(Context http, People.Owner owner) throws IOException, RefusedException {
        people.rename(owner, json(http, MOST_JSON).text("displayName"));
        http.status(204);
    }

    private void password(Context http, People.Owner owner) throws IOException, RefusedException {
        JsonBody json = json(http, MOST_JSON);
        people.changePassword(owner, json.text("password"), json.truth("devicePasswordsToo"));
        http.status(204);
    }

    private void setPicture(Context http, People.Owner owner) throws IOException, RefusedException {
        people.setPicture(owner, body(http, Pictures.MOST_BYTES));
        http.status(204);
    }

    private void removePicture(Context http, People.Owner owner) throws RefusedException {
        people.removePicture(owner);
        http.status(204);
    }

    private void devices(Context http, Account account) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode registered = json.putArray("registered");
        for (Binding binding : people.registered(account)) {
            ObjectNode device =
                    registered
                            .addObject()
                            .put("id", People.id(binding))
                            .put("userAgent", binding.userAgent())
                            .put("transport", binding.flow().transport().name())
                            .put("seenAt", Rfc3339.format(binding.updatedAt()))
                            .put("expiresAt", Rfc3339.format(binding.expiresAt()));
            binding.instanceId().ifPresent(id -> device.put("instance", id));
        }
        people.labels(account).forEach(json.putArray("passwords")::add);
        answer(http, 200, json);
    }

    private void endDevice(Context http, People.Owner owner) throws RefusedException {
        people.endDevice(owner, http.pathParam("id"));
        http.status(204);
    }

    private void addLabel(Context http, People.Owner owner) throws IOException, RefusedException {
        String label = json(http, MOST_JSON).text("label").strip();
        answer(
                http,
                201,
                JSON.createObjectNode()
                        .put("label", label)
                        .put("password", people.addLabel(owner, label)));
    }

    private void removeLabel(Context http, People.Owner owner) throws RefusedException {
        people.removeLabel(
                owner,
                Optional.ofNullable(http.queryParam("label"))
                        .orElseThrow(() -> new RefusedException(400, "label is needed")));
        http.status(204);
    }

    private void signOut(Context http, People.Owner owner) throws RefusedException {
        people.signOutEverywhere(owner);
        http.status(204);
    }

    private void directory(Context http, Account account) throws RefusedException {
        String words = Optional.ofNullable(http.queryParam("q")).orElse("");
        Optional<String> after = Optional.ofNullable(http.queryParam("after"));
        if (words.length() > MOST_QUERY || after.orElse("").length() > MOST_QUERY) {
            throw new RefusedException(
                    400, "q and after have at most " + MOST_QUERY + " characters");
        }
        Directory.Page page = directory.search(words, after, most(http));
        ObjectNode json = JSON.createObjectNode();
        ArrayNode entries = json.putArray("people");
        for (Directory.Entry entry : page.entries()) {
            describe(entries.addObject(), entry);
        }
        if (page.more()) {
            json.put("next", page.entries().getLast().address().user());
        }
        answer(http, json);
    }

    private static void describe(ObjectNode person, Directory.Entry entry) {
        person.put("address", entry.address().toString()).put("displayName", entry.displayName());
        entry.picture().ifPresent(etag -> person.put("picture", etag));
    }

    private static void answer(Context http, ObjectNode json) {
        String text = json.toString();
        String etag = HexFormat.of().formatHex(Columns.sha256(text), 0, 16);
        if (!isKnown(http, etag)) {
            http.status(200).contentType(JSON_TYPE).result(text);
        }
    }

    private void person(Context http, Account account) throws RefusedException {
        Directory.Entry entry =
                directory
                        .find(http.pathParam("name").toLowerCase(Locale.ROOT))
                        .orElseThrow(() -> new RefusedException(404, "there is nobody"));
        ObjectNode json = JSON.createObjectNode();
        describe(json, entry);
        answer(http, json);
    }

    private static int most(Context http) throws RefusedException {
        String limit = Optional.ofNullable(http.queryParam("limit")).orElse("100");
        if (!limit.matches("[0-9]{1,4}")
                || Integer.parseInt(limit) < 1
                || Integer.parseInt(limit) > MOST_PEOPLE) {
            throw new RefusedException(400, "limit is 1 to " + MOST_PEOPLE);
        }
        return Integer.parseInt(limit);
    }

    /// Whether the client has just that already (RFC 9110 §13.1.2): then it has been answered.
    private static boolean isKnown(Context http, String etag) {
        String quoted = '"' + etag + '"';
        http.header("Cache-Control", "private, no-cache").header("ETag", quoted);
        String has = Optional.ofNullable(http.header("If-None-Match")).orElse("");
        for (String one : has.split(",", -1)) {
            String tag = one.strip();
            if (tag.equals("*") || tag.equals(quoted) || tag.equals("W/" + quoted)) {
                http.status(304);
                return true;
            }
        }
        return false;
    }

    private void picture(Context http, Account account) throws RefusedException {
        Picture picture =
                parts.accounts()
                        .find(
                                new AddressOfRecord(
                                        http.pathParam("name").toLowerCase(Locale.ROOT),
                                        parts.domain()))
                        .flatMap(one -> parts.pictures().find(one.id()))
                        .orElseThrow(() -> new RefusedException(404, "there is no picture"));
        if (!isKnown(http, picture.etag())) {
            http.header("Content-Security-Policy", "default-src 'none'")
                    .status(200)
                    .contentType(picture.type())
                    .result(picture.content());
        }
    }

    /// Waits for accounts that are being made.
    @Override
    public void close() {
        signingUp.close();
    }
}
