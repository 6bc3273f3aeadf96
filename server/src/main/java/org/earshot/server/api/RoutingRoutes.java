package org.earshot.server.api;

import static org.earshot.server.api.Field.Type.STRING;

import java.util.List;

/// Trunks and the dial plan. They are changed as all of the configuration is.
final class RoutingRoutes {
    private RoutingRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.of(
                        "GET",
                        "/trunks",
                        "trunk list",
                        Shape.many(
                                "name:string address:string state:string reason:string since?:string login:boolean registers:boolean number:string from:strings certificate:boolean calls:integer maxCalls:integer out:integer in:integer failed:integer"),
                        "Trunks, whether they answer, and what calls they have, at the node that is asked."),
                Route.of(
                        "GET",
                        "/dialplan",
                        "dialplan show",
                        Shape.one(
                                "emergency:strings emergencyTrunks:strings premium:strings callsPerHour:integer callsAtOnce:integer rules:objects numbers:objects"),
                        "Who may dial what by which trunk, and whom numbers of ours ring."),
                Route.of(
                                "GET",
                                "/dialplan/test/{number}",
                                "dialplan test",
                                Shape.one(
                                        "result:string words:string steps:strings rule?:string emergency?:boolean number?:string trunks?:strings dialled?:strings to?:strings status?:integer"),
                                "What would become of a number. Nobody is called.")
                        .path("number", "as somebody would dial it")
                        .query("from", "--from", STRING, "the account that dials"));
    }
}
