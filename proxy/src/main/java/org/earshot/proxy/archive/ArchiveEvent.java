package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.earshot.common.stack.Flow;

/// Something that happened, as it is archived. What the server knows itself and what a phone claimed are told apart.
public sealed interface ArchiveEvent {

    /// Random; the archive does not need it to be unique, who refers to the event does.
    UUID id();

    /// When it happened, by the server's clock; kept to the microsecond.
    Instant at();

    /// How long it is kept.
    RetentionClass retention();

    /// A MESSAGE came, from somebody whom the server knows, and is going to be relayed.
    ///
    /// @param recipients addresses, one unless it is for a group
    /// @param callId of the MESSAGE
    /// @param messageId the CPIM/IMDN Message-ID (RFC 5438), or our own where there is none
    /// @param headers those that matter, by name; a phone's claims
    /// @param notReviewable what of the content only its readers can read, such as `application/pkcs7-mime`
    /// @param late whether it was relayed before it was recorded, because the archive could not be written and policy lets that
    record MessageReceived(
            UUID id,
            Instant at,
            RetentionClass retention,
            Sender sender,
            List<String> recipients,
            String callId,
            String messageId,
            Map<String, String> headers,
            Content content,
            Optional<String> notReviewable,
            boolean late)
            implements ArchiveEvent {
        /// One that can be read.
        public MessageReceived(
                UUID id,
                Instant at,
                RetentionClass retention,
                Sender sender,
                List<String> recipients,
                String callId,
                String messageId,
                Map<String, String> headers,
                Content content) {
            this(
                    id,
                    at,
                    retention,
                    sender,
                    recipients,
                    callId,
                    messageId,
                    headers,
                    content,
                    Optional.empty(),
                    false);
        }

        public MessageReceived {
            recipients = List.copyOf(recipients);
            headers = Map.copyOf(new TreeMap<>(headers));
        }
    }

    /// A MESSAGE came from somebody whom the server knows, and was not relayed.
    ///
    /// @param status of the answer, 300–699
    /// @param reason of the answer
    record MessageRefused(
            UUID id,
            Instant at,
            RetentionClass retention,
            Sender sender,
            List<String> recipients,
            String callId,
            String messageId,
            Map<String, String> headers,
            Content content,
            int status,
            String reason)
            implements ArchiveEvent {
        public MessageRefused {
            recipients = List.copyOf(recipients);
            headers = Map.copyOf(new TreeMap<>(headers));
        }
    }

    /// A phone answered a MESSAGE that was relayed to it, or did not.
    ///
    /// @param received id of the [MessageReceived]
    /// @param recipient whose phone
    /// @param device the contact that it was sent to
    /// @param flow the way there, where known
    /// @param status the phone's final answer, 200–699; 408 where none came
    record MessageDelivered(
            UUID id,
            Instant at,
            RetentionClass retention,
            UUID received,
            String callId,
            String messageId,
            String recipient,
            String device,
            Optional<Flow> flow,
            int status)
            implements ArchiveEvent {}

    /// Nobody waits for a message any longer: some devices, or all, never took it.
    ///
    /// @param received id of the [MessageReceived]
    record MessageExpired(
            UUID id,
            Instant at,
            RetentionClass retention,
            UUID received,
            String callId,
            String messageId,
            String recipient)
            implements ArchiveEvent {}

    /// Messages will not go where they were meant to go.
    ///
    /// @param received ids of the [MessageReceived], one at least
    /// @param recipient whose phone, or whose phones
    /// @param device the one phone that it is about; empty for all
    record MessageDropped(
            UUID id,
            Instant at,
            RetentionClass retention,
            List<UUID> received,
            String recipient,
            Optional<String> device,
            DropReason reason)
            implements ArchiveEvent {
        public MessageDropped {
            received = List.copyOf(received);
        }
    }

    /// Why messages were dropped.
    enum DropReason {
        /// The phone stayed away for so long that it is known no more.
        DEVICE_FORGOTTEN("device-forgotten"),
        /// Too many wait for a member of a group already.
        QUEUE_FULL("queue-full"),
        /// The account that they were for is closed.
        ACCOUNT_CLOSED("account-closed");

        private final String text;

        DropReason(String text) {
            this.text = text;
        }

        /// As it stands in the record.
        public String text() {
            return text;
        }
    }

    /// A phone claims that a message was displayed (RFC 5438 §7).
    ///
    /// @param sender of the notification
    /// @param recipient of the notification: who wrote the message
    record MessageDisplayed(
            UUID id,
            Instant at,
            RetentionClass retention,
            Sender sender,
            String recipient,
            String callId,
            String messageId)
            implements ArchiveEvent {}

    /// A call did not come about, or a file that was offered was not taken.
    ///
    /// @param callees whom the caller called
    /// @param files that were offered, none for a call
    /// @param began when the INVITE came
    /// @param status of the answer, 300–699
    /// @param reason of the answer, and why the server refused it
    record CallRefused(
            UUID id,
            Instant at,
            Sender caller,
            List<String> callees,
            String callId,
            Instant began,
            int status,
            String reason,
            RefusedBy by,
            List<ClaimedFile> files)
            implements ArchiveEvent {
        public CallRefused {
            callees = List.copyOf(callees);
            files = List.copyOf(files);
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.CALL;
        }
    }

    /// Who did not want a call.
    enum RefusedBy {
        /// The callee's phone said so.
        PHONE("phone"),
        /// The server: nobody is there, nobody answered, or it must not be.
        SERVER("server"),
        /// The caller gave it up.
        CALLER("caller");

        private final String text;

        RefusedBy(String text) {
            this.text = text;
        }

        /// As it stands in the record.
        public String text() {
            return text;
        }
    }

    /// A call was answered, and goes on, or a file was taken, and is on its way.
    ///
    /// @param callees whom the caller called
    /// @param answeredBy address of who answered
    /// @param flow the way to the phone that answered
    /// @param began when the INVITE came
    /// @param encryption what the answer agreed on: `SDES` or `DTLS`; `none`; empty where the answer does not say
    /// @param files that were offered, none for a call
    record CallAnswered(
            UUID id,
            Instant at,
            Sender caller,
            List<String> callees,
            String callId,
            Optional<String> answeredBy,
            Optional<Flow> flow,
            Instant began,
            Optional<String> encryption,
            List<ClaimedFile> files)
            implements ArchiveEvent {
        public CallAnswered {
            callees = List.copyOf(callees);
            files = List.copyOf(files);
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.CALL;
        }
    }

    /// A call that was answered ended. `at` is its end, or when the server took it for over. What a server that was started meanwhile does not know is empty.
    ///
    /// @param callees whom the caller called
    /// @param answeredBy address of who answered
    /// @param endedBy address of who hung up; empty where nobody did, as far as the server knows
    /// @param reason what the BYE says of it (RFC 3326), such as `SIP;cause=200`: of a file whether all of it is there, as claimed;
    ///     where no BYE came, why it is over, in words
    /// @param began when the INVITE came
    /// @param answered when the 2xx came
    /// @param encryption as when it was answered
    /// @param files as when it was answered
    record CallEnded(
            UUID id,
            Instant at,
            Sender caller,
            List<String> callees,
            String callId,
            Optional<String> answeredBy,
            Optional<String> endedBy,
            Optional<String> reason,
            Optional<Instant> began,
            Optional<Instant> answered,
            Optional<String> encryption,
            List<ClaimedFile> files)
            implements ArchiveEvent {
        public CallEnded {
            callees = List.copyOf(callees);
            files = List.copyOf(files);
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.CALL;
        }
    }

    /// Words that somebody sent in something else than a MESSAGE did not pass, or a session in which they could have
    /// been written.
    ///
    /// @param sender of the request, or of the response
    /// @param method of the request, such as `INFO`
    /// @param status of the answer by which it was refused, 415 or 488; empty where the rest went on without it
    /// @param reason in words
    /// @param content the beginning of the words, with the subject that was taken off
    record TextWithheld(
            UUID id,
            Instant at,
            Sender sender,
            List<String> recipients,
            String callId,
            String method,
            Optional<Integer> status,
            String reason,
            Optional<Content> content)
            implements ArchiveEvent {
        public TextWithheld {
            recipients = List.copyOf(recipients);
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.MESSAGE;
        }
    }

    /// Somebody publishes words for all who may see their presence, such as a note (RFC 3863 §4.1.6). Recorded before anybody sees
    /// them, and only when they are new.
    ///
    /// @param callId of the PUBLISH
    /// @param content the words, one a line
    record PresencePublished(UUID id, Instant at, Sender sender, String callId, Content content)
            implements ArchiveEvent {
        @Override
        public RetentionClass retention() {
            return RetentionClass.MESSAGE;
        }
    }

    /// An event of an earlier start, which could not be written then.
    ///
    /// @param kind and what follows as it would have stood in the record
    record Late(
            UUID id,
            Instant at,
            RetentionClass retention,
            String kind,
            Facts facts,
            Optional<Content> content)
            implements ArchiveEvent {}

    /// The archive could not be written for a while; what happened meanwhile was written afterwards, before this.
    ///
    /// @param began when the first of those events happened
    /// @param events how many were written late
    /// @param lost how many were not written, and will not be
    record RecordGap(UUID id, Instant at, Instant began, long events, long lost)
            implements ArchiveEvent {
        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// New devices of an account may have its history and contact list, which were withheld since its password was reset.
    ///
    /// @param account whose
    /// @param actor who said so: [#OWNER], or the administrator
    /// @param sender of the message in which the owner said so
    /// @param byDevice the instance of the device on which the owner agreed
    /// @param device the instance of the one that gets it; empty: all
    record HistoryReleased(
            UUID id,
            Instant at,
            String account,
            String actor,
            Optional<Sender> sender,
            Optional<String> byDevice,
            Optional<String> device)
            implements ArchiveEvent {
        /// On a device that was known before.
        public static final String OWNER = "owner";

        /// By `earshot admin`.
        public static final String ADMINISTRATOR = "administrator";

        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// Somebody administers the server, looks at what it knows, or was refused.
    ///
    /// What changes anything stands in the record twice. First that it begins, with the state before: a change that can't be
    /// recorded does not happen. Then what became of it, with the state after, as it is read and not as it was meant: so the
    /// record never claims a change that did not happen, and a process that dies between the two leaves the first one.
    ///
    /// @param actor who, in words: somebody with a role, and the system's user
    /// @param login the name of somebody with a role, where they logged in
    /// @param action the command, such as `user add`
    /// @param subject whom or what it is about
    /// @param address the subject's, where it has one: a search finds the event by it
    /// @param details what else was asked for, such as options; no secrets
    /// @param before the subject's state in words, without secrets
    /// @param after the same
    /// @param outcome such as `done`, `failed`, or why it was refused
    /// @param begun id of the event that said that it begins
    record Administered(
            UUID id,
            Instant at,
            Stage stage,
            String actor,
            Optional<String> login,
            String action,
            Optional<String> subject,
            Optional<String> address,
            List<String> details,
            Optional<String> before,
            Optional<String> after,
            Optional<String> outcome,
            Optional<UUID> begun)
            implements ArchiveEvent {

        /// How far it is.
        public enum Stage {
            /// A change that is going to be made.
            BEGUN("administration-begun"),
            /// It was made, or not; or somebody looks.
            DONE("administered"),
            /// It must not be.
            REFUSED("administration-refused");

            private final String kind;

            Stage(String kind) {
                this.kind = kind;
            }

            /// As it stands in the record.
            public String kind() {
                return kind;
            }
        }

        public Administered {
            details = List.copyOf(details);
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// Somebody read the content of a record through our tools.
    ///
    /// @param actor who, as far as it is known: an officer's name, or the system user
    record ContentViewed(UUID id, Instant at, String actor, ArchivePosition position)
            implements ArchiveEvent {
        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// Somebody searched for words, or was shown what was written around records, through our tools.
    ///
    /// @param actor who, as far as it is known: an officer's name, or the system user
    /// @param about by which people, period and kind, by the options' names
    /// @param found the records that were shown, those around them among them
    /// @param withText whether their text was shown
    /// @param words that were searched for, sealed as any content
    record ContentSearched(
            UUID id,
            Instant at,
            String actor,
            Map<String, String> about,
            List<ArchivePosition> found,
            boolean withText,
            Optional<Content> words)
            implements ArchiveEvent {
        public ContentSearched {
            about = Map.copyOf(new TreeMap<>(about));
            found = List.copyOf(found);
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// Somebody exports what a search finds, or has. The first stands in the record before a byte is written.
    ///
    /// @param actor who, as far as it is known: an officer's name, or the system user
    /// @param about further facts: the query first, then the counts, the hash of the manifest, and the outcome
    /// @param begun id of the event that said that it begins; empty for that one
    /// @param words that were searched for, sealed as any content
    record Exported(
            UUID id,
            Instant at,
            String actor,
            Map<String, String> about,
            Optional<UUID> begun,
            Optional<Content> words)
            implements ArchiveEvent {
        public Exported {
            about = Map.copyOf(new TreeMap<>(about));
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// Supervision: a message was picked for review, an officer did something about it, or the rules changed. What administrators
    /// are not to see, such as words, rules, notes and what officers decided, is its sealed content.
    ///
    /// @param actor who; empty for the server itself
    /// @param facts by name
    /// @param sealed the rest
    record Reviewed(
            UUID id,
            Instant at,
            Step step,
            Optional<String> actor,
            Map<String, String> facts,
            Content sealed)
            implements ArchiveEvent {

        /// What happened.
        public enum Step {
            /// Messages were picked, or could not be opened to be searched.
            QUEUED("review-queued"),
            /// An officer took an item, or it was given to one.
            GIVEN("review-given"),
            /// An officer said what it is.
            DECIDED("review-decided"),
            /// There is another version of a rule.
            RULE("review-rule"),
            /// Whose messages an officer must not review was changed.
            RECUSAL("review-recusal");

            private final String kind;

            Step(String kind) {
                this.kind = kind;
            }

            /// As it stands in the record.
            public String kind() {
                return kind;
            }
        }

        public Reviewed {
            facts = Map.copyOf(new TreeMap<>(facts));
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// What the archive says about what it keeps: what was decided, and what went. Of some kinds it is signed.
    ///
    /// @param kind such as `shredded`
    record Statement(UUID id, Instant at, String kind, Facts facts) implements ArchiveEvent {
        @Override
        public RetentionClass retention() {
            return RetentionClass.ARCHIVE;
        }
    }

    /// Something happened to a file in the server's store. Name and type are the sender's claims; size and hash are what the server
    /// found.
    ///
    /// @param from who did it, signed in by digest; empty for the server itself and for administrators
    /// @param parties whom it concerns: who may fetch it, or whose it was
    /// @param file its id, as it stands in its URL
    /// @param sha256 hex digits, where it is known
    /// @param reason why it was refused or erased, or whose text named it
    /// @param key of its content, of [#KEY_TYPE], where the record has a copy of that
    record FileKept(
            UUID id,
            Instant at,
            Fate fate,
            Optional<Sender> from,
            List<String> parties,
            String file,
            String name,
            String type,
            long size,
            Optional<String> sha256,
            Optional<String> reason,
            Optional<Content> key)
            implements ArchiveEvent {
        /// The type of a content that is an AES key of 32 bytes.
        public static final String KEY_TYPE = "application/vnd.earshot.file-key";

        /// What happened.
        public enum Fate {
            /// It is whole, and those whom it is for may fetch it.
            STORED("file-stored"),
            /// A message with its URL passed: the message's recipients may fetch it too.
            ADDRESSED("file-addressed"),
            /// Somebody began to fetch it.
            FETCHED("file-fetched"),
            /// Policy does not let it in, for its name, its size or its content.
            REFUSED("file-upload-refused"),
            /// Policy does not let it in for its content; it is held back until an administrator releases it.
            HELD("file-held"),
            /// An administrator let in what was held back.
            RELEASED("file-released"),
            /// Its time was over, and it went.
            EXPIRED("file-expired"),
            /// Its sender or an administrator had it erased.
            ERASED("file-erased");

            private final String kind;

            Fate(String kind) {
                this.kind = kind;
            }

            /// As it stands in the record.
            public String kind() {
                return kind;
            }
        }

        public FileKept {
            parties = List.copyOf(parties);
        }

        @Override
        public RetentionClass retention() {
            return RetentionClass.MESSAGE;
        }
    }
}
