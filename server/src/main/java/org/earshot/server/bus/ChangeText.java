package org.earshot.server.bus;

import java.util.Arrays;
import java.util.Optional;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;

/// A change as other nodes write it, which may be of another version. Pure.
final class ChangeText {
    private ChangeText() {}

    /// Empty if this version knows no such thing.
    static Optional<Change> read(String topic, String subject) {
        try {
            return Arrays.stream(Topic.values())
                    .filter(known -> known.name().equals(topic))
                    .findFirst()
                    .map(known -> new Change(known, subject));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // longer than a subject of ours
        }
    }
}
