package org.earshot.server.api;

import static org.earshot.server.api.Field.Type.STRING;

import java.util.List;

/// Contact lists, and who sees whether somebody is there.
final class ContactRoutes {
    private static final String NAME = "user part of the address";
    private static final Shape RULE = Shape.one("name:string watcher:string verdict:string");

    private ContactRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.of(
                                "GET",
                                "/accounts/{name}/contacts",
                                "contacts list",
                                Shape.many("address:string displayName:string"),
                                "The contact list of an account.")
                        .path("name", NAME),
                Route.of(
                                "PUT",
                                "/accounts/{name}/contacts/{contact}",
                                "contacts add",
                                Shape.one("name:string added:string"),
                                "Puts somebody on the contact list of an account.")
                        .path("name", NAME)
                        .path("contact", "who")
                        .body(
                                "displayName",
                                "--display-name",
                                STRING,
                                false,
                                "what they are called"),
                Route.of(
                                "DELETE",
                                "/accounts/{name}/contacts/{contact}",
                                "contacts remove",
                                Shape.one("name:string removed:string"),
                                "Takes somebody off the contact list of an account.")
                        .path("name", NAME)
                        .path("contact", "who"),
                Route.of(
                                "GET",
                                "/accounts/{name}/watchers",
                                "presence list",
                                Shape.many("watcher:string verdict:string"),
                                "Who may see whether an account is there, who may not, and who waits for an answer.")
                        .path("name", NAME),
                Route.of(
                                "POST",
                                "/accounts/{name}/watchers/{watcher}/allow",
                                "presence allow",
                                RULE,
                                "Lets somebody see an account.")
                        .path("name", NAME)
                        .path("watcher", "who"),
                Route.of(
                                "POST",
                                "/accounts/{name}/watchers/{watcher}/block",
                                "presence block",
                                RULE,
                                "Keeps somebody from seeing an account.")
                        .path("name", NAME)
                        .path("watcher", "who")
                        .flag("polite", "--polite", "it is shown as offline, instead of refused"),
                Route.of(
                                "DELETE",
                                "/accounts/{name}/watchers/{watcher}",
                                "presence forget",
                                RULE,
                                "Takes a rule back: presence.others holds again.")
                        .path("name", NAME)
                        .path("watcher", "who"));
    }
}
