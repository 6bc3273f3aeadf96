package org.earshot.server.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What an answer looks like, as a JSON schema (OpenAPI 3.1). Pure.
///
/// @param words `name:type` each; a `?` behind the name where it may be missing. Types are string, integer, number, boolean, strings,
///     integers and objects (lists), and object
/// @param many whether it is a list of them
record Shape(String words, boolean many) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Shape one(String words) {
        return new Shape(words, false);
    }

    static Shape many(String words) {
        return new Shape(words, true);
    }

    /// Things with names that nobody knows beforehand.
    static Shape map() {
        return new Shape("", false);
    }

    ObjectNode schema() {
        ObjectNode object = JSON.createObjectNode().put("type", "object");
        if (!words.isEmpty()) {
            ObjectNode properties = object.putObject("properties");
            ArrayNode required = object.putArray("required");
            for (String word : words.split(" ", -1)) {
                int colon = word.indexOf(':');
                String name = word.substring(0, colon);
                boolean optional = name.endsWith("?");
                if (optional) {
                    name = name.substring(0, name.length() - 1);
                } else {
                    required.add(name);
                }
                type(properties.putObject(name), word.substring(colon + 1));
            }
        }
        if (!many) {
            return object;
        }
        ObjectNode list = JSON.createObjectNode().put("type", "array");
        list.set("items", object);
        return list;
    }

    private static void type(ObjectNode to, String type) {
        switch (type) {
            case "integers" -> to.put("type", "array").putObject("items").put("type", "integer");
            case "strings" -> to.put("type", "array").putObject("items").put("type", "string");
            case "objects" -> to.put("type", "array").putObject("items").put("type", "object");
            default -> to.put("type", type);
        }
    }
}
