package org.earshot.server.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
