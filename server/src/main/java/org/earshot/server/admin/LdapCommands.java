package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The organisation's directory.
@Command(
        name = "ldap",
        description = "The organisation's directory (ldap.url): LDAP, Active Directory.")
final class LdapCommands {
    private static final int MOST = 100;

    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(
            name = "show",
            description =
                    "What is set of the directory, and what came of the last time that it was read.")
    int show() {
        Optional<LdapAdministration.DirectoryFact> found =
                admin.administration().ldap().directoryState();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("on", found.isPresent());
        List<String> lines = new ArrayList<>();
        found.ifPresent(fact -> {
            fields.put("settings", fact.settings());
            fields.put("accounts", fact.linked());
            fields.put("reading", fact.reading());
            fact.lastAt().ifPresent(at -> fields.put("lastAt", at.toString()));
            fact.succeededAt().ifPresent(at -> fields.put("succeededAt", at.toString()));
            fields.put("last", fact.words());
            fact.settings().forEach((key, value) -> lines.add(key + ": " + value));
            lines.add(Counted.of(fact.linked(), "account is", "accounts are") + " the directory's");
            lines.add(
                    fact.lastAt()
                                    .map(at ->
                                            "the last time: "
                                                    + ShownTime.of(at)
                                                    + ": "
                                                    + fact.words())
                                    .orElse("it was not read yet")
                            + (fact.reading() ? "; it is being read now" : ""));
            fact.succeededAt().ifPresent(at -> lines.add("it went well last: " + ShownTime.of(at)));
        });
        admin.print(
                fields,
                found.isPresent()
                        ? String.join("\n", lines)
                        : "there is no directory: set ldap.url in the configuration");
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "test",
            description = {
                "Tries whether the directory can be reached, lets the server in, and shows somebody.",
                "Changes nothing, and reads one entry."
            })
    int test() {
        List<String> well = admin.administration().ldap().testDirectory();
        admin.print(Map.of("steps", well), String.join("\n", well));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "check",
            description =
                    "Reads the directory, and says what would become of the accounts. Changes nothing.")
    int check() {
        return print(admin.administration().ldap().check(), "would be");
    }

    @Command(
            name = "sync",
            description =
                    "Has the accounts follow the directory now, as the server does every ldap.every.")
    int sync() {
        return print(admin.administration().ldap().sync(), "done");
    }

    private int print(LdapAdministration.SyncFact fact, String how) {
        List<String> lines = new ArrayList<>();
        lines.add(fact.line());
        add(lines, how, fact.steps());
        add(lines, "failed", fact.failed());
        add(lines, "refused", fact.refused());
        fact.warning().ifPresent(warning -> lines.add("warning: " + warning));
        fact.last().ifPresent(last -> lines.add("the last time: " + last));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("entries", fact.entries());
        fields.put("summary", fact.line());
        fields.put("steps", some(fact.steps()));
        fields.put("failed", some(fact.failed()));
        fields.put("refused", some(fact.refused()));
        fact.warning().ifPresent(warning -> fields.put("warning", warning));
        fact.last().ifPresent(last -> fields.put("last", last));
        admin.print(fields, String.join("\n", lines));
        return fact.warning().isPresent() || !fact.failed().isEmpty()
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private static List<String> some(List<String> all) {
        return all.subList(0, Math.min(all.size(), MOST));
    }

    private static void add(List<String> lines, String what, List<String> all) {
        some(all).forEach(one -> lines.add(what + ": " + one));
        if (all.size() > MOST) {
            lines.add(what + ": and " + (all.size() - MOST) + " more");
        }
    }
}
