package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
import org.earshot.server.attempt.FailedLogin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `admin failed-logins`.
@Command(
        name = "failed-logins",
        description =
                "Logins of the last days that failed, of phones and of the console, by account and address, the latest first.")
final class FailedLoginsCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 30;

    @CommandLine.ParentCommand private AdminCommands admin;

    @Option(
            names = "--days",
            paramLabel = "D",
            defaultValue = "7",
            description = "Today and so many before, less one; 1 to 30, without it 7.")
    private int days;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "500",
            description = "At most so many lines, 1 to 10000; without it 500.")
    private int limit;

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new AdminException("--days is 1 to " + MOST_DAYS);
        }
        Listed.checkLimit(limit);
        List<FailedLogin> all = admin.administration().failedLogins(days, limit);
        admin.print(
                all.stream().map(FailedLoginsCommand::fields).toList(),
                all.isEmpty()
                        ? "no login has failed"
                        : all.stream()
                                .map(FailedLoginsCommand::line)
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    private static String line(FailedLogin one) {
        return one.day()
                + "  "
                + one.kind().text()
                + "  "
                + (one.account().isEmpty() ? "names that nobody has" : one.account())
                + "  from "
                + (one.network().isEmpty() ? "many" : one.network())
                + "  "
                + Counted.of(one.times(), "time")
                + ", the last at "
                + ShownTime.of(one.lastAt());
    }

    private static Map<String, Object> fields(FailedLogin one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("day", one.day().toString());
        fields.put("kind", one.kind().text());
        fields.put("account", one.account());
        fields.put("network", one.network());
        fields.put("times", one.times());
        fields.put("firstAt", one.firstAt().toString());
        fields.put("lastAt", one.lastAt().toString());
        return fields;
    }
}
