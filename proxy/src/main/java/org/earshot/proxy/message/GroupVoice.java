package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.Group;

/// What a group says itself, to one person only. Thread-safe.
final class GroupVoice {
    private final KnownDevices devices;
    private final Saying saying;

    GroupVoice(KnownDevices devices, Saying saying) {
        this.devices = devices;
        this.saying = saying;
    }

    /// Says it unless it was said before, by whichever node.
    ///
    /// @param occasion what makes it the same
    /// @return whether it was said now
    CompletableFuture<Boolean> sayOnce(
            Group group, AddressOfRecord to, String text, String occasion) {
        String same = group.address() + "\n" + to + "\n" + occasion;
        UUID id = UUID.nameUUIDFromBytes(same.getBytes(StandardCharsets.UTF_8));
        return saying.say(
                group.address(),
                group.name(),
                to,
                id.toString(),
                text,
                devices.of(to).addressees());
    }
}
