package org.earshot.server.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tokens by which programs use the API.
@Command(
        name = "token",
        description = {
            "Tokens by which programs use the API (Authorization: Bearer).",
            "One is its owner's who logged in for it (--as), and good for no more than their role allows when it is used."
        },
        synopsisSubcommandLabel = "COMMAND")
final class TokenCommands {
    private static final int MOST_DAYS = 366;

    @CommandLine.ParentCommand private AdminCommands admin;

    private TokenAdministration tokens() {
        return admin.administration().tokens();
    }

    @Command(
            name = "add",
            description =
                    "Makes a token of whoever is logged in. Whoever has it can use it: it is shown this time only.")
    int add(
            @Parameters(paramLabel = "NAME", description = "What it is called, in the record too.")
                    String name,
            @Option(
                            names = "--scope",
                            required = true,
                            paramLabel = "SCOPE",
                            description =
                                    "What it is for, once or more: people:read, people:write, live:read, live:write, files:read, files:write, archive:read, archive:write (holds), content:read, reviews:read, configuration:read, configuration:write, security:read, security:write.")
                    List<String> scopes,
            @Option(
                            names = "--days",
                            paramLabel = "D",
                            defaultValue = "90",
                            description = "How long it is good, 1 to 366; without it 90.")
                    int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new AdminException("--days is 1 to " + MOST_DAYS);
        }
        TokenAdministration.GivenToken made =
                tokens().give(admin.person(), name, scopes, Duration.ofDays(days));
        Map<String, Object> fields = new LinkedHashMap<>();
        if (admin.json()) {
            fields.putAll(fields(made.fact()));
            fields.put("token", made.text());
        }
        admin.print(fields, made.text());
        return 0;
    }

    @Command(
            name = "list",
            description =
                    "Tokens, whose and for what, when and from where each was last used; the latest first.")
    int list() {
        List<TokenAdministration.TokenFact> all = tokens().list();
        admin.print(
                all.stream().map(TokenCommands::fields).toList(),
                all.isEmpty()
                        ? "no tokens"
                        : all.stream().map(TokenCommands::line).collect(Collectors.joining("\n")));
        return 0;
    }

    @Command(
            name = "revoke",
            description = {
                "Ends a token at once.",
                "Auditors do so with their own ones, everybody else with every one."
            })
    int revoke(@Parameters(paramLabel = "ID", description = "As token list has it.") String id) {
        tokens().revoke(id, admin.auditor(), admin.actor());
        admin.print(Map.of("revoked", id), "revoked " + id);
        return 0;
    }

    private static String line(TokenAdministration.TokenFact fact) {
        return fact.id()
                + "  "
                + fact.state()
                + (fact.revokedBy().isEmpty() ? "" : " by " + fact.revokedBy())
                + "  \""
                + fact.name()
                + "\" of "
                + fact.owner()
                + "  for "
                + String.join(" ", fact.scopes())
                + "  until "
                + ShownTime.of(fact.expiresAt())
                + fact.lastUsedAt()
                        .map(at ->
                                "  last used " + ShownTime.of(at) + " from " + fact.lastUsedFrom())
                        .orElse("  never used");
    }

    private static Map<String, Object> fields(TokenAdministration.TokenFact fact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", fact.id());
        fields.put("name", fact.name());
        fields.put("owner", fact.owner());
        fields.put("scopes", fact.scopes());
        fields.put("state", fact.state());
        fields.put("createdAt", fact.createdAt().toString());
        fields.put("expiresAt", fact.expiresAt().toString());
        fact.lastUsedAt().ifPresent(at -> fields.put("lastUsedAt", at.toString()));
        fields.put("lastUsedFrom", fact.lastUsedFrom());
        fields.put("revokedBy", fact.revokedBy());
        return fields;
    }
}
