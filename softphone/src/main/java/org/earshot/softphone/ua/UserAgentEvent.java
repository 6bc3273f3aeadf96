package org.earshot.softphone.ua;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What happened to the phone. Delivered on the user-agent thread, in order.
public sealed interface UserAgentEvent {

    /// The server knows where we are. Comes once after a log-in or a loss, not at each refresh.
    record Registered(String address, Duration expires) implements UserAgentEvent {}

    /// We logged out.
    record Unregistered(String address) implements UserAgentEvent {}

    /// The server does not know where we are.
    ///
    /// @param reason in words
    /// @param retryIn after how long the phone tries again; empty: only after a new log-in (a wrong password)
    record RegistrationFailed(String address, String reason, Optional<Duration> retryIn)
            implements UserAgentEvent {}

    /// The server wants the user to know something for as long as it stands, such as that messages may be reviewed.
    ///
    /// @param text as the server wrote it; "" for nothing any more
    record NoticeChanged(String text) implements UserAgentEvent {}

    /// Somebody calls. Answer, reject, or let it ring.
    ///
    /// @param from the caller's URI, such as `sip:bob@example.org`
    /// @param displayName what the caller's server says that he is called; may be empty
    /// @param claimed there for a call that came without a server: what the caller says that he is called. Nobody has checked that, nor the
    ///     name in `from`, whose host is where the call came from
    record IncomingCall(Id call, String from, String displayName, Optional<String> claimed)
            implements UserAgentEvent {

        /// One that came by our server.
        public IncomingCall(Id call, String from, String displayName) {
            this(call, from, displayName, Optional.empty());
        }
    }

    /// Whether calls without a server are taken and can be made.
    ///
    /// @param address where they are taken, by UDP and TCP; empty: they are not
    /// @param discoverable the name by which phones nearby may find this one; empty: they can't
    /// @param reason why they are not taken, for the user; "" where they are
    record DirectChanged(
            Optional<InetSocketAddress> address, Optional<String> discoverable, String reason)
            implements UserAgentEvent {}

    /// Which phones were found on the network around.
    ///
    /// @param searching whether more may follow
    record NearbyPhones(List<NearbyPhone> phones, boolean searching) implements UserAgentEvent {
        public NearbyPhones {
            phones = List.copyOf(phones);
        }
    }

    /// Where a call stands.
    enum CallPhase {
        CALLING,
        RINGING,
        ESTABLISHED,
        HELD,
        ENDED
    }

    /// A call came to a new state, or one of these facts changed.
    ///
    /// @param peer the other party's URI
    /// @param incoming whether the other one called
    /// @param reason in words, "" unless ended
    /// @param missed for an ended call: it rang here, and nobody answered, here or elsewhere
    /// @param heldByPeer whether the other side put us on hold (RFC 3264 §8.4); HELD says that we did
    /// @param codec such as `opus`; empty while there is no audio
    /// @param encryption what the lock shows: `none`, `SDES:suite` or `DTLS:suite`; empty while there is no audio
    record CallChanged(
            Id call,
            CallPhase state,
            String peer,
            boolean incoming,
            String reason,
            boolean missed,
            boolean heldByPeer,
            Optional<String> codec,
            Optional<String> encryption)
            implements UserAgentEvent {}

    /// The keys of a call were agreed between the phones; comes after [CallPhase#ESTABLISHED], and when the code was compared.
    ///
    /// @param code words that both people see when nobody is between their phones
    /// @param compared whether they have compared it, in this call or an earlier one
    record SecurityCode(Id call, String code, boolean compared) implements UserAgentEvent {}

    /// Where a transfer stands that we asked for.
    enum TransferPhase {
        /// The other phone has been asked.
        ASKED,
        /// It rings at the one whom it calls.
        RINGING,
        /// They talk; our call ends.
        DONE,
        /// They don't; our call goes on, on hold.
        FAILED
    }

    /// A transfer that we asked for came further.
    ///
    /// @param target who is to talk with the other side of the call
    /// @param reason in words, "" unless failed
    record TransferChanged(Id call, String target, TransferPhase state, String reason)
            implements UserAgentEvent {}

    /// The other side of a call asked our phone to call somebody, and it does.
    ///
    /// @param call the one that begins
    /// @param by the one in which that was asked
    record CallReferred(Id call, Id by, String target) implements UserAgentEvent {}

    /// A call has come in another's place, and was answered: the one with whom we talked was transferred, or has handed over.
    ///
    /// @param from with whom we talk now
    record CallReplaced(Id call, Id replaced, String from) implements UserAgentEvent {}

    /// Who hears whom in the conference of this phone has changed.
    ///
    /// @param calls all that take part; none: there is no conference any more
    record ConferenceChanged(List<Id> calls) implements UserAgentEvent {
        /// Keeps a copy of the list.
        public ConferenceChanged {
            calls = List.copyOf(calls);
        }
    }

    /// A call is recorded from now on, or not any more.
    ///
    /// @param reason why it is not, where nobody wanted it to end
    record RecordingChanged(Id call, Path file, boolean on, String reason)
            implements UserAgentEvent {}

    /// The organisation's server allows that calls are recorded, or does not. Until it has said so they may be.
    record RecordingAllowed(boolean on) implements UserAgentEvent {}

    /// How the audio of a call does; once a second.
    ///
    /// @param concealedMs of the whole call so far
    /// @param latePackets that came after their turn, of the whole call so far
    /// @param waitingPackets that wait for their turn now
    /// @param stretchedMs what was left out or put in to bring the delay to what the network needs, of the whole call so far
    /// @param packetsSent RTP packets of the whole call so far
    /// @param packetsReceived RTP packets of the whole call so far, late ones too
    /// @param packetsLost of those that the other side sent, as RFC 3550 §6.4.1 counts them
    /// @param echoReducedDb by how much the microphone is made quieter while the other side speaks; empty where echo isn't
    ///     cancelled, or nobody has spoken yet
    /// @param way by which packets go: `direct`, or `relayed` by a TURN server; "" while it is looked for, and without ICE
    record MediaReport(
            Id call,
            double rttMs,
            double lossPercent,
            double jitterMs,
            double playoutDelayMs,
            long concealedMs,
            long latePackets,
            int waitingPackets,
            long stretchedMs,
            double mos,
            long packetsSent,
            long packetsReceived,
            long packetsLost,
            OptionalDouble echoReducedDb,
            String way)
            implements UserAgentEvent {}

    /// How a key that is pressed here comes to the other side.
    enum DigitWay {
        /// Told beside the sound (RFC 4733).
        TELEPHONE_EVENT,
        /// Heard, as the other side takes no telephone-events (ITU-T Q.23).
        TONES
    }

    /// Our user pressed keys; they go one after the other. Which ones is not told on, as they may be part of a secret.
    ///
    /// @param count how many, from 1
    record DigitsSent(Id call, int count, DigitWay way) implements UserAgentEvent {}

    /// The other side pressed a key.
    record DigitReceived(Id call, char digit) implements UserAgentEvent {}

    /// A message came in: somebody wrote, or we did, on another device.
    record MessageReceived(Id id, ChatMessage message) implements UserAgentEvent {}

    /// What was written before this phone was new has come from the server and is kept; no news of now.
    ///
    /// @param messages some of it, in the order in which it came; more may follow
    record HistoryReceived(List<ChatMessage> messages) implements UserAgentEvent {
        public HistoryReceived {
            messages = List.copyOf(messages);
        }
    }

    /// We wrote, here or on the command line beside a window; comes before every [MessageStatus] of it.
    record MessageWritten(Id id, ChatMessage message) implements UserAgentEvent {}

    /// A message of ours came further, or failed.
    ///
    /// @param reason in words, "" unless failed
    record MessageStatus(Id id, MessageKey key, Delivery status, String reason)
            implements UserAgentEvent {}

    /// What others wrote in a conversation was seen, here or on another device of ours.
    record ConversationSeen(String conversation) implements UserAgentEvent {}

    /// Somebody began to type a message to us, or stopped.
    ///
    /// @param conversation the writer's address, or a group's
    record Typing(String conversation, String author, boolean active) implements UserAgentEvent {}

    /// Where a file stands.
    enum FilePhase {
        /// It waits for the other one's yes, or for ours.
        OFFERED,
        /// It is on its way, or will go on by itself.
        PROGRESS,
        /// One of the two lets it rest: our user where no reason is given. What has come of it is kept.
        PAUSED,
        COMPLETE,
        FAILED,
        /// It is not allowed, here or there.
        BLOCKED,
        /// One of the two ended it, or declined.
        CANCELLED
    }

    /// A file came further.
    ///
    /// @param peer the other one's URI
    /// @param incoming whether it comes to us
    /// @param name as its sender calls it; "" as long as that is not known
    /// @param size in bytes
    /// @param bytes how many of them the receiver has
    /// @param sha256 of the whole file, hexadecimal; as its sender says, and checked once it is COMPLETE; "" as long as it is not known
    /// @param reason why it waits or has ended, in words; "" where there is nothing to say
    /// @param rate bytes a second, of the last seconds, while it is on its way
    /// @param secondsLeft likewise
    /// @param file where one is that came, once it is COMPLETE
    /// @param way which way it goes, or went last; empty as long as that is not agreed upon
    record FileChanged(
            Id id,
            String peer,
            boolean incoming,
            String name,
            long size,
            FilePhase state,
            long bytes,
            String sha256,
            String reason,
            OptionalLong rate,
            OptionalLong secondsLeft,
            Optional<Path> file,
            Optional<FileWay> way)
            implements UserAgentEvent {}

    /// Something stands in the journal now, and on the disk.
    record JournalWritten(JournalEntry entry) implements UserAgentEvent {}

    /// Calls that come in ring no more, or do again; after each [UserAgent#doNotDisturb(boolean)].
    record DoNotDisturbChanged(boolean on) implements UserAgentEvent {}

    /// How somebody can be reached now.
    ///
    /// @param uri an address-of-record
    /// @param note what that person says; "" for nothing
    record PresenceChanged(String uri, Availability availability, String note)
            implements UserAgentEvent {}

    /// Something else waits in the user's voice mailbox, or there is none any more.
    ///
    /// @param mailbox empty: there is none, or nothing is known of it
    record MailboxChanged(Optional<Mailbox> mailbox) implements UserAgentEvent {}

    /// The contact list is another one, or is kept elsewhere than before.
    ///
    /// @param contacts in the order in which they are shown
    record ContactsChanged(List<Contact> contacts, ContactsState state) implements UserAgentEvent {
        public ContactsChanged {
            contacts = List.copyOf(contacts);
        }
    }

    /// Whom the user lets see how to reach him, and who has asked.
    record RulesTold(List<PresenceRule> rules) implements UserAgentEvent {
        public RulesTold {
            rules = List.copyOf(rules);
        }
    }

    /// Which sound devices there are now, and which are chosen.
    ///
    /// @param microphone the chosen one's name, also while it is not plugged in; empty: the system's choice
    /// @param loudspeaker likewise
    /// @param ringer likewise
    record SoundDevices(
            List<Sound.Device> devices,
            Optional<String> microphone,
            Optional<String> loudspeaker,
            Optional<String> ringer)
            implements UserAgentEvent {
        public SoundDevices {
            devices = List.copyOf(devices);
        }
    }

    /// What may be wrong with the sound.
    enum SoundMatter {
        /// The microphone as a device.
        MICROPHONE,
        /// The loudspeaker as a device.
        LOUDSPEAKER,
        /// What comes from the other side of a call.
        RECEIVED,
        /// What goes to the other side of a call.
        SPOKEN
    }

    /// Something is wrong with the sound, or is right again.
    ///
    /// @param text in words, for the user; "" when that is over
    record AudioTrouble(SoundMatter about, String text) implements UserAgentEvent {}

    /// A command could not be done.
    ///
    /// @param id the call, message or file that it named, if any
    record CommandFailed(Optional<Id> id, String text) implements UserAgentEvent {}
}
