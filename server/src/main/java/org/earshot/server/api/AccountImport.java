package org.earshot.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.AccountName;
import org.earshot.common.auth.Passwords;
import org.earshot.server.admin.Caller;
import org.earshot.server.admin.Desk;

/// Many accounts from a table (CSV) with the columns `name`, `displayName` and `password`, the last two perhaps empty or missing. A dry
/// run says what is wrong, by line, and changes nothing. Each account is made by the same command as any other one.
final class AccountImport {
    private static final int MOST = 10_000;
    private static final Set<String> COLUMNS = Set.of("name", "displayname", "password");

    /// Without what looks like something else, and at 5.9 bits a letter more than 128 bits.
    private static final String LETTERS =
            "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LETTERS_OF_PASSWORD = 22;

    /// What stands in a text for bytes that are none (U+FFFD).
    private static final char NO_CHARACTER = '\uFFFD';

    private AccountImport() {}

    private record Wanted(int line, String name, String displayName, String password) {
        @Override
        public String toString() {
            return "Wanted[" + name + "]";
        }
    }

    /// @param body `csv` and `dryRun`
    /// @return what became of each line; a password that was made up stands there this once
    static Optional<ObjectNode> carryOut(Desk desk, Caller caller, ObjectNode body)
            throws ProblemException {
        if (!body.path("csv").isTextual() || !body.path("dryRun").isBoolean()) {
            throw new ProblemException(400, "csv is a text, and dryRun true or false");
        }
        boolean dryRun = body.path("dryRun").booleanValue();
        List<Wanted> all = read(body.path("csv").textValue());
        Set<String> taken = dryRun ? taken(desk, caller) : Set.of();
        ObjectNode answer = Json.MAPPER.createObjectNode().put("dryRun", dryRun);
        ArrayNode lines = answer.putArray("lines");
        Set<String> names = new HashSet<>();
        int good = 0;
        for (Wanted wanted : all) {
            ObjectNode line =
                    lines.addObject().put("line", wanted.line()).put("name", wanted.name());
            Optional<String> problem =
                    names.add(wanted.name().toLowerCase(Locale.ROOT))
                            ? problem(wanted, taken)
                            : Optional.of("this name stands in an earlier line too");
            if (problem.isEmpty() && !dryRun) {
                problem = add(desk, caller, wanted, line);
            }
            problem.ifPresent(why -> line.put("problem", why));
            good += problem.isEmpty() ? 1 : 0;
        }
        answer.put("good", good).put("bad", all.size() - good);
        return Optional.of(answer);
    }

    private static List<Wanted> read(String csv) throws ProblemException {
        List<Csv.Row> rows;
        try {
            rows = Csv.parse(csv);
        } catch (Csv.MalformedException e) {
            throw new ProblemException(400, e.getMessage());
        }
        if (rows.isEmpty()) {
            throw new ProblemException(400, "the table is empty");
        }
        if (rows.size() > MOST + 1) {
            throw new ProblemException(400, "a table has at most " + MOST + " accounts");
        }
        Map<String, Integer> columns = columns(rows.getFirst());
        List<Wanted> all = new ArrayList<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            all.add(
                    new Wanted(
                            row.line(),
                            field(row, columns, "name"),
                            field(row, columns, "displayname"),
                            field(row, columns, "password")));
        }
        return all;
    }

    private static Map<String, Integer> columns(Csv.Row head) throws ProblemException {
        Map<String, Integer> columns = new HashMap<>();
        for (String name : head.fields()) {
            String column = name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
            if (!COLUMNS.contains(column) || columns.containsKey(column)) {
                throw new ProblemException(
                        400,
                        "the first line names the columns name, displayName and password, each once; not \""
                                + name
                                + "\"");
            }
            columns.put(column, columns.size());
        }
        if (!columns.containsKey("name")) {
            throw new ProblemException(400, "the first line has no column name");
        }
        return columns;
    }

    private static String field(Csv.Row row, Map<String, Integer> columns, String name) {
        Integer at = columns.get(name);
        return at == null || at >= row.fields().size() ? "" : row.fields().get(at);
    }

    private static Set<String> taken(Desk desk, Caller caller) throws ProblemException {
        Set<String> taken = new HashSet<>();
        String json = AdminApi.done(desk.carryOut(caller, List.of("user", "list"), "")).json();
        try {
            Json.MAPPER
                    .readTree(json)
                    .forEach(account ->
                            taken.add(
                                    account.path("address")
                                            .asText()
                                            .replaceFirst("^sip:", "")
                                            .replaceFirst("@.*", "")));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return taken;
    }

    private static Optional<String> problem(Wanted wanted, Set<String> taken) {
        try {
            String name = AccountName.of(wanted.name()).value();
            if (!wanted.password().isEmpty()) {
                Passwords.check(wanted.password());
            }
            if (wanted.displayName().indexOf(NO_CHARACTER) >= 0) {
                return Optional.of("the name that others see is not whole: the table is no UTF-8");
            }
            return taken.contains(name)
                    ? Optional.of("there is an account of this name already")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// @throws ProblemException if this person must not make accounts: that is no fault of a line
    private static Optional<String> add(Desk desk, Caller caller, Wanted wanted, ObjectNode line)
            throws ProblemException {
        boolean made = wanted.password().isEmpty();
        String password = made ? password() : wanted.password();
        Desk.Outcome outcome =
                desk.carryOut(
                        caller,
                        List.of(
                                "user",
                                "add",
                                "--password-stdin",
                                "--display-name=" + wanted.displayName(),
                                "--",
                                wanted.name()),
                        password);
        if (made && outcome instanceof Desk.Outcome.Done) {
            line.put("password", password);
        }
        return switch (outcome) {
            case Desk.Outcome.Done _ -> Optional.empty();
            case Desk.Outcome.Impossible(String why) -> Optional.of(why);
            case Desk.Outcome.NotAllowed(String why) -> throw new ProblemException(403, why);
            case Desk.Outcome.Wrong(String why) -> Optional.of(why);
            case Desk.Outcome.Later(String why) -> Optional.of(why);
        };
    }

    private static String password() {
        return new SecureRandom()
                .ints(LETTERS_OF_PASSWORD, 0, LETTERS.length())
                .collect(
                        StringBuilder::new,
                        (text, letter) -> text.append(LETTERS.charAt(letter)),
                        StringBuilder::append)
                .toString();
    }
}
