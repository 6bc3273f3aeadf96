package org.earshot.server.admin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
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

    @Command(
            name = "close",
            description =
                    "Closes the account of somebody who has left: no login, its phones are logged out, nobody finds or reaches it, and"
                            + " senders are told what was not delivered. It can be opened again.")
    int close(@Parameters(paramLabel = "NAME") String name) {
        LeavingAdministration.ClosedFact closed = admin.administration().leaving().close(name);
        String waits =
                closed.undelivered() == 0
                        ? ""
                        : "; "
                                + Counted.of(
                                        closed.undelivered(),
                                        "message waits, its sender is told",
                                        "messages wait, their senders are told");
        admin.print(describe(closed), "closed " + closed.account().address() + waits);
        return 0;
    }

    @Command(name = "closed", description = "The accounts that are closed, by address.")
    int closed() {
        List<LeavingAdministration.ClosedFact> closed = admin.administration().leaving().closed();
        StringBuilder text = new StringBuilder();
        closed.forEach(one ->
                text.append(text.isEmpty() ? "" : "\n")
                        .append(one.account().address())
                        .append("  ")
                        .append(one.account().displayName())
                        .append("  since ")
                        .append(ShownTime.of(one.since())));
        admin.print(
                closed.stream().map(UserCommands::describe).toList(),
                closed.isEmpty() ? "none is closed" : text.toString());
        return 0;
    }

    private static Map<String, Object> describe(LeavingAdministration.ClosedFact closed) {
        Map<String, Object> fields = new LinkedHashMap<>(AdminCommands.describe(closed.account()));
        fields.put("closedAt", closed.since().toString());
        fields.put("undelivered", closed.undelivered());
        return fields;
    }

    @Command(
            name = "open",
            description =
                    "Opens a closed account. It has no password, and is in no group: earshot admin user passwd, or reset-link.")
    int open(@Parameters(paramLabel = "NAME") String name) {
        Account account = admin.administration().leaving().open(name);
        admin.print(
                AdminCommands.describe(account),
                "opened "
                        + account.address()
                        + "; nobody can log in before: earshot admin user passwd");
        return 0;
    }

    @Command(
            name = "export",
            description =
                    "Writes what is kept of a person besides the archive, also of a closed account: name, picture, contacts, presence"
                            + " rules, groups, phones, and which files they stored. With --content also what they wrote and got. For"
                            + " officers, then.")
    int export(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(
                            paramLabel = "TARGET",
                            description = "A new folder, or a new file if it ends in .zip.")
                    Path typed,
            @Option(
                            names = "--content",
                            description =
                                    "Also what is in the archive of them, with what was written. For officers.")
                    boolean content) {
        Path target = admin.file(typed);
        List<String> written =
                admin.administration()
                        .leaving()
                        .export(
                                name,
                                target,
                                content ? Optional.of(admin.actor()) : Optional.empty());
        admin.print(
                Map.of("exported", target.toString(), "parts", written),
                "exported to " + target + ": " + String.join(", ", written));
        return 0;
    }

    @Command(
            name = "anonymise",
            description = {
                "Puts a pseudonym in the place of the name of a closed account everywhere outside the archive: for good. For officers.",
                "Of the archive goes what has been kept for long enough and is not on hold; the answer says what stays, and why."
            })
    int anonymise(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--ground",
                            required = true,
                            paramLabel = "TEXT",
                            description =
                                    "Why it was asked for, and by which law the rest is kept.")
                    String ground) {
        LeavingAdministration.AnonymisedFact fact =
                admin.administration().leaving().anonymise(admin.officer(), name, ground);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("anonymised", fact.address());
        fact.pseudonym().ifPresent(pseudonym -> fields.put("pseudonym", pseudonym));
        fields.put("gone", fact.gone());
        fields.put("stays", fact.stays());
        fields.put("record", fact.record());
        admin.print(fields, words(fact));
        return 0;
    }

    private static String words(LeavingAdministration.AnonymisedFact fact) {
        StringBuilder text =
                new StringBuilder(
                        fact.pseudonym()
                                .map(pseudonym ->
                                        "anonymised "
                                                + fact.address()
                                                + ", for good: it was "
                                                + pseudonym
                                                + " outside the archive from then on")
                                .orElse(fact.address() + " was anonymised before"));
        fact.gone()
                .forEach((about, count) ->
                        text.append("\n  gone: ").append(about).append(", ").append(count));
        fact.stays().forEach(one -> text.append("\n  stays: ").append(one));
        return text.append("\n  archive: ").append(fact.record()).toString();
    }

    @Command(
            name = "delete",
            description =
                    "Deletes an account, also a closed one; its name stays reserved. Its phones are logged out, and senders are told what was"
                            + " not delivered, as with close.")
    int delete(@Parameters(paramLabel = "NAME") String name) {
        admin.administration().deleteUser(name);
        admin.print(Map.of("deleted", name), "deleted " + name);
        return 0;
    }
}
