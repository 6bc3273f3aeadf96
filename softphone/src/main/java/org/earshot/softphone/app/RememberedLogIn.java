package org.earshot.softphone.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.ui.account.LogInForm;

/// The last log-in that worked, in a file of the data folder; never the password.
final class RememberedLogIn {
    private static final String FILE = "log-in";

    private final DataFolder folder;

    RememberedLogIn(DataFolder folder) {
        this.folder = folder;
    }

    /// What was kept, or an empty form.
    LogInForm read() {
        Map<String, String> kept = new HashMap<>();
        for (String line : folder.lines(FILE)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                kept.put(line.substring(0, space), line.substring(space + 1).strip());
            }
        }
        return new LogInForm(
                kept.getOrDefault("address", ""),
                "",
                kept.getOrDefault("server", ""),
                kept.getOrDefault("transport", "tls"),
                kept.getOrDefault("ca", ""));
    }

    /// Keeps all but the password.
    void keep(LogInForm form) {
        folder.write(
                FILE,
                List.of(
                        "address " + form.address(),
                        "server " + form.server(),
                        "transport " + form.transport(),
                        "ca " + form.caFile()));
    }
}
