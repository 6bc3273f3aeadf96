package org.earshot.common.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.Rfc3339;
import org.earshot.common.presence.Pidf.Basic;
import org.earshot.common.presence.Pidf.Contact;
import org.earshot.common.presence.Pidf.Device;
import org.earshot.common.presence.Pidf.Person;
import org.earshot.common.presence.Pidf.Tuple;
import org.earshot.common.xml.XmlElement;

/// From elements to a [Pidf]. Stateless.
final class PidfReader {
    static final String PIDF = "urn:ietf:params:xml:ns:pidf";
    static final String DATA_MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
    static final String RPID = "urn:ietf:params:xml:ns:pidf:rpid";

    private static final int MOST = 200;
    private static final Pattern PRIORITY = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

    private PidfReader() {}

    static Pidf document(XmlElement root) throws MalformedPayloadException {
        List<XmlElement> tuples = root.children(PIDF, "tuple");
        List<XmlElement> persons = root.children(DATA_MODEL, "person");
        List<XmlElement> devices = root.children(DATA_MODEL, "device");
        if (tuples.size() + persons.size() + devices.size() > MOST) {
            throw new MalformedPayloadException("presence: too many tuples");
        }
        List<Tuple> readTuples = new ArrayList<>();
        for (XmlElement element : tuples) {
            readTuples.add(tuple(element));
        }
        List<Person> readPersons = new ArrayList<>();
        for (XmlElement element : persons) {
            readPersons.add(person(element));
        }
        List<Device> readDevices = new ArrayList<>();
        for (XmlElement element : devices) {
            readDevices.add(device(element));
        }
        return new Pidf(
                root.attribute("entity").orElse(""),
                readTuples,
                notes(root, PIDF),
                readPersons,
                readDevices);
    }

    private static Tuple tuple(XmlElement element) throws MalformedPayloadException {
        Optional<String> basic =
                element.child(PIDF, "status").flatMap(s -> s.childText(PIDF, "basic"));
        return new Tuple(
                element.required("id"),
                basic.isPresent() ? Optional.of(basic(basic.get())) : Optional.empty(),
                element.child(PIDF, "contact").map(PidfReader::contact),
                notes(element, PIDF),
                element.childText(DATA_MODEL, "deviceID"),
                element.childText(PIDF, "timestamp").flatMap(Rfc3339::parse));
    }

    private static Basic basic(String text) throws MalformedPayloadException {
        return switch (text) {
            case "open" -> Basic.OPEN;
            case "closed" -> Basic.CLOSED;
            default -> throw new MalformedPayloadException("presence: no basic status");
        };
    }

    private static Contact contact(XmlElement element) {
        return new Contact(
                element.stripped(),
                element.attribute("priority")
                        .filter(text -> PRIORITY.matcher(text).matches())
                        .map(text -> (int) Math.round(Double.parseDouble(text) * 1000)));
    }

    private static Person person(XmlElement element) throws MalformedPayloadException {
        List<Activity> activities = new ArrayList<>();
        List<Note> activityNotes = new ArrayList<>();
        for (XmlElement group : element.children(RPID, "activities")) {
            activityNotes.addAll(notes(group, RPID));
            for (XmlElement child : group.children()) {
                if (child.namespace().equals(RPID)
                        && !child.name().equals("note")
                        && Activity.isElementName(child.name())) {
                    activities.add(new Activity(child.name()));
                    if (!child.stripped().isEmpty()) {
                        activityNotes.add(Note.of(child)); // <other>, in words
                    }
                }
            }
        }
        return new Person(
                element.required("id"),
                activities,
                activityNotes,
                notes(element, DATA_MODEL),
                element.childText(DATA_MODEL, "timestamp").flatMap(Rfc3339::parse));
    }

    private static Device device(XmlElement element) throws MalformedPayloadException {
        return new Device(
                element.required("id"),
                element.childText(DATA_MODEL, "deviceID").orElse(""),
                notes(element, DATA_MODEL),
                element.childText(DATA_MODEL, "timestamp").flatMap(Rfc3339::parse));
    }

    private static List<Note> notes(XmlElement element, String namespace) {
        return element.children(namespace, "note").stream()
                .map(Note::of)
                .filter(note -> !note.text().isEmpty())
                .toList();
    }
}
