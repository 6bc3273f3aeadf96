package org.earshot.server.api;

import static org.earshot.server.api.Field.Type.INTEGER;
import static org.earshot.server.api.Field.Type.LIST;

import java.util.List;

/// Tokens of programs, and bans.
final class SecurityRoutes {
    private static final String FACTS =
            "id:string name:string owner:string scopes:strings state:string createdAt:string expiresAt:string lastUsedAt?:string lastUsedFrom:string revokedBy:string";

    private SecurityRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.of(
                                "GET",
                                "/failed-logins",
                                "failed-logins",
                                Shape.many(
                                        "day:string kind:string account:string network:string times:integer firstAt:string lastAt:string"),
                                "Logins that failed, by day, account and address, the latest first. An empty account stands for names that nobody has.")
                        .query("days", "--days", INTEGER, "today and so many before, less one")
                        .query("limit", "--limit", INTEGER, "at most so many"),
                Route.of(
                        "GET",
                        "/bans",
                        "ban list",
                        Shape.many(
                                "network:string reason:string accounts:integer since:string until:string dropped:integer"),
                        "Addresses from which nothing is taken now, at the node that is asked."),
                Route.of(
                                "POST",
                                "/bans/lift",
                                "ban lift",
                                Shape.one("lifted:string"),
                                "Ends a ban.")
                        .about("network", "as the list has it"),
                Route.of(
                        "GET",
                        "/tokens",
                        "token list",
                        Shape.many(FACTS),
                        "Tokens by which programs use this API, the latest first."),
                Route.of(
                                "POST",
                                "/tokens",
                                "token add",
                                Shape.one(FACTS + " token:string"),
                                "Makes a token of one's own. It is shown this once.")
                        .about("name", "what it is called, in the record too")
                        .body("scopes", "--scope", LIST, true, "what it is for")
                        .body("days", "--days", INTEGER, false, "how long it is good, 1 to 366"),
                Route.of(
                                "DELETE",
                                "/tokens/{id}",
                                "token revoke",
                                Shape.one("revoked:string"),
                                "Ends a token at once.")
                        .path("id", "as the list has it"));
    }
}
