package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.earshot.common.auth.BackOff;
import org.earshot.common.text.Counted;
import org.earshot.common.text.ShownTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `admin paused`.
@Command(
        name = "paused",
        description =
                "Who tried wrong passwords of phones, from where, and until when they may not try again.")
final class PausedCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Override
    public Integer call() {
        List<BackOff.Tried> tried = admin.administration().tried();
        admin.print(
                tried.stream().map(PausedCommand::describe).toList(),
                tried.isEmpty()
                        ? "nobody tried wrong passwords in the last half hour"
                        : tried.stream()
                                .map(one ->
                                        one.account()
                                                + " from "
                                                + one.network()
                                                + ": "
                                                + Counted.of(one.failures(), "time")
                                                + ", the last at "
                                                + ShownTime.of(one.last())
                                                + one.until()
                                                        .map(until ->
                                                                "; paused until "
                                                                        + ShownTime.of(until))
                                                        .orElse(""))
                                .collect(Collectors.joining("\n")));
        return 0;
    }

    private static Map<String, Object> describe(BackOff.Tried one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("account", one.account());
        fields.put("network", one.network());
        fields.put("failures", one.failures());
        fields.put("last", one.last().toString());
        one.until().ifPresent(until -> fields.put("pausedUntil", until.toString()));
        return fields;
    }
}
