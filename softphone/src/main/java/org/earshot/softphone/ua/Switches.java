package org.earshot.softphone.ua;

import java.util.HashSet;
import java.util.Set;

/// What the user has switched on and what outlives the process, such as "do not disturb". Used on the user-agent thread, and before there
/// is one.
public interface Switches {

    /// Whether it is on; what was never set is off.
    boolean isOn(String name);

    /// Returns at once.
    ///
    /// @param name of letters and `-`
    void set(String name, boolean on);

    /// Forgets all at the end of the process.
    static Switches ofThisRun() {
        Set<String> on = new HashSet<>();
        return new Switches() {
            @Override
            public boolean isOn(String name) {
                return on.contains(name);
            }

            @Override
            public void set(String name, boolean wanted) {
                if (wanted) {
                    on.add(name);
                } else {
                    on.remove(name);
                }
            }
        };
    }
}
