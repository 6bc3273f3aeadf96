package org.earshot.common.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.earshot.common.mime.MalformedPayloadException;

/// Builds the tree of one document, without recursion. For one use, confined to one thread.
final class XmlTree {
    private static final int DEEPEST = 32;
    private static final int MOST_ELEMENTS = 20_000;
    private static final int MOST_ATTRIBUTES = 64;

    private final Deque<Open> open = new ArrayDeque<>();
    private final List<XmlElement> roots = new ArrayList<>(1);
    private int elements;

    /// An element whose end has not come yet.
    private record Open(
            String namespace,
            String name,
            Map<String, String> attributes,
            List<XmlElement> children,
            StringBuilder text) {}

    void start(XMLStreamReader reader) throws MalformedPayloadException {
        if (open.size() == DEEPEST || ++elements > MOST_ELEMENTS) {
            throw new MalformedPayloadException("XML: too many elements");
        }
        if (reader.getAttributeCount() > MOST_ATTRIBUTES) {
            throw new MalformedPayloadException("XML: too many attributes");
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = orEmpty(reader.getAttributeNamespace(i));
            String name = reader.getAttributeLocalName(i);
            attributes.put(
                    namespace.isEmpty() ? name : '{' + namespace + '}' + name,
                    reader.getAttributeValue(i));
        }
        open.push(
                new Open(
                        orEmpty(reader.getNamespaceURI()),
                        reader.getLocalName(),
                        attributes,
                        new ArrayList<>(),
                        new StringBuilder()));
    }

    void text(String text) {
        if (!open.isEmpty()) {
            open.peek().text().append(text);
        }
    }

    void end() {
        Open done = open.pop();
        XmlElement element =
                new XmlElement(
                        done.namespace(),
                        done.name(),
                        done.attributes(),
                        done.children(),
                        done.text().toString());
        (open.isEmpty() ? roots : open.peek().children()).add(element);
    }

    XmlElement root() throws MalformedPayloadException {
        if (roots.size() != 1) {
            throw new MalformedPayloadException("XML: no element");
        }
        return roots.getFirst();
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
