package org.earshot.proxy.message;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Timers;

/// Tells that more or fewer messages wait for an account (RFC 3842), once for all that happens within a moment. What a
/// phone takes at once has never waited, and nobody is told of it. Reads nothing; thread-safe.
final class Mailboxes {
    /// What goes sooner than this after it came has not waited.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    // longer, so that what goes at once is gone when somebody who was told looks
    private static final Duration PAUSE = Duration.ofMillis(1500);

    private final Changes changes;
    private final Timers timers;
    private final Set<AddressOfRecord> changed = new HashSet<>();

    Mailboxes(Changes changes, Timers timers) {
        this.changes = changes;
        this.timers = timers;
    }

    /// Whether it counts among what waits for the owner of a device.
    static boolean counts(Message message, DeviceId device) {
        return message.kind() == Message.Kind.TEXT
                && message.past().isEmpty()
                && !message.isCopyFor(device);
    }

    /// Whether a message that goes now was counted before, as far as its age tells.
    ///
    /// @param age since it was received
    static boolean hasWaited(Duration age) {
        return age.compareTo(AT_ONCE) >= 0;
    }

    /// Something waits for an account, or waits no longer.
    void changed(AddressOfRecord owner) {
        synchronized (changed) {
            if (!changed.add(owner) || changed.size() > 1) {
                return;
            }
        }
        timers.after(PAUSE, this::tell);
    }

    private void tell() {
        Set<AddressOfRecord> all;
        synchronized (changed) {
            all = Set.copyOf(changed);
            changed.clear();
        }
        all.forEach(owner -> changes.announce(Change.of(Topic.WAITING, owner)));
    }
}
