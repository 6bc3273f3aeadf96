package org.earshot.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.server.admin.CommandScope;
import org.earshot.server.token.Scope;

/// One thing that the API does: which request it is, and which command of `earshot admin` it means.
///
/// @param method of HTTP
/// @param path below `/api/v1`
/// @param command its words
/// @param given options that are always given
/// @param answer what comes back
record Route(
        String method,
        String path,
        String summary,
        String command,
        List<String> given,
        List<Field> fields,
        Shape answer) {

    Route {
        given = List.copyOf(given);
        fields = List.copyOf(fields);
    }

    static Route of(String method, String path, String command, Shape answer, String summary) {
        return new Route(method, path, summary, command, List.of(), List.of(), answer);
    }

    private Route with(Field field) {
        List<Field> all = new ArrayList<>(fields);
        all.add(field);
        return new Route(method, path, summary, command, given, all, answer);
    }

    /// An option that is always given.
    Route giving(String option) {
        List<String> all = new ArrayList<>(given);
        all.add(option);
        return new Route(method, path, summary, command, all, fields, answer);
    }

    /// A part of the path that says what it is about.
    Route path(String name, String description) {
        return with(
                new Field(
                        name,
                        Field.Where.PATH,
                        Field.Into.POSITIONAL,
                        "",
                        Field.Type.STRING,
                        true,
                        description));
    }

    /// Something in the body that says what it is about.
    Route about(String name, String description) {
        return with(
                new Field(
                        name,
                        Field.Where.BODY,
                        Field.Into.POSITIONAL,
                        "",
                        Field.Type.STRING,
                        true,
                        description));
    }

    /// The same in the query, which may be left out.
    Route queryAbout(String name, String description) {
        return with(
                new Field(
                        name,
                        Field.Where.QUERY,
                        Field.Into.POSITIONAL,
                        "",
                        Field.Type.STRING,
                        false,
                        description));
    }

    /// An option in the query.
    Route query(String name, String option, Field.Type type, String description) {
        return with(
                new Field(
                        name,
                        Field.Where.QUERY,
                        type == Field.Type.BOOLEAN ? Field.Into.FLAG : Field.Into.OPTION,
                        option,
                        type,
                        false,
                        description));
    }

    /// An option in the body.
    Route body(String name, String option, Field.Type type, boolean required, String description) {
        return with(
                new Field(
                        name,
                        Field.Where.BODY,
                        Field.Into.OPTION,
                        option,
                        type,
                        required,
                        description));
    }

    /// An option in the body without a value of its own.
    Route flag(String name, String option, String description) {
        return with(
                new Field(
                        name,
                        Field.Where.BODY,
                        Field.Into.FLAG,
                        option,
                        Field.Type.BOOLEAN,
                        false,
                        description));
    }

    /// What comes on standard input.
    Route input(String name, String option, boolean required, String description) {
        return with(
                new Field(
                        name,
                        Field.Where.BODY,
                        Field.Into.INPUT,
                        option,
                        Field.Type.STRING,
                        required,
                        description));
    }

    /// What a token has to be for; empty: no token is enough. Fields may make it more than this, where they ask for content.
    Optional<Scope> scope() {
        return CommandScope.of(command, given);
    }

    /// Whether it only looks.
    boolean isGet() {
        return method.equals("GET");
    }

    /// Whether a body belongs to it.
    boolean hasBody() {
        return fields.stream().anyMatch(field -> field.where() == Field.Where.BODY);
    }
}
