package org.earshot.common.presence;

import static org.earshot.common.presence.PidfReader.DATA_MODEL;
import static org.earshot.common.presence.PidfReader.PIDF;
import static org.earshot.common.presence.PidfReader.RPID;

import java.math.BigDecimal;
import java.util.Locale;
import org.earshot.common.mime.Rfc3339;
import org.earshot.common.presence.Pidf.Contact;
import org.earshot.common.presence.Pidf.Device;
import org.earshot.common.presence.Pidf.Person;
import org.earshot.common.presence.Pidf.Tuple;
import org.earshot.common.xml.XmlWriter;

/// From a [Pidf] to XML, in the order of the schemas. Stateless.
final class PidfWriter {
    private PidfWriter() {}

    static byte[] write(Pidf pidf) {
        XmlWriter xml =
                new XmlWriter(PIDF)
                        .prefix("dm", DATA_MODEL)
                        .prefix("rpid", RPID)
                        .start(PIDF, "presence")
                        .attribute("entity", pidf.entity());
        pidf.tuples().forEach(tuple -> tuple(xml, tuple));
        pidf.notes().forEach(note -> note.write(xml, PIDF, "note"));
        pidf.persons().forEach(person -> person(xml, person));
        pidf.devices().forEach(device -> device(xml, device));
        return xml.toBytes();
    }

    static void tuple(XmlWriter xml, Tuple tuple) {
        xml.start(PIDF, "tuple").attribute("id", tuple.id());
        xml.start(PIDF, "status");
        xml.element(
                PIDF, "basic", tuple.basic().map(basic -> basic.name().toLowerCase(Locale.ROOT)));
        xml.end();
        xml.element(DATA_MODEL, "deviceID", tuple.deviceId());
        tuple.contact().ifPresent(contact -> contact(xml, contact));
        tuple.notes().forEach(note -> note.write(xml, PIDF, "note"));
        xml.element(PIDF, "timestamp", tuple.timestamp().map(Rfc3339::format));
        xml.end();
    }

    private static void contact(XmlWriter xml, Contact contact) {
        xml.start(PIDF, "contact");
        xml.attribute(
                "priority", contact.priority().map(p -> BigDecimal.valueOf(p, 3).toPlainString()));
        xml.text(contact.uri()).end();
    }

    private static void person(XmlWriter xml, Person person) {
        xml.start(DATA_MODEL, "person").attribute("id", person.id());
        if (!person.activities().isEmpty() || !person.activityNotes().isEmpty()) {
            xml.start(RPID, "activities");
            person.activityNotes().forEach(note -> note.write(xml, RPID, "note"));
            person.activities().forEach(activity -> xml.empty(RPID, activity.name()));
            xml.end();
        }
        person.notes().forEach(note -> note.write(xml, DATA_MODEL, "note"));
        xml.element(DATA_MODEL, "timestamp", person.timestamp().map(Rfc3339::format));
        xml.end();
    }

    private static void device(XmlWriter xml, Device device) {
        xml.start(DATA_MODEL, "device").attribute("id", device.id());
        xml.element(DATA_MODEL, "deviceID", device.deviceId());
        device.notes().forEach(note -> note.write(xml, DATA_MODEL, "note"));
        xml.element(DATA_MODEL, "timestamp", device.timestamp().map(Rfc3339::format));
        xml.end();
    }
}
