package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.Group;

/// What a group says itself, to one person only. Thread-safe.
final class GroupVoice {
    private final KnownDevices devices;
    private final MessageStore store;
    private final Saying saying;

    GroupVoice(KnownDevices devices, MessageStore store, Saying saying) {
        this.devices = devices;
        this.store = store;
        this.saying = saying;
    }

    /// Says it unless it was said before, by whichever node.
    ///
    /// @param occasion what makes it the same
    /// @return whether it was said now
    CompletableFuture<Boolean> sayOnce(
            Group group, AddressOfRecord to, String text, String occasion) {
        return saying.say(
                group.address(),
                group.name(),
                to,
                id(group, to, occasion),
                text,
                devices.of(to).addressees());
    }

    /// Whether it was said: a look that costs less than to say it in vain.
    boolean hasSaid(Group group, AddressOfRecord to, String occasion) {
        RepeatKey key =
                RepeatKey.ofMessageId(
                        group.address().toString(), to.toString(), id(group, to, occasion));
        return store.repeated(key).isPresent();
    }

    private static String id(Group group, AddressOfRecord to, String occasion) {
        String same = group.address() + "\n" + to + "\n" + occasion;
        return UUID.nameUUIDFromBytes(same.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
