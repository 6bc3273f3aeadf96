package org.earshot.softphone.ui.desktop;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the window remembers from run to run. Returns at once; any thread.
public interface WindowSettings {
    /// What was put under a name.
    Optional<String> get(String name);

    /// Remembers something under a name of letters and dots.
    void put(String name, String value);

    /// Forgets everything at the end of the run.
    static WindowSettings ofThisRun() {
        Map<String, String> values = new ConcurrentHashMap<>();
        return new WindowSettings() {
            @Override
            public Optional<String> get(String name) {
                return Optional.ofNullable(values.get(name));
            }

            @Override
            public void put(String name, String value) {
                values.put(name, value);
            }
        };
    }
}
