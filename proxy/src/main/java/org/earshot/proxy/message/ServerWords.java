package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.Group;

/// What other parts of the server write to people, once however often they ask: in the server's name, or in that of somebody for whom the
/// server finishes what they began. The record says that the server wrote it. Thread-safe; waits for the stores.
public final class ServerWords {
    private final MessageStore store;
    private final KnownDevices devices;
    private final Saying saying;

    ServerWords(MessageStore store, KnownDevices devices, Saying saying) {
        this.store = store;
        this.devices = devices;
        this.saying = saying;
    }

    /// Tells somebody something in the server's name.
    ///
    /// @param occasion what makes it the same
    /// @return whether it is said, now or before; else it may be tried again
    public boolean tell(AddressOfRecord to, String occasion, String text) {
        AddressOfRecord service = Service.of(to.domain());
        String id = id(service, to, occasion);
        return isSaid(service, to, id)
                || saying.say(service, Service.NAME, to, id, text, devices.of(to).addressees())
                        .join()
                || isSaid(service, to, id);
    }

    /// Writes to somebody what another one would have written, whose own devices see it too. Whoever blocks them gets nothing.
    ///
    /// @return as of [#tell]
    public boolean write(Account author, AddressOfRecord to, String occasion, String text) {
        if (store.isBlocked(to.toString(), author.address().toString())) {
            return true;
        }
        return write(author, to, Optional.empty(), devices.of(to).addressees(), occasion, text);
    }

    /// The same, to the others in a group.
    public boolean write(Account author, Group group, String occasion, String text) {
        List<Addressee> all = new ArrayList<>();
        for (Group.Member member : group.members()) {
            if (!member.address().equals(author.address())
                    && !store.isBlocked(member.address().toString(), author.address().toString())) {
                all.addAll(devices.of(member.address()).addressees());
            }
        }
        Payload.Via via = new Payload.Via(group.address().toString(), group.name());
        return write(author, group.address(), Optional.of(via), all, occasion, text);
    }

    private boolean write(
            Account author,
            AddressOfRecord to,
            Optional<Payload.Via> via,
            List<Addressee> devicesOfTo,
            String occasion,
            String text) {
        String id = id(author.address(), to, occasion);
        List<Addressee> own =
                author.address().equals(to) ? List.of() : devices.of(author.address()).addressees();
        return isSaid(author.address(), to, id)
                || saying.inNameOf(author, to, via, id, text, devicesOfTo, own).join()
                || isSaid(author.address(), to, id);
    }

    private boolean isSaid(AddressOfRecord sender, AddressOfRecord to, String id) {
        return store.repeated(RepeatKey.ofMessageId(sender.toString(), to.toString(), id))
                .isPresent();
    }

    private static String id(AddressOfRecord sender, AddressOfRecord to, String occasion) {
        String same = sender + "\n" + to + "\n" + occasion;
        return UUID.nameUUIDFromBytes(same.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
