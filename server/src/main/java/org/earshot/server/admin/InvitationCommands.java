package org.earshot.server.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Invitations to sign up.
@Command(name = "invitation", description = "Invitations to sign up (people.signUp).")
final class InvitationCommands {
    private static final int MOST_DAYS = 90;

    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(
            name = "add",
            description =
                    "Makes a link by which somebody signs up, once. Whoever has it can use it: it is shown this time only.")
    int add(
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "Only for this account name; without it for any.")
                    Optional<String> name,
            @Option(
                            names = "--days",
                            paramLabel = "D",
                            defaultValue = "7",
                            description = "How long it is good, 1 to 90; without it 7.")
                    int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new AdminException("--days is 1 to " + MOST_DAYS);
        }
        PeopleAdministration.GivenLink link =
                admin.administration().people().invite(name, Duration.ofDays(days), admin.actor());
        admin.print(fields(link), link.text());
        return 0;
    }

    /// As every link is printed.
    static Map<String, Object> fields(PeopleAdministration.GivenLink link) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", link.id());
        fields.put("link", link.text());
        fields.put("expiresAt", link.expiresAt().toString());
        return fields;
    }

    @Command(
            name = "list",
            description = "Invitations of late and what became of them, the latest first.")
    int list() {
        List<PeopleAdministration.InvitationFact> all =
                admin.administration().people().invitations();
        admin.print(
                all.stream().map(InvitationCommands::fields).toList(),
                all.isEmpty()
                        ? "no invitations"
                        : all.stream()
                                .map(InvitationCommands::line)
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    private static String line(PeopleAdministration.InvitationFact fact) {
        return fact.id()
                + "  "
                + fact.state()
                + (fact.usedBy().isEmpty() ? "" : " by " + fact.usedBy())
                + "  for "
                + (fact.name().isEmpty() ? "any name" : fact.name())
                + "  until "
                + ShownTime.of(fact.expiresAt())
                + "  of "
                + fact.createdBy();
    }

    private static Map<String, Object> fields(PeopleAdministration.InvitationFact fact) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", fact.id());
        fields.put("name", fact.name());
        fields.put("state", fact.state());
        fields.put("createdAt", fact.createdAt().toString());
        fields.put("createdBy", fact.createdBy());
        fields.put("expiresAt", fact.expiresAt().toString());
        fields.put("usedBy", fact.usedBy());
        return fields;
    }

    @Command(name = "revoke", description = "Takes an invitation back that nobody has used.")
    int revoke(
            @Parameters(paramLabel = "ID", description = "As invitation list has it.") String id) {
        admin.administration().people().revoke(id);
        admin.print(Map.of("revoked", id), "revoked " + id);
        return 0;
    }
}
