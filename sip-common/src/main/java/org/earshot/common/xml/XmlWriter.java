package org.earshot.common.xml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes one document in UTF-8. Whatever text it is given, the document is well-formed: characters that XML 1.0 does not
/// have become U+FFFD. Confined to one thread.
public final class XmlWriter {
    private final StringWriter out = new StringWriter();
    private final XMLStreamWriter xml;
    private final Map<String, String> prefixes = new LinkedHashMap<>();
    private boolean started;

    /// @param defaultNamespace of elements without prefix
    public XmlWriter(String defaultNamespace) {
        prefixes.put(defaultNamespace, "");
        try {
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /// Declares a prefix on the root element; before that is started.
    public XmlWriter prefix(String prefix, String namespace) {
        prefixes.put(namespace, prefix);
        return this;
    }

    /// Begins an element of a namespace that has a prefix or is the default one.
    public XmlWriter start(String namespace, String name) {
        try {
            xml.writeStartElement(prefixes.get(namespace), name, namespace);
            declare();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        return this;
    }

    /// An element without content; attributes may follow.
    public XmlWriter empty(String namespace, String name) {
        try {
            xml.writeEmptyElement(prefixes.get(namespace), name, namespace);
            declare();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        return this;
    }

    /// An attribute without namespace, of the element that was just begun.
    public XmlWriter attribute(String name, String value) {
        try {
            xml.writeAttribute(name, XmlText.forAttribute(value));
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        return this;
    }

    /// As [#attribute(String, String)], or nothing if there is no value.
    public XmlWriter attribute(String name, Optional<String> value) {
        value.ifPresent(text -> attribute(name, text));
        return this;
    }

    /// `xml:lang`, or nothing if it is "".
    public XmlWriter language(String language) {
        if (language.isEmpty()) {
            return this;
        }
        try {
            xml.writeAttribute(
                    XMLConstants.XML_NS_PREFIX,
                    XMLConstants.XML_NS_URI,
                    "lang",
                    XmlText.forAttribute(language));
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        return this;
    }

    /// Text in the element that is open.
    public XmlWriter text(String text) {
        try {
            xml.writeCharacters(XmlText.forContent(text));
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        return this;
    }

    /// Ends the element that is open.
    public XmlWriter end() {
        try {
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        return this;
    }

    /// An element with text.
    public XmlWriter element(String namespace, String name, String text) {
        return start(namespace, name).text(text).end();
    }

    /// As [#element(String, String, String)], or nothing if there is no text.
    public XmlWriter element(String namespace, String name, Optional<String> text) {
        text.ifPresent(value -> element(namespace, name, value));
        return this;
    }

    /// The document. Ends all that is open.
    public byte[] toBytes() {
        try {
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
        return out.toString().getBytes(UTF_8);
    }

    private void declare() throws XMLStreamException {
        if (started) {
            return;
        }
        started = true;
        for (Map.Entry<String, String> entry : prefixes.entrySet()) {
            if (entry.getValue().isEmpty()) {
                xml.writeDefaultNamespace(entry.getKey());
            } else {
                xml.writeNamespace(entry.getValue(), entry.getKey());
            }
        }
    }

    private static IllegalStateException failed(XMLStreamException e) {
        return new IllegalStateException("writing XML to memory failed", e);
    }
}
