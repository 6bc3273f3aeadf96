package org.earshot.proxy.message;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.proxy.archive.Companion;

/// Messages that wait, the devices that they wait for, and what became of them. Thread-safe. Each method may block, and
/// throw [org.earshot.common.db.StoreUnavailableException].
///
/// What must happen in one commit with an event of the record is handed out as a [Companion], and carried out by the
/// archive; [#submit] carries out one that has no event.
public interface MessageStore {
    // devices

    /// The devices that an account is known to have, by instance.
    List<Device> devices(AddressOfRecord owner);

    /// What is to be known of accounts before they get a message, in one look: each of them has an entry.
    ///
    /// @param sender as [Message#sender]
    /// @param most how many messages may wait for a device, 1 or more
    Map<AddressOfRecord, Readiness> readiness(
            Collection<AddressOfRecord> owners, String sender, int most);

    /// Whether, and where, an account may get a message now.
    ///
    /// @param blocks whether it wants none of the sender
    /// @param devices as [#devices]
    /// @param full those of them for which as many messages wait as may, or more; history does not count
    record Readiness(boolean blocks, List<Device> devices, Set<DeviceId> full) {
        public Readiness {
            devices = List.copyOf(devices);
            full = Set.copyOf(full);
        }
    }

    /// Notes that devices are there now. A device that is new gets what waits for the first phone that comes.
    ///
    /// @param present with [Device#takesCpim] if they say so; if not, what was known before stays
    /// @param catchingUp those of them that, if they are new, get the texts too that wait for other devices of the owner and
    ///     that none of these has taken ([#waitingFor])
    void seen(AddressOfRecord owner, Collection<Device> present, Set<DeviceId> catchingUp);

    /// The same where none catches up.
    default void seen(AddressOfRecord owner, Collection<Device> present) {
        seen(owner, present, Set.of());
    }

    /// Notes whether a device takes `message/cpim`; nothing if it is not known.
    void takesCpim(DeviceId device, boolean takesCpim);

    /// Devices that were not seen for long; not the latest of an account.
    List<DeviceId> notSeenSince(Instant time);

    /// Texts that wait for a device and are new to it, in order.
    List<UUID> textsWaiting(DeviceId device, int limit);

    /// Takes texts out of the queue of a device that stayed away; refused when it was seen meanwhile, or when one of them does
    /// not wait there.
    Companion drop(List<UUID> texts, DeviceId device, Instant notSeenSince);

    /// Forgets a device, with the history and the notifications that wait for it; refused when it was seen meanwhile, or
    /// while a text waits that is new to it.
    Companion forget(DeviceId device, Instant notSeenSince);

    // queues

    /// Puts a message at the end of queues; refused when it was taken before ([Message#repeat]).
    ///
    /// @param devices which; may be none
    /// @param seen those of them that were seen a moment ago ([Device#lastSeen]): for the others it is made sure that what
    ///     waits goes to the first phone that comes
    /// @param elsewhere what other nodes have to hear, written into the change log
    Companion queue(
            Message message,
            Collection<DeviceId> devices,
            Set<DeviceId> seen,
            List<Change> elsewhere);

    /// The same where nothing is known of the devices.
    default Companion queue(Message message, Collection<DeviceId> devices, List<Change> elsewhere) {
        return queue(message, devices, Set.of(), elsewhere);
    }

    /// Takes a message out of a device's queue: it took it, or refused it for good. Refused when it is not there.
    Companion settle(Settlement settlement);

    /// Takes a message out of all queues but those in which it is history, because its time is over; refused when it is in
    /// none.
    Companion expire(UUID message);

    /// Puts messages that are kept at the end of one device's queue. Left out are those that are there or went to the device
    /// already, whose time in queues is over, and what senders wrote whom the device's owner blocks.
    Companion queueAgain(List<UUID> messages, DeviceId device);

    /// Devices of an account that have not been given its history.
    Set<DeviceId> withoutHistory(AddressOfRecord owner);

    /// Puts kept texts that a device's owner wrote or got at the end of its queue, behind all that is new; once for each
    /// device. What went to the device already is left out, and what blocked senders wrote.
    ///
    /// @param recipients to whom they were, the owner and groups, and from when on
    /// @param limit the newest
    /// @return how many; 0 where it was given before
    int giveHistory(DeviceId device, Map<String, Instant> recipients, int limit, Instant now);

    /// Carries out a companion by itself.
    ///
    /// @return completes after the commit; with a [org.earshot.proxy.archive.CompanionRefusedException] if it was refused
    CompletableFuture<Void> submit(Companion companion);

    /// The first messages of a queue: those that are new, and then history.
    ///
    /// @param except that are passed over
    Page waiting(DeviceId device, Set<UUID> except, int limit);

    /// Some of a queue.
    ///
    /// @param more whether there may be further ones
    record Page(List<Message> messages, boolean more) {}

    /// How much waits, for administrators.
    ///
    /// @param owner empty for all
    Map<DeviceId, Backlog> backlogs(Optional<AddressOfRecord> owner);

    /// How many messages wait for devices, each as often as devices it waits for: without history. For administrators.
    long waiting();

    /// How many texts wait for an account that none of its devices has taken: neither history nor copies of what it wrote.
    int waitingFor(AddressOfRecord owner);

    /// For which accounts a message waits that is new to them.
    Set<AddressOfRecord> ownersWaiting(UUID message);

    /// Messages of one device.
    record Backlog(int waiting, Instant oldest) {}

    // what became of messages

    /// A message that was taken before.
    Optional<Known> repeated(RepeatKey key);

    /// Messages that notifications name so (see [Message#name]), the newest first: more than one, where senders chose the
    /// same, or phones use a Call-ID again.
    List<Known> named(String name);

    /// A message without its content.
    ///
    /// @param answers how devices of recipients answered for good, 200–699 each
    /// @param waiting for how many devices it waits
    record Known(
            UUID id,
            Message.Kind kind,
            String sender,
            String recipient,
            Set<Wish> wishes,
            List<Integer> answers,
            int waiting) {}

    /// How every device of the recipients refused a message for good, in one answer for all; empty as long as one of them
    /// may take it, and when one took it.
    Optional<Integer> refusedByAll(UUID message);

    /// Of texts, those that wait for no device of a recipient any more, and that none took.
    ///
    /// @param texts some thousand at most
    List<Message> reachedNobody(List<UUID> texts);

    /// What became of a message at a device.
    Standing standing(UUID message, DeviceId device);

    /// What became of a message at a device.
    enum Standing {
        /// It was not for it, or that is forgotten.
        NONE,
        /// It is in its queue.
        WAITING,
        /// The device has it.
        TAKEN,
        /// The device refused it for good.
        REFUSED;

        /// @param status how the device answered, 200-699
        static Standing of(int status) {
            return status / 100 == 2 ? TAKEN : REFUSED;
        }
    }

    /// Notes that a message was displayed on a device, which has it then, whether that was known or not.
    ///
    /// @return false if that was known, or the device refused it
    boolean displayed(UUID message, DeviceId device, Instant at);

    /// Messages whose time is over and which still wait for somebody, the oldest first.
    List<Message> expired(Instant now, int limit);

    /// Removes messages whose time is over, also as history, and which wait for nobody, with their receipts; and notes
    /// which are history only.
    ///
    /// @return how many it looked at: below the limit, there are no more
    int removeExpired(Instant now, int limit);

    /// Removes messages with all that is known of them, also where they wait still: the record has let them go.
    ///
    /// @param ids some hundred at most; those that are not there are passed over
    void shred(List<UUID> ids);

    /// The latest kept texts to an address, the oldest of them first.
    List<Message> kept(String recipient, int limit);

    // blocked senders

    /// Whether an account wants no messages of a sender.
    boolean isBlocked(String owner, String sender);

    /// All of whom an account wants none, in order.
    List<String> blocked(String owner);

    /// Notes that an account wants none, or wants them again.
    ///
    /// @return false if it was so before
    boolean block(String owner, String sender, boolean blocked);

    /// How a device answered for good.
    ///
    /// @param status 200–699
    /// @param kept whether the message's content stays though everybody has it
    record Settlement(UUID message, DeviceId device, int status, Instant at, boolean kept) {}
}
