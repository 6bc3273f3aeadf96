package org.earshot.common.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;
import org.earshot.common.xml.XmlWriter;

/// A list of people: application/resource-lists+xml (RFC 4826 §3), as in a buddy list or an invitation of many
/// (RFC 5366).
///
/// @param entries in the order of the document, lists within lists flattened; each URI once
public record ResourceLists(List<Entry> entries) {
    /// Its media type.
    public static final String CONTENT_TYPE = "application/resource-lists+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:resource-lists";
    private static final int MOST_ENTRIES = 2000;

    /// One of the list.
    ///
    /// @param displayName for people
    public record Entry(String uri, Optional<String> displayName) {

        public Entry {
            if (uri.isBlank()) {
                throw new IllegalArgumentException("an entry without URI");
            }
        }
    }

    public ResourceLists {
        entries = List.copyOf(entries);
    }

    /// Reads one. References to other documents (`entry-ref`, `external`) are left out: we fetch nothing.
    ///
    /// @throws MalformedPayloadException and nothing else; also at more than 2,000 entries
    public static ResourceLists parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, NAMESPACE, "resource-lists", ResourceLists::of);
    }

    /// As one list.
    public byte[] toBytes() {
        XmlWriter xml = new XmlWriter(NAMESPACE).start(NAMESPACE, "resource-lists");
        xml.start(NAMESPACE, "list");
        for (Entry entry : entries) {
            xml.start(NAMESPACE, "entry").attribute("uri", entry.uri());
            xml.element(NAMESPACE, "display-name", entry.displayName()).end();
        }
        return xml.toBytes();
    }

    private static ResourceLists of(XmlElement root) throws MalformedPayloadException {
        Map<String, Entry> found = new LinkedHashMap<>();
        Deque<XmlElement> waiting = new ArrayDeque<>(root.children(NAMESPACE, "list"));
        int entries = 0;
        while (!waiting.isEmpty()) {
            XmlElement next = waiting.pop();
            if (next.is(NAMESPACE, "list")) {
                List<XmlElement> children = new ArrayList<>(next.children());
                children.reversed().forEach(waiting::push);
            } else if (next.is(NAMESPACE, "entry")) {
                if (++entries > MOST_ENTRIES) {
                    throw new MalformedPayloadException("resource-lists: too many entries");
                }
                String uri = next.required("uri");
                found.putIfAbsent(uri, new Entry(uri, next.childText(NAMESPACE, "display-name")));
            }
        }
        return new ResourceLists(List.copyOf(found.values()));
    }
}
