package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Companion;
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
        return sayOnce(group, to, text, occasion, _ -> UnaryOperator.identity());
    }

    /// The same, with more to do in the same commit.
    ///
    /// @param with for the devices to which it is said
    CompletableFuture<Boolean> sayOnce(
            Group group,
            AddressOfRecord to,
            String text,
            String occasion,
            Function<List<Addressee>, UnaryOperator<Companion>> with) {
        List<Addressee> all = devices.of(to).addressees();
        return saying.sayWith(
                group.address(),
                group.name(),
                to,
                id(group, to, occasion),
                text,
                all,
                with.apply(all));
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
