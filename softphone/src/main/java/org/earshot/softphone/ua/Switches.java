package org.earshot.softphone.ua;

import java.util.HashSet;
import java.util.Set;

/// What is on and outlives the process, by the user, such as "do not disturb", or by a server. Used on the user-agent thread, and before there
/// is one.
public interface Switches {

    /// Whether it is on; what was never set is off.
    boolean isOn(String name);

    /// Returns at once.
    ///
    /// @param name of letters and `-`, and behind a blank whom it is about; all on one line
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
