package org.earshot.softphone.app;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.earshot.softphone.ua.DirectRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What servers have said of calls past them, in a file of the data folder: an account and `allow` or `refuse` a line. Used on the
/// user-agent thread; another one writes.
final class DirectRulesFile implements DirectRules {
    private static final Logger log = LoggerFactory.getLogger(DirectRulesFile.class);
    private static final String FILE = "direct";
    private static final String ALLOW = " allow";
    private static final String REFUSE = " refuse";

    private final DataFolder folder;
    private final Executor writer;
    private final Map<String, Boolean> rules = new TreeMap<>();

    /// @param writer a serial one
    DirectRulesFile(DataFolder folder, Executor writer) {
        this.folder = folder;
        this.writer = writer;
        for (String line : folder.lines(FILE)) {
            int space = line.indexOf(' ');
            if (space > 0) {
                // a line that was spoilt allows nothing
                rules.put(line.substring(0, space), line.substring(space).equals(ALLOW));
            }
        }
    }

    @Override
    public Map<String, Boolean> all() {
        return Collections.unmodifiableMap(rules);
    }

    @Override
    public void keep(String account, boolean allowed) {
        rules.put(account, allowed);
        List<String> lines =
                rules.entrySet().stream()
                        .map(rule -> rule.getKey() + (rule.getValue() ? ALLOW : REFUSE))
                        .toList();
        writer.execute(() -> {
            try {
                folder.replace(FILE, lines);
            } catch (IOException e) {
                log.warn("can't keep what the server said: {}", e.getMessage());
            }
        });
    }
}
