package org.earshot.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A request as a command. Nothing that somebody sends can become an option: values stand behind the `=` of one, or behind `--`.
///
/// @param input for standard input; may be a password
record Spoken(List<String> command, String input) {

    @Override
    public String toString() {
        return "Spoken[" + command.getFirst() + "]";
    }

    /// @param body an object; empty where there is none
    /// @throws ProblemException if the request does not say what it must
    static Spoken of(Route route, Context http, JsonNode body) throws ProblemException {
        refuseUnknown(route, http, body);
        List<String> command = new ArrayList<>(List.of(route.command().split(" ", -1)));
        command.addAll(route.given());
        List<String> about = new ArrayList<>();
        String input = "";
        for (Field field : route.fields()) {
            List<String> values = values(field, http, body);
            if (values.isEmpty()) {
                if (field.required()) {
                    throw new ProblemException(400, field.name() + " is missing");
                }
                continue;
            }
            switch (field.into()) {
                case POSITIONAL -> about.addAll(values);
                case OPTION -> values.forEach(value -> command.add(field.option() + "=" + value));
                case FLAG -> {
                    if (values.getFirst().equals("true")) {
                        command.add(field.option());
                    }
                }
                case INPUT -> {
                    command.add(field.option());
                    input = values.getFirst();
                }
            }
        }
        if (!about.isEmpty()) {
            command.add("--");
            command.addAll(about);
        }
        return new Spoken(command, input);
    }

    private static void refuseUnknown(Route route, Context http, JsonNode body)
            throws ProblemException {
        Set<String> inBody = names(route, Field.Where.BODY);
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            refuseUnless(inBody, names.next());
        }
        Set<String> inQuery = names(route, Field.Where.QUERY);
        for (String name : http.queryParamMap().keySet()) {
            refuseUnless(inQuery, name);
        }
    }

    private static void refuseUnless(Set<String> known, String name) throws ProblemException {
        if (!known.contains(name)) {
            throw new ProblemException(
                    400,
                    "\""
                            + name
                            + "\" means nothing here; what does: "
                            + known.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private static Set<String> names(Route route, Field.Where where) {
        return route.fields().stream()
                .filter(field -> field.where() == where)
                .map(Field::name)
                .collect(Collectors.toSet());
    }

    private static List<String> values(Field field, Context http, JsonNode body)
            throws ProblemException {
        return switch (field.where()) {
            case PATH -> List.of(http.pathParam(field.name()));
            case QUERY -> {
                String value = http.queryParam(field.name());
                yield value == null || value.isEmpty() ? List.of() : List.of(value);
            }
            case BODY -> ofBody(field, body.path(field.name()));
        };
    }

    private static List<String> ofBody(Field field, JsonNode value) throws ProblemException {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        boolean right =
                switch (field.type()) {
                    case STRING -> value.isTextual();
                    case INTEGER -> value.isIntegralNumber();
                    case BOOLEAN -> value.isBoolean();
                    case LIST -> value.isArray();
                };
        if (!right) {
            throw new ProblemException(400, field.name() + " is no " + field.type().word());
        }
        if (field.type() != Field.Type.LIST) {
            return List.of(value.asText());
        }
        List<String> values = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw new ProblemException(400, field.name() + " is a list of strings");
            }
            values.add(element.textValue());
        }
        return values;
    }
}
