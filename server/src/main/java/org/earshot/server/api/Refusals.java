package org.earshot.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What the API answers where something is not done, as OpenAPI describes it (RFC 9457). Pure.
enum Refusals {
    BAD_REQUEST(400, "The request does not say what it must, or says what means nothing here."),
    UNAUTHORIZED(401, "There is no session, or the token is not good (any more)."),
    FORBIDDEN(
            403,
            "Whoever asks must not; or the request comes from another site, or does not show the session's token against those."),
    CONTENT_TOO_LARGE(413, "The body has more than 1 MiB."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is no application/json."),
    UNPROCESSABLE(422, "It can't be done, and why: nobody of that name, say."),
    TOO_MANY(429, "Too many tokens that are not good came from there."),
    UNAVAILABLE(
            503,
            "It can't be done now: the database or the record is away, or too many ask at once."),
    ERROR(500, "The server failed; its log says more.");

    /// Of whoever asks for something: what is looked at needs no body.
    static final List<Refusals> OF_A_LOOK =
            List.of(BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, UNPROCESSABLE, TOO_MANY, UNAVAILABLE);

    /// Of whoever sends something.
    static final List<Refusals> OF_A_CHANGE =
            List.of(
                    BAD_REQUEST,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    CONTENT_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    UNPROCESSABLE,
                    TOO_MANY,
                    UNAVAILABLE);

    private final int status;
    private final String description;

    Refusals(int status, String description) {
        this.status = status;
        this.description = description;
    }

    /// Where it is described.
    private String place() {
        return "Refused" + status;
    }

    /// Describes all of them, once.
    static void describe(ObjectNode components) {
        ObjectNode responses = components.putObject("responses");
        for (Refusals one : values()) {
            ObjectNode response =
                    responses.putObject(one.place()).put("description", one.description);
            if (one == TOO_MANY || one == UNAVAILABLE) {
                header(response, "Retry-After", "after how many seconds it may be tried again");
            }
            response.putObject("content")
                    .putObject("application/problem+json")
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Problem");
        }
    }

    /// Says that an operation may be answered so; 500 may come of each.
    static void add(ObjectNode responses, List<Refusals> these) {
        these.forEach(one -> one.add(responses));
        ERROR.add(responses);
    }

    private void add(ObjectNode responses) {
        responses
                .putObject(Integer.toString(status))
                .put("$ref", "#/components/responses/" + place());
    }

    /// Says that an answer may have a field of its head.
    static void header(ObjectNode response, String name, String description) {
        response.withObjectProperty("headers")
                .putObject(name)
                .put("description", description)
                .putObject("schema")
                .put("type", "string");
    }
}
