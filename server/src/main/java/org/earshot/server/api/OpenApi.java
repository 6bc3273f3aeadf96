package org.earshot.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.earshot.server.token.Scope;

/// The description of the API (OpenAPI 3.1), made from the same routes that are served. Pure.
final class OpenApi {
    private static final String JSON = "application/json";

    private OpenApi() {}

    static ObjectNode document() {
        ObjectNode document = Json.MAPPER.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Earshot, for administrators")
                .put("version", "1")
                .put(
                        "description",
                        "The commands of earshot admin by HTTP: the same rules say who may, and the same record has it.");
        document.putArray("servers").addObject().put("url", AdminApi.BASE);
        ObjectNode paths = document.putObject("paths");
        for (Route route : Routes.all()) {
            add(paths, route);
        }
        others(paths);
        ObjectNode components = document.putObject("components");
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put(
                        "description",
                        "A token of somebody with a role (POST /tokens). Behind it stands for each request what the token has to be for, one of: "
                                + Scope.words(EnumSet.allOf(Scope.class))
                                + ". Where an answer shows what was written, it is content:read. A request without it needs somebody who has logged in.");
        schemes.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "earshot-session")
                .put("description", "Over TLS it is called __Host-earshot-session.");
        components
                .putObject("schemas")
                .set(
                        "Problem",
                        Shape.one("type:string title:string status:integer detail:string")
                                .schema());
        Refusals.describe(components);
        document.putArray("security").addObject().putArray("session");
        return document;
    }

    private static void add(ObjectNode paths, Route route) {
        ObjectNode operation =
                operation(
                        paths,
                        route.method(),
                        route.path(),
                        route.summary(),
                        "earshot admin " + route.command());
        security(operation, route.scope().map(List::of).orElse(List.of()));
        ArrayNode parameters = operation.putArray("parameters");
        for (Field field : route.fields()) {
            if (field.where() != Field.Where.BODY) {
                ObjectNode parameter =
                        parameters
                                .addObject()
                                .put("name", field.name())
                                .put("in", field.where().name().toLowerCase(Locale.ROOT))
                                .put("required", field.required())
                                .put("description", field.description());
                parameter.putObject("schema").put("type", field.type().word());
            }
        }
        if (!route.isGet()) {
            csrf(parameters);
        }
        if (route.hasBody()) {
            body(operation, route.fields());
        }
        ObjectNode good =
                answers(
                        operation,
                        "200",
                        JSON,
                        route.answer().schema(),
                        route.isGet() ? Refusals.OF_A_LOOK : Refusals.OF_A_CHANGE);
        Refusals.header(good, "X-Earshot-Warning", "what is worth knowing besides");
    }

    private static ObjectNode operation(
            ObjectNode paths, String method, String path, String summary, String description) {
        return paths.withObjectProperty(path)
                .putObject(method.toLowerCase(Locale.ROOT))
                .put("summary", summary)
                .put("description", description);
    }

    /// A session does for all that its person may; a token for what it is for.
    private static void security(ObjectNode operation, List<Scope> scopes) {
        ArrayNode security = operation.putArray("security");
        security.addObject().putArray("session");
        if (!scopes.isEmpty()) {
            ArrayNode needed = security.addObject().putArray("token");
            scopes.forEach(scope -> needed.add(scope.text()));
        }
    }

    private static void csrf(ArrayNode parameters) {
        parameters
                .addObject()
                .put("name", Guard.CSRF)
                .put("in", "header")
                .put("required", false)
                .put("description", "csrf of the session; needed unless a token is shown")
                .putObject("schema")
                .put("type", "string");
    }

    private static void body(ObjectNode operation, List<Field> fields) {
        ObjectNode schema =
                operation
                        .putObject("requestBody")
                        .putObject("content")
                        .putObject(JSON)
                        .putObject("schema")
                        .put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Field field : fields) {
            if (field.where() == Field.Where.BODY) {
                ObjectNode property =
                        properties
                                .putObject(field.name())
                                .put("type", field.type().word())
                                .put("description", field.description());
                if (field.type() == Field.Type.LIST) {
                    property.putObject("items").put("type", "string");
                }
                if (field.required()) {
                    required.add(field.name());
                }
            }
        }
    }

    /// What comes back.
    ///
    /// @return the description of the good answer
    private static ObjectNode answers(
            ObjectNode operation,
            String status,
            String type,
            ObjectNode schema,
            List<Refusals> refusals) {
        ObjectNode responses = operation.putObject("responses");
        ObjectNode good = responses.putObject(status).put("description", "It is done.");
        if (!type.isEmpty()) {
            good.putObject("content").putObject(type).set("schema", schema);
        }
        Refusals.add(responses, refusals);
        return good;
    }

    /// What is no command.
    private static void others(ObjectNode paths) {
        logIns(paths);
        logInsByAProvider(paths);
        ObjectNode live =
                operation(
                        paths,
                        "GET",
                        "/live",
                        "What goes on, every other second, as server-sent events.",
                        "");
        security(live, List.of(Scope.LIVE_READ));
        answers(
                live,
                "200",
                "text/event-stream",
                Json.MAPPER.createObjectNode().put("type", "string"),
                Refusals.OF_A_LOOK);
        posted(
                paths,
                "/accounts/import",
                "Makes accounts from a table (CSV); with dryRun it says what would be wrong.",
                "csv:string dryRun:boolean",
                List.of(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE),
                JSON,
                Shape.one("dryRun:boolean lines:objects good:integer bad:integer"));
        downloads(paths);
        anybody(
                operation(paths, "GET", "/openapi.json", "This description.", ""),
                "200",
                JSON,
                Shape.map().schema());
    }

    private static void logIns(ObjectNode paths) {
        Shape session =
                Shape.one(
                        "name:string role:string domain:string csrf:string idleSeconds:integer endsAt:string scopes:strings");
        answers(
                operation(paths, "GET", "/session", "Who has logged in.", ""),
                "200",
                JSON,
                session.schema(),
                List.of(Refusals.UNAUTHORIZED, Refusals.FORBIDDEN));
        posted(
                paths,
                "/session",
                "Logs in, and sets the session's cookie.",
                "name:string password:string code:string",
                List.of(),
                JSON,
                session);
        ObjectNode out = operation(paths, "DELETE", "/session", "Logs out.", "");
        csrf(out.putArray("parameters"));
        answers(
                out,
                "204",
                "",
                Json.MAPPER.createObjectNode(),
                List.of(Refusals.UNAUTHORIZED, Refusals.FORBIDDEN));
        posted(
                paths,
                "/setup",
                "Makes the first administrator, or the first officer, with the token of the link that the owner of DATA has.",
                "token:string role:string name:string password:string",
                List.of(),
                JSON,
                Shape.one("name:string role:string otpauth:string qr:strings"));
    }

    private static void logInsByAProvider(ObjectNode paths) {
        anybody(
                operation(
                        paths,
                        "GET",
                        "/session/ways",
                        "How one may log in besides: what the identity provider is called, where there is one.",
                        ""),
                "200",
                JSON,
                Shape.one("oidc?:string").schema());
        anybody(
                operation(
                        paths,
                        "GET",
                        "/session/oidc",
                        "Sends a browser to the identity provider, where there is one (console.oidc).",
                        ""),
                "302",
                "",
                Json.MAPPER.createObjectNode());
        ObjectNode back =
                operation(
                        paths,
                        "GET",
                        "/session/oidc/callback",
                        "Where the identity provider sends the browser back to. Sends it on to the console, with the session's cookie, or to /#login= and why not.",
                        "");
        ArrayNode parameters = back.putArray("parameters");
        for (String name : List.of("state", "code", "error")) {
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "query")
                    .put("required", false)
                    .put("description", "of the provider (OpenID Connect)")
                    .putObject("schema")
                    .put("type", "string");
        }
        anybody(back, "302", "", Json.MAPPER.createObjectNode());
    }

    /// What asks nobody who they are.
    private static void anybody(
            ObjectNode operation, String status, String type, ObjectNode schema) {
        operation.putArray("security");
        answers(operation, status, type, schema, List.of());
    }

    private static void downloads(ObjectNode paths) {
        posted(
                paths,
                "/accounts/export",
                "What is kept of a person, open or closed, as a ZIP. With content also what they wrote and got: for officers; it is recorded first.",
                "name:string content?:boolean",
                List.of(Scope.PEOPLE_READ),
                "application/zip",
                Shape.map());
        ObjectNode exported =
                posted(
                        paths,
                        "/archive/export",
                        "An export as a ZIP. With words or content for officers; it is recorded first.",
                        "person?:string with?:string from?:string to?:string kind?:string words?:string content?:boolean",
                        List.of(Scope.ARCHIVE_READ),
                        "application/zip",
                        Shape.map());
        Refusals.header(exported, "X-Earshot-Manifest", "the SHA-256 of manifest.json");
        Refusals.header(exported, "X-Earshot-Signer", "whose key signed it");
        Refusals.header(exported, "X-Earshot-Complete", "whether all that was meant is in it");
        posted(
                paths,
                "/quarantine/fetch",
                "The content of a file that is held back. For officers; it is recorded first.",
                "id:string",
                List.of(Scope.CONTENT_READ),
                "application/octet-stream",
                Shape.map());
    }

    private static ObjectNode posted(
            ObjectNode paths,
            String path,
            String summary,
            String body,
            List<Scope> scopes,
            String type,
            Shape answer) {
        ObjectNode operation = operation(paths, "POST", path, summary, "");
        if (!scopes.isEmpty()) {
            security(operation, scopes);
            csrf(operation.putArray("parameters"));
        } else {
            operation.putArray("security"); // that is what these are for
        }
        operation
                .putObject("requestBody")
                .putObject("content")
                .putObject(JSON)
                .set("schema", Shape.one(body).schema());
        return answers(
                operation,
                "200",
                type,
                type.equals(JSON) ? answer.schema() : binary(),
                Refusals.OF_A_CHANGE);
    }

    /// A file.
    private static ObjectNode binary() {
        return Json.MAPPER.createObjectNode().put("type", "string").put("format", "binary");
    }
}
