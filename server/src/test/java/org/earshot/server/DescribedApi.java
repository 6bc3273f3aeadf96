package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// An API as it describes itself (OpenAPI 3.1), which its answers have to fit: their statuses, and what is in them. Knows the part of JSON Schema that we use.
/// For one thread.
final class DescribedApi {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "head", "patch");

    private final JsonNode document;
    private final Set<String> tried = new TreeSet<>();

    DescribedApi(JsonNode document) {
        this.document = document;
    }

    /// Each as `METHOD /path`, with the path's parts in braces.
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .fieldNames()
                                .forEachRemaining(method -> {
                                    if (METHODS.contains(method)) {
                                        all.add(
                                                method.toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey());
                                    }
                                }));
        return all;
    }

    /// Those of which a good answer has been seen.
    Set<String> tried() {
        return tried;
    }

    /// The path that is described for one that was asked for; one without braces first.
    private String described(String method, String path) {
        String plain = path.replaceFirst("\\?.*$", "");
        List<String> fitting =
                operations().stream()
                        .filter(one -> one.startsWith(method + " "))
                        .map(one -> one.substring(method.length() + 1))
                        .filter(one ->
                                Pattern.matches(
                                        Pattern.quote(one)
                                                .replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q"),
                                        plain))
                        .sorted((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")))
                        .toList();
        assertThat(fitting).as("described for " + method + " " + plain).isNotEmpty();
        return fitting.getFirst();
    }

    /// An answer is one of those that are described.
    ///
    /// @param path as it was asked for
    /// @param body empty: it is no JSON
    void fits(String method, String path, int status, Optional<JsonNode> body) {
        String template = described(method, path);
        String what = method + " " + template + ": " + status;
        JsonNode responses =
                document.path("paths")
                        .path(template)
                        .path(method.toLowerCase(Locale.ROOT))
                        .path("responses");
        assertThat(responses.has(Integer.toString(status)))
                .as(what + " is described; it said " + body.orElse(null))
                .isTrue();
        JsonNode response = resolved(responses.path(Integer.toString(status)));
        body.ifPresent(json -> {
            JsonNode content =
                    response.path("content")
                            .path(status < 400 ? "application/json" : "application/problem+json");
            assertThat(content.has("schema")).as(what + " has JSON").isTrue();
            assertThat(misfit(content.path("schema"), json, what)).isEmpty();
        });
        if (status < 400) {
            tried.add(method + " " + template);
        }
    }

    private JsonNode resolved(JsonNode node) {
        String place = node.path("$ref").asText();
        return place.isEmpty() ? node : document.at(place.substring(1));
    }

    /// What is wrong with a value; empty: it fits.
    private String misfit(JsonNode described, JsonNode value, String at) {
        JsonNode schema = resolved(described);
        boolean right =
                switch (schema.path("type").asText()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    default -> false;
                };
        if (!right) {
            return at + " is no " + schema.path("type").asText() + ": " + value + "\n";
        }
        StringBuilder wrong = new StringBuilder();
        if (value.isArray() && !schema.has("items")) {
            return at + " is a list of what?\n";
        }
        for (JsonNode element : value.isArray() ? value : List.<JsonNode>of()) {
            wrong.append(misfit(schema.path("items"), element, at + "[]"));
        }
        if (value.isObject() && schema.has("properties")) {
            members(schema, value, at, wrong);
        }
        return wrong.toString();
    }

    private void members(JsonNode schema, JsonNode value, String at, StringBuilder wrong) {
        schema.path("required")
                .forEach(name -> {
                    if (!value.has(name.asText())) {
                        wrong.append(at).append(" lacks ").append(name.asText()).append('\n');
                    }
                });
        value.properties()
                .forEach(entry -> {
                    JsonNode one = schema.path("properties").path(entry.getKey());
                    wrong.append(
                            one.isMissingNode()
                                    ? at + " has " + entry.getKey() + "\n"
                                    : misfit(one, entry.getValue(), at + "." + entry.getKey()));
                });
    }
}
