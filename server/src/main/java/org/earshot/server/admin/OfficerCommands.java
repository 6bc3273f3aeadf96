package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.common.login.Identity;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// People with a role.
@Command(
        name = "officer",
        description = {
            "People with a role: administrators, compliance officers, auditors.",
            "From the first officer on, giving and taking roles needs an officer's login."
        },
        synopsisSubcommandLabel = "COMMAND")
final class OfficerCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    private OfficerAdministration officers() {
        return admin.administration().officers();
    }

    @Command(
            name = "add",
            description = {
                "Gives somebody a role; their password comes on standard input.",
                "Prints the address for their authenticator app, once."
            })
    int add(
            @Parameters(paramLabel = "NAME", description = "Never given to anybody else.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "administrator, officer or auditor.")
                    String role,
            @Option(names = "--password-stdin", required = true) boolean fromStandardInput) {
        String uri = officers().appoint(name, role, admin.password(), admin.actor());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("role", role);
        fields.put("otpauth", uri);
        admin.print(fields, uri);
        return 0;
    }

    @Command(name = "list", description = "Who has which role, since when and by whom.")
    int list() {
        List<OfficerAdministration.PersonFact> people = officers().list();
        admin.print(
                people.stream().map(OfficerCommands::describe).toList(),
                people.isEmpty()
                        ? nobody(officers().hadOfficer())
                        : people.stream()
                                .map(OfficerCommands::words)
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    private static String nobody(boolean hadOfficer) {
        return hadOfficer
                ? "nobody has a role, but an officer was appointed (earshot admin archive search --kind officer-appointed), and the database has lost them: restore the table person from a backup. Until then nobody reads what was written"
                : "nobody has a role: the owner of DATA acts as officer, until earshot admin officer add NAME --role officer";
    }

    private static Map<String, Object> describe(OfficerAdministration.PersonFact person) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", person.name());
        fields.put("role", person.role());
        fields.put("appointedAt", person.appointedAt().toString());
        fields.put("appointedBy", person.appointedBy());
        person.removedAt().ifPresent(at -> fields.put("removedAt", at.toString()));
        person.tie()
                .ifPresent(tie -> {
                    fields.put("issuer", tie.identity().issuer());
                    fields.put("subject", tie.identity().subject());
                    fields.put("tiedAt", tie.since().toString());
                });
        return fields;
    }

    private static String words(OfficerAdministration.PersonFact person) {
        return person.name()
                + "  "
                + person.role()
                + "  since "
                + ShownTime.of(person.appointedAt())
                + " by "
                + person.appointedBy()
                + person.removedAt().map(at -> "  removed " + ShownTime.of(at)).orElse("")
                + person.tie()
                        .map(tie ->
                                "  is "
                                        + Asked.clean(tie.identity().subject(), Identity.LONGEST)
                                        + " at "
                                        + tie.identity().issuer())
                        .orElse("");
    }

    @Command(
            name = "remove",
            description = "Takes somebody's role away; their name stays reserved.")
    int remove(@Parameters(paramLabel = "NAME") String name) {
        officers().remove(name);
        admin.print(Map.of("removed", name), name + " has no role any more");
        return 0;
    }

    @Command(
            name = "untie",
            description = {
                "The first login by the identity provider ties a name to who came; this takes that back.",
                "Whoever logs in next by the provider under that name is that person. Everybody may do so for themselves, logged in."
            })
    int untie(@Parameters(paramLabel = "NAME") String name) {
        officers().untie(name);
        admin.print(
                Map.of("untied", name),
                "the next one whom the identity provider calls " + name + " is " + name);
        return 0;
    }

    @Command(
            name = "passwd",
            description = {
                "Gives somebody another password, which comes on standard input, and another code.",
                "Everybody may do so for themselves, logged in."
            })
    int passwd(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--password-stdin", required = true) boolean fromStandardInput) {
        String uri = officers().renew(name, admin.password());
        admin.print(Map.of("name", name, "otpauth", uri), uri);
        return 0;
    }
}
