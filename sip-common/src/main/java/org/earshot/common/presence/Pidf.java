package org.earshot.common.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.Rfc3339;
import org.earshot.common.xml.XmlReader;

/// A presence document: application/pidf+xml (RFC 3863) with persons and devices (RFC 4479) and what persons do
/// (RFC 4480). Elements of other namespaces are skipped when it is read.
///
/// @param entity whose presence this is, a URI; "" where a document that was read does not say
/// @param tuples ways to reach that person
/// @param notes of the whole document
/// @param persons that person; several where several sources say something
/// @param devices of that person
public record Pidf(
        String entity,
        List<Tuple> tuples,
        List<Note> notes,
        List<Person> persons,
        List<Device> devices) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/pidf+xml";

    public Pidf {
        tuples = List.copyOf(tuples);
        notes = List.copyOf(notes);
        persons = List.copyOf(persons);
        devices = List.copyOf(devices);
    }

    /// Whether a tuple takes communication (RFC 3863 §4.1.4).
    public enum Basic {
        OPEN,
        CLOSED
    }

    /// A way to reach somebody.
    ///
    /// @param id not empty; for others to read it should begin with a letter
    /// @param basic empty if the document does not say
    /// @param deviceId a URN that names a device (RFC 4479 §3.3)
    /// @param timestamp when this was so
    public record Tuple(
            String id,
            Optional<Basic> basic,
            Optional<Contact> contact,
            List<Note> notes,
            Optional<String> deviceId,
            Optional<Instant> timestamp) {

        public Tuple {
            requireId(id);
            notes = List.copyOf(notes);
            requireTime(timestamp);
        }
    }

    /// The address of a tuple.
    ///
    /// @param uri may be empty in documents that were read
    /// @param priority 0–1000 (RFC 3863's decimal × 1000)
    public record Contact(String uri, Optional<Integer> priority) {

        public Contact {
            if (priority.filter(p -> p < 0 || p > 1000).isPresent()) {
                throw new IllegalArgumentException("a priority that is none");
            }
        }
    }

    /// A person (RFC 4479 §3.4).
    ///
    /// @param id as of a tuple
    /// @param activities in order; empty if the document does not say
    /// @param activityNotes what the person says about them
    /// @param notes what the person says at all
    /// @param timestamp when this was so
    public record Person(
            String id,
            List<Activity> activities,
            List<Note> activityNotes,
            List<Note> notes,
            Optional<Instant> timestamp) {

        public Person {
            requireId(id);
            activities = List.copyOf(activities);
            activityNotes = List.copyOf(activityNotes);
            notes = List.copyOf(notes);
            requireTime(timestamp);
        }
    }

    /// A device (RFC 4479 §3.3).
    ///
    /// @param id as of a tuple
    /// @param deviceId a URN that names it
    /// @param timestamp when this was so
    public record Device(
            String id, String deviceId, List<Note> notes, Optional<Instant> timestamp) {

        public Device {
            requireId(id);
            notes = List.copyOf(notes);
            requireTime(timestamp);
        }
    }

    /// Reads one. Times and priorities that are not readable are left out.
    ///
    /// @throws MalformedPayloadException and nothing else; also at more than 200 tuples, persons and devices
    public static Pidf parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, PidfReader.PIDF, "presence", PidfReader::document);
    }

    /// As the schemas have it, with the prefixes `dm` and `rpid`: baresip looks for `<rpid:busy/>`, letter by letter.
    public byte[] toBytes() {
        return PidfWriter.write(this);
    }

    private static void requireId(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("no id");
        }
    }

    private static void requireTime(Optional<Instant> timestamp) {
        if (!timestamp.map(Rfc3339::isWritable).orElse(true)) {
            throw new IllegalArgumentException("a time of another age");
        }
    }
}
