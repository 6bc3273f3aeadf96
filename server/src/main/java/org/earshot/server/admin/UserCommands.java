package org.earshot.server.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.account.Account;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Accounts.
@Command(name = "user", description = "Accounts.", synopsisSubcommandLabel = "COMMAND")
final class UserCommands {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Command(name = "add", description = "Makes an account; its password comes on standard input.")
    int add(
            @Parameters(paramLabel = "NAME", description = "The user part of the address.")
                    String name,
            @Option(names = "--password-stdin", required = true) boolean fromStandardInput,
            @Option(
                            names = "--display-name",
                            defaultValue = "",
                            paramLabel = "N",
                            description = "What others see.")
                    String displayName,
            @Option(
                            names = "--md5",
                            description =
                                    "Also for phones that know only MD5. Better: a password for"
                                            + " that one phone (device add).")
                    boolean md5) {
        Account account = admin.administration().addUser(name, displayName, admin.password(), md5);
        admin.print(AdminCommands.describe(account), "added " + account.address());
        return 0;
    }

    @Command(name = "list", description = "All accounts, by address, or some of them.")
    int list(
            @Option(
                            names = "--search",
                            defaultValue = "",
                            paramLabel = "TEXT",
                            description = "Only those whose address or display name has it.")
                    String search,
            @Option(
                            names = "--after",
                            defaultValue = "",
                            paramLabel = "AOR",
                            description = "Only those behind it: the last one of the page before.")
                    String after,
            @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
                    Optional<Integer> limit) {
        String wanted = search.toLowerCase(Locale.ROOT);
        List<Account> users =
                admin.administration()
                        .users(wanted, after, Math.max(0, limit.orElse(Integer.MAX_VALUE)));
        StringBuilder text = new StringBuilder();
        users.forEach(account ->
                text.append(text.isEmpty() ? "" : "\n")
                        .append(account.address())
                        .append("  ")
                        .append(account.displayName()));
        String none =
                wanted.isEmpty() && after.isEmpty()
                        ? "no accounts yet: earshot admin user add"
                        : "none";
        admin.print(
                users.stream().map(AdminCommands::describe).toList(),
                users.isEmpty() ? none : text.toString());
        return 0;
    }

    @Command(name = "passwd", description = "Sets a new password, which comes on standard input.")
    int passwd(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--password-stdin", required = true) boolean fromStandardInput,
            @Option(names = "--md5", description = "Also for phones that know only MD5.")
                    boolean md5) {
        admin.administration().changePassword(name, admin.password(), md5);
        admin.print(
                Map.of("changed", name),
                "changed the password of "
                        + name
                        + "; history and contact list stay withheld from new devices until: earshot admin history release "
                        + name);
        return 0;
    }

    @Command(
            name = "reset-link",
            description =
                    "Makes a link by which the account gets a new password, once and within 15 minutes. All its phones are logged out then.")
    int resetLink(@Parameters(paramLabel = "NAME") String name) {
        PeopleAdministration.GivenLink link =
                admin.administration().people().resetLink(name, admin.actor());
        admin.print(InvitationCommands.fields(link), link.text());
        return 0;
    }

    @Command(name = "delete", description = "Deletes an account; its name stays reserved.")
    int delete(@Parameters(paramLabel = "NAME") String name) {
        admin.administration().deleteUser(name);
        admin.print(Map.of("deleted", name), "deleted " + name);
        return 0;
    }
}
