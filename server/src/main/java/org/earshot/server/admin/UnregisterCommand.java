package org.earshot.server.admin;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `admin unregister`.
@Command(
        name = "unregister",
        description = {
            "Ends a binding: the phone gets nothing any more until it registers again.",
            "It does so by itself at its next refresh, if it has a password that is right."
        })
final class UnregisterCommand implements Callable<Integer> {
    @CommandLine.ParentCommand private AdminCommands admin;

    @Parameters(index = "0", paramLabel = "AOR", description = "Whose phone it is.")
    private String address;

    @Parameters(index = "1", paramLabel = "CONTACT", description = "As bindings shows it.")
    private String contact;

    @Override
    public Integer call() {
        admin.administration().unregister(address, contact);
        admin.print(Map.of("address", address, "ended", contact), "ended " + contact);
        return 0;
    }
}
