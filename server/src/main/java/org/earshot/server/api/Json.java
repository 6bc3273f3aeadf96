package org.earshot.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import org.earshot.server.web.RequestBody;

/// Bodies of requests and answers.
final class Json {
    static final ObjectMapper MAPPER =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(20)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// Of a body.
    private static final int MOST = 1 << 20;

    private Json() {}

    /// The object in a request's body; an empty one where there is no body.
    ///
    /// @throws ProblemException if it is none
    static ObjectNode body(Context http) throws ProblemException {
        byte[] bytes = bytes(http, MOST);
        if (bytes.length == 0) {
            return MAPPER.createObjectNode();
        }
        String type = http.header("Content-Type");
        // a form of another site can't say that
        if (type == null
                || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            throw new ProblemException(415, "the body is application/json");
        }
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // below
        }
        throw new ProblemException(400, "the body is no JSON object");
    }

    /// A request's body.
    ///
    /// @param most bytes
    /// @throws ProblemException if it has more
    static byte[] bytes(Context http, int most) throws ProblemException {
        try {
            byte[] bytes = RequestBody.of(http).readNBytes(most + 1);
            if (bytes.length > most) {
                throw new ProblemException(413, "the body has more than " + most + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new ProblemException(400, "the body did not come to its end");
        }
    }

    static void answer(Context http, JsonNode node) {
        http.contentType("application/json; charset=utf-8").result(text(node));
    }

    static void problem(Context http, int status, String detail) {
        ObjectNode problem =
                MAPPER.createObjectNode()
                        .put("type", "about:blank")
                        .put("title", title(status))
                        .put("status", status)
                        .put("detail", detail);
        http.status(status)
                .contentType("application/problem+json; charset=utf-8")
                .result(text(problem));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
