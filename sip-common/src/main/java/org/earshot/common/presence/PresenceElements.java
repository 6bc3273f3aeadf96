package org.earshot.common.presence;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlWriter;

/// Elements of presence documents that pass from who publishes to who watches as they came. Those of namespaces that
/// stand here do; what is not understood does not, and a location (RFC 4119) neither: that is nothing for everybody who
/// may see whether one is there. Pure.
final class PresenceElements {
    private static final String CAPABILITIES = "urn:ietf:params:xml:ns:pidf:caps";

    /// By prefix: that of the RFC, since some phones look for it letter by letter.
    private static final Map<String, String> PREFIXES =
            Map.of(
                    PidfReader.PIDF,
                    "",
                    PidfReader.DATA_MODEL,
                    "dm",
                    PidfReader.RPID,
                    "rpid",
                    "urn:ietf:params:xml:ns:pidf:cipid",
                    "c",
                    "urn:ietf:params:xml:ns:pidf:timed-status",
                    "ts",
                    CAPABILITIES,
                    "caps",
                    "urn:oma:xml:prs:pidf:oma-pres",
                    "op");

    /// What machines write, as far as it is that: a number, a time, a token. A way of contact is none only where another stands
    /// in its place ([#anonymous]).
    private static final Map<String, Pattern> BY_MACHINE =
            Map.of(
                    PidfReader.PIDF + " basic",
                    Pattern.compile("open|closed"),
                    PidfReader.PIDF + " timestamp",
                    Pattern.compile("[0-9TtZz:.+-]{1,40}"),
                    PidfReader.DATA_MODEL + " timestamp",
                    Pattern.compile("[0-9TtZz:.+-]{1,40}"),
                    PidfReader.DATA_MODEL + " deviceID",
                    Pattern.compile("urn:[0-9A-Za-z:._-]{1,120}"),
                    PidfReader.RPID + " user-input",
                    Pattern.compile("active|idle"),
                    PidfReader.RPID + " time-offset",
                    Pattern.compile("[+-]?[0-9]{1,4}"));

    private static final Pattern CAPABILITY = Pattern.compile("true|false|[0-9]{1,9}");

    /// Attributes that pass and say nothing to people, by what they may be.
    private static final Map<String, Pattern> MACHINE_ATTRIBUTES =
            Map.of(
                    "id", Pattern.compile("[0-9A-Za-z:._@=+/~-]{1,80}"),
                    "priority", Pattern.compile("[0-9.]{1,5}"),
                    "from", Pattern.compile("[0-9TtZz:.+-]{1,40}"),
                    "until", Pattern.compile("[0-9TtZz:.+-]{1,40}"),
                    "last-input", Pattern.compile("[0-9TtZz:.+-]{1,40}"),
                    "idle-threshold", Pattern.compile("[0-9]{1,9}"),
                    "{http://www.w3.org/XML/1998/namespace}lang",
                            Pattern.compile("[0-9A-Za-z-]{1,35}"));

    private PresenceElements() {}

    /// An element without what does not pass.
    static XmlElement passing(XmlElement element) {
        Map<String, String> attributes = new HashMap<>(element.attributes());
        attributes.keySet().removeIf(name -> name.startsWith("{") && !isLanguage(name));
        return new XmlElement(
                element.namespace(),
                element.name(),
                attributes,
                passing(element.children()),
                element.text());
    }

    static List<XmlElement> passing(Collection<XmlElement> elements) {
        return elements.stream()
                .filter(one -> PREFIXES.containsKey(one.namespace()))
                .map(PresenceElements::passing)
                .toList();
    }

    /// A tuple without what tells one device from another: which it is, and where (an instance proves a device).
    ///
    /// @param contact stands in place of what the device wrote
    static XmlElement anonymous(XmlElement tuple, String contact) {
        return new XmlElement(
                tuple.namespace(),
                tuple.name(),
                tuple.attributes(),
                tuple.children().stream()
                        .filter(one -> !one.is(PidfReader.DATA_MODEL, "deviceID"))
                        .map(one -> one.is(PidfReader.PIDF, "contact") ? with(one, contact) : one)
                        .toList(),
                tuple.text());
    }

    private static XmlElement with(XmlElement element, String text) {
        return new XmlElement(
                element.namespace(), element.name(), element.attributes(), List.of(), text);
    }

    private static boolean isLanguage(String attribute) {
        return attribute.equals("{http://www.w3.org/XML/1998/namespace}lang");
    }

    /// A writer that can write these elements, and those of [PidfWriter].
    static XmlWriter writer(Collection<XmlElement> elements) {
        XmlWriter xml = new XmlWriter(PidfReader.PIDF);
        Set<String> namespaces = new HashSet<>(List.of(PidfReader.DATA_MODEL, PidfReader.RPID));
        elements.forEach(one -> collect(one, namespaces));
        namespaces.remove(PidfReader.PIDF);
        namespaces.stream().sorted().forEach(one -> xml.prefix(PREFIXES.get(one), one));
        return xml;
    }

    private static void collect(XmlElement element, Set<String> namespaces) {
        namespaces.add(element.namespace());
        element.children().forEach(child -> collect(child, namespaces));
    }

    static void write(XmlWriter xml, XmlElement element) {
        write(xml, element, element.attribute("id"));
    }

    /// Under another id.
    static void write(XmlWriter xml, XmlElement element, Optional<String> id) {
        // baresip looks for <rpid:busy/>, letter by letter
        boolean empty = element.children().isEmpty() && element.text().isEmpty();
        if (empty) {
            xml.empty(element.namespace(), element.name());
        } else {
            xml.start(element.namespace(), element.name());
        }
        xml.attribute("id", id);
        for (String name : element.attributes().keySet().stream().sorted().toList()) {
            if (!name.equals("id") && !isLanguage(name)) {
                xml.attribute(name, element.attributes().get(name));
            }
        }
        xml.language(element.language());
        if (empty) {
            return;
        }
        if (element.children().isEmpty() || !element.text().isBlank()) {
            xml.text(element.text());
        }
        element.children().forEach(child -> write(xml, child));
        xml.end();
    }

    /// Adds what somebody wrote in a tuple or in another element that passes, and in those within it.
    static void addWords(XmlElement element, List<String> words) {
        addWords(element, false, words);
    }

    /// @param withContact whether a way of contact in it is replaced before watchers get it
    static void addWords(XmlElement element, boolean withContact, List<String> words) {
        if (!element.stripped().isEmpty() && !isByMachine(element)) {
            words.add(element.stripped());
        }
        element.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(attribute -> !isByMachine(attribute))
                .forEach(attribute -> words.add(attribute.getValue()));
        for (XmlElement child : element.children()) {
            if (!withContact || !child.is(PidfReader.PIDF, "contact")) {
                addWords(child, words);
            }
        }
    }

    private static boolean isByMachine(XmlElement element) {
        Pattern known =
                element.namespace().equals(CAPABILITIES)
                        ? CAPABILITY
                        : BY_MACHINE.get(element.namespace() + " " + element.name());
        return known != null && known.matcher(element.stripped()).matches();
    }

    private static boolean isByMachine(Map.Entry<String, String> attribute) {
        Pattern known = MACHINE_ATTRIBUTES.get(attribute.getKey());
        return known != null && known.matcher(attribute.getValue()).matches();
    }

    /// About how many bytes it has when it is written.
    static int size(XmlElement element) {
        int size = 2 * element.name().length() + 10 + bytes(element.text());
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
            size += bytes(attribute.getKey()) + bytes(attribute.getValue()) + 4;
        }
        return size + element.children().stream().mapToInt(PresenceElements::size).sum();
    }

    /// How many bytes a text has in UTF-8, with what must be escaped.
    private static int bytes(String text) {
        return text.codePoints()
                .map(one ->
                        switch (one) {
                            case '&', '\r', '\n', '\t' -> 5;
                            case '<', '>' -> 4;
                            case '"' -> 6;
                            default -> one < 0x80 ? 1 : one < 0x800 ? 2 : one < 0x10000 ? 3 : 4;
                        })
                .sum();
    }
}
