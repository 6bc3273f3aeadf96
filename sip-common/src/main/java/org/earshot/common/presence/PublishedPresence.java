package org.earshot.common.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.Pidf.Basic;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;

/// What one published document says: what it comes down to, and its elements as watchers get them.
///
/// @param state what it comes down to
/// @param basic what its tuples say: open where one does
/// @param tuples ways to reach that person (RFC 3863)
/// @param notes of the whole document
/// @param person what stands in its persons (RFC 4479, RFC 4480), one after the other
/// @param devices of that person
public record PublishedPresence(
        PresenceState state,
        Optional<Basic> basic,
        List<XmlElement> tuples,
        List<XmlElement> notes,
        List<XmlElement> person,
        List<XmlElement> devices) {

    public PublishedPresence {
        tuples = List.copyOf(tuples);
        notes = List.copyOf(notes);
        person = List.copyOf(person);
        devices = List.copyOf(devices);
    }

    /// A document that says nothing more than this.
    public static PublishedPresence of(PresenceState state) {
        return new PublishedPresence(
                state, Optional.empty(), List.of(), List.of(), List.of(), List.of());
    }

    /// Reads one.
    ///
    /// @throws MalformedPayloadException and nothing else, as [Pidf#parse]
    public static PublishedPresence parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, PidfReader.PIDF, "presence", PublishedPresence::read);
    }

    private static PublishedPresence read(XmlElement root) throws MalformedPayloadException {
        Pidf pidf = PidfReader.document(root);
        return new PublishedPresence(
                PresenceState.of(pidf),
                basic(pidf),
                PresenceElements.passing(root.children(PidfReader.PIDF, "tuple")),
                PresenceElements.passing(root.children(PidfReader.PIDF, "note")),
                root.children(PidfReader.DATA_MODEL, "person").stream()
                        .flatMap(person -> PresenceElements.passing(person.children()).stream())
                        .toList(),
                PresenceElements.passing(root.children(PidfReader.DATA_MODEL, "device")));
    }

    /// What its author wrote for others to read, such as notes and an activity of one's own (RFC 4480 §3.2 `other`), in the
    /// order of the document and without white space around it; what machines write is not among it.
    public List<String> words() {
        List<String> words = new ArrayList<>();
        tuples.forEach(tuple -> PresenceElements.addWords(tuple, true, words));
        Stream.of(notes, person, devices)
                .flatMap(List::stream)
                .forEach(element -> PresenceElements.addWords(element, words));
        return words;
    }

    private static Optional<Basic> basic(Pidf pidf) {
        List<Basic> all = pidf.tuples().stream().flatMap(one -> one.basic().stream()).toList();
        return all.contains(Basic.OPEN) ? Optional.of(Basic.OPEN) : all.stream().findFirst();
    }
}
