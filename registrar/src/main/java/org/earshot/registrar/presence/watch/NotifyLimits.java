package org.earshot.registrar.presence.watch;

import java.time.Duration;

/// How often and how much watchers are told.
///
/// @param least between two NOTIFYs of one subscription
/// @param burst how many may follow each other so closely
/// @param most after how long there is place for one more, once those are used up
/// @param patience how long a first NOTIFY waits for all that it is to tell
/// @param retry after how long a NOTIFY is tried again that found nobody
/// @param listEntries how many addresses of a list count
public record NotifyLimits(
        Duration least,
        int burst,
        Duration most,
        Duration patience,
        Duration retry,
        int listEntries) {

    /// 50 ms, 10, 5 s, 1 s, 5 s, 500.
    public static final NotifyLimits DEFAULT =
            new NotifyLimits(
                    Duration.ofMillis(50),
                    10,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    500);
}
