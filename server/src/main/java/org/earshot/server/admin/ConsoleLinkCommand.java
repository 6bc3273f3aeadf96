package org.earshot.server.admin;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `admin console-link`.
@Command(
        name = "console-link",
        description = {
            "Makes and prints a link to the console, for the first administrator and the first officer.",
            "It serves for a day, until somebody logs in there, or the next one is made. From the first officer on it is for officers."
        })
final class ConsoleLinkCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Override
    public Integer call() {
        String link = admin.administration().consoleLink();
        admin.print(Map.of("link", link), link);
        return 0;
    }
}
