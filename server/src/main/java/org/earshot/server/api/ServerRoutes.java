package org.earshot.server.api;

import static org.earshot.server.api.Field.Type.STRING;

import java.util.List;

/// How the server is, and how it is set up.
final class ServerRoutes {
    private static final Shape TEXT =
            Shape.one("file:string text:string sha256:string overridden:strings");
    private static final Shape APPLIED = Shape.one("version:integer changes:objects");

    private ServerRoutes() {}

    static List<Route> all() {
        return List.of(
                Route.of("GET", "/status", "status", Shape.map(), "How the server is."),
                Route.of(
                        "GET",
                        "/configuration",
                        "config show",
                        Shape.map(),
                        "The settings that hold, by key, without secrets."),
                Route.of(
                                "GET",
                                "/configuration/file",
                                "config text",
                                TEXT,
                                "The configuration file, or one that was, without secrets.")
                        .query("version", "--number", Field.Type.INTEGER, "one that was"),
                Route.of(
                        "GET",
                        "/configuration/waiting",
                        "config diff",
                        Shape.one("valid:boolean problems:objects changes:objects"),
                        "What the file on disk would change in the running server."),
                Route.of(
                                "POST",
                                "/configuration/try",
                                "config diff",
                                Shape.one("valid:boolean problems:objects changes:objects"),
                                "What is wrong with a file, and what it would change. Changes nothing.")
                        .input("text", "--text-stdin", true, "the file"),
                Route.of(
                                "POST",
                                "/configuration",
                                "config apply",
                                APPLIED,
                                "Puts a file in the place of the server's own.")
                        .body(
                                "base",
                                "--base",
                                STRING,
                                false,
                                "sha256 of the file that it was made from")
                        .input("text", "--text-stdin", true, "the file"),
                Route.of(
                        "GET",
                        "/configuration/versions",
                        "config history",
                        Shape.many("version:integer at:string by:string how:string sha256:string"),
                        "The files that there were, the latest first."),
                Route.of(
                                "POST",
                                "/configuration/versions/{version}/rollback",
                                "config rollback",
                                APPLIED,
                                "Puts a file back that was there.")
                        .path("version", "its number"),
                Route.of(
                        "GET",
                        "/certificate-authority",
                        "ca export",
                        Shape.one("certificate:string"),
                        "The certificate of the server's own authority, which phones must trust (PEM)."),
                Route.of(
                        "GET",
                        "/certificate-authority/fingerprint",
                        "ca fingerprint",
                        Shape.one("fingerprint:string"),
                        "The SHA-256 of that authority's key, which people type who have neither a link nor the certificate."),
                Route.of(
                                "POST",
                                "/keys/{name}/rotate",
                                "keys rotate",
                                Shape.one("rotated:string"),
                                "Makes a new version of a key, from now on the one in use.")
                        .path("name", "credential, nonce, route, archive-content, node or ca"));
    }
}
