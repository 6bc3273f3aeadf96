package org.earshot.common.login;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Wrong logins under names that nobody has. They wait as everybody else does: a name that never had to would show that nobody has it.
/// In the memory of this process, bounded; the name that was tried longest ago is forgotten first. So it does not hold everywhere: real
/// persons' failures are in the database that nodes share. Another node, or this one after a restart, lets a name wait that
/// somebody has, and one that nobody has not: that tells them apart, to whoever can reach two nodes or sees a restart. For one
/// thread at a time.
final class StrangersPauses {
    static final int MOST = 10_000;

    /// A person's name is no longer; what is cut off only makes two strangers share a pause.
    private static final int LONGEST_NAME = 64;

    private final Map<String, Failed> names =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
                    return size() > MOST;
                }
            };

    private record Failed(int times, Instant last) {}

    /// What is left of the pause, as [LoginPause#left].
    Duration left(String name, Instant now) {
        Failed failed = names.get(key(name));
        return failed == null ? Duration.ZERO : LoginPause.left(failed.times, failed.last, now);
    }

    /// One more.
    void fail(String name, Instant now) {
        names.merge(
                key(name),
                new Failed(1, now),
                (before, _) -> new Failed(Math.min(before.times, 1_000) + 1, now));
    }

    int size() {
        return names.size();
    }

    private static String key(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
