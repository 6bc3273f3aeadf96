package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who refused something of late, and is not asked again for a while. The oldest of many are forgotten. Confined to
/// its owner.
final class RefusedFor {
    private static final int MOST = 1_000;

    private final Duration time;
    private final InstantSource clock;
    private final Map<String, Instant> until = new LinkedHashMap<>();

    RefusedFor(Duration time, InstantSource clock) {
        this.time = time;
        this.clock = clock;
    }

    void add(String who) {
        until.remove(who);
        until.put(who, clock.instant().plus(time));
        if (until.size() > MOST) {
            until.remove(until.keySet().iterator().next());
        }
    }

    boolean contains(String who) {
        Instant end = until.get(who);
        return end != null && clock.instant().isBefore(end);
    }
}
