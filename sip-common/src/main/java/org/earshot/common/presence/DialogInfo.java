package org.earshot.common.presence;

import java.util.List;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.xml.XmlReader;

/// Calls of somebody: application/dialog-info+xml (RFC 4235), what lamps on desk phones show.
///
/// @param version grows by one with each document of a subscription, 0 to 2^32 - 1
/// @param full whether these are all dialogs, or only those that changed
/// @param entity whose dialogs, a URI; "" where a document that was read does not say
/// @param dialogs in order
public record DialogInfo(long version, boolean full, String entity, List<Dialog> dialogs) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/dialog-info+xml";

    static final long LAST_VERSION = 0xFFFF_FFFFL;

    /// Where a dialog stands (RFC 4235 §3.7.1).
    public enum State {
        TRYING,
        PROCEEDING,
        EARLY,
        CONFIRMED,
        TERMINATED
    }

    /// Who called.
    public enum Direction {
        INITIATOR,
        RECIPIENT
    }

    /// Why a dialog is where it is (RFC 4235 §3.7.1).
    public enum Event {
        CANCELLED,
        REJECTED,
        REPLACED,
        LOCAL_BYE,
        REMOTE_BYE,
        ERROR,
        TIMEOUT
    }

    public DialogInfo {
        if (version < 0 || version > LAST_VERSION) {
            throw new IllegalArgumentException("version " + version);
        }
        dialogs = List.copyOf(dialogs);
    }

    /// One call.
    ///
    /// @param id names it within this subscription
    /// @param event what brought the state
    /// @param code the response that brought the state, 100–699
    public record Dialog(
            String id,
            Optional<String> callId,
            Optional<String> localTag,
            Optional<String> remoteTag,
            Optional<Direction> direction,
            State state,
            Optional<Event> event,
            Optional<Integer> code,
            Optional<Participant> local,
            Optional<Participant> remote) {

        public Dialog {
            if (id.isBlank()) {
                throw new IllegalArgumentException("a dialog without id");
            }
            if (code.filter(c -> c < 100 || c > 699).isPresent()) {
                throw new IllegalArgumentException("a code that is none");
            }
        }

        /// With its id and state only, which is all that a lamp needs.
        public static Dialog of(String id, State state) {
            return new Dialog(
                    id,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    state,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /// One of the two in a call.
    ///
    /// @param identity a URI
    /// @param displayName of the identity, "" for none
    /// @param target the URI of the contact
    public record Participant(
            Optional<String> identity, String displayName, Optional<String> target) {}

    /// Reads one. Mistakes of the RFCs' own examples are read as they were meant: a direction "receiver", a state
    /// "active", a "reason" for the event, a missing entity. An event or code that we don't know is left out.
    ///
    /// @throws MalformedPayloadException and nothing else; also at more than 500 dialogs
    public static DialogInfo parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, DialogInfoXml.NAMESPACE, "dialog-info", DialogInfoXml::read);
    }

    /// As the schema has it.
    public byte[] toBytes() {
        return DialogInfoXml.write(this);
    }
}
