package org.earshot.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.proxy.archive.Erasure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Somebody wants to be forgotten.
@Command(
        name = "erase",
        description = {
            "Answers somebody's request for erasure. For officers.",
            "What has been kept for long enough and is not on hold goes; the rest is refused, and the answer says why and until when."
        })
final class EraseCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Parameters(paramLabel = "PERSON", description = "Name or address.")
    private String person;

    @Option(
            names = "--ground",
            required = true,
            paramLabel = "TEXT",
            description = "Why it was asked for, and by which law the rest is kept.")
    private String ground;

    @Override
    public Integer call() {
        Erasure.Answer answer =
                admin.administration().retention().erase(admin.officer(), person, ground);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("erased", answer.gone());
        fields.put("refusedOnHold", answer.held());
        fields.put("refusedWithinPeriod", answer.kept());
        fields.put("refusedWithoutEnd", answer.forever());
        answer.until().ifPresent(day -> fields.put("until", day.toString()));
        admin.print(fields, answer.words());
        return 0;
    }
}
