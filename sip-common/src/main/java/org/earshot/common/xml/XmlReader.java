package org.earshot.common.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.StringReader;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.Utf8;

/// Reads XML 1.0 that strangers wrote. Any DTD is refused, and with it every entity that could grow or fetch something;
/// limits are 1 MB, 32 levels, 20,000 elements, 64 attributes of an element. Stateless.
///
/// UTF-8, or ISO-8859-1 where the document says so; a charset parameter of the Content-Type is not asked.
public final class XmlReader {
    private static final int MOST_BYTES = 1024 * 1024;

    private XmlReader() {}

    /// What a payload makes of its root element.
    @FunctionalInterface
    public interface Payload<T> {
        /// @throws MalformedPayloadException if it is none
        /// @throws IllegalArgumentException as well: a value that refuses what it was given
        T of(XmlElement root) throws MalformedPayloadException;
    }

    /// Reads a document and what it says.
    ///
    /// @param namespace of the root element that must be there
    /// @param name of the root element that must be there
    /// @throws MalformedPayloadException and nothing else
    public static <T> T read(byte[] document, String namespace, String name, Payload<T> payload)
            throws MalformedPayloadException {
        XmlElement root = read(document);
        if (!root.is(namespace, name)) {
            throw new MalformedPayloadException("no " + name + " of its namespace");
        }
        try {
            return payload.of(root);
        } catch (IllegalArgumentException e) {
            throw new MalformedPayloadException(name + ": " + e.getMessage());
        }
    }

    /// Reads a document.
    ///
    /// @return its root element
    /// @throws MalformedPayloadException and nothing else
    public static XmlElement read(byte[] document) throws MalformedPayloadException {
        if (document.length > MOST_BYTES) {
            throw new MalformedPayloadException("XML: too large");
        }
        try {
            return tree(open(document));
        } catch (XMLStreamException e) {
            throw new MalformedPayloadException("XML: not well-formed");
        } catch (RuntimeException e) {
            // The JDK's parser throws whatever happens to it: MissingResourceException, for one, at
            // a control
            // character in a DTD.
            throw new MalformedPayloadException("XML: not readable");
        }
    }

    private static XMLStreamReader open(byte[] document)
            throws MalformedPayloadException, XMLStreamException {
        if (declaresLatin1(document)) {
            return open(new String(document, ISO_8859_1));
        }
        String text = Utf8.decode(document, 0, document.length);
        XMLStreamReader reader = open(text.startsWith("\uFEFF") ? text.substring(1) : text);
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null
                && !encoding.equalsIgnoreCase("UTF-8")
                && !encoding.equalsIgnoreCase("US-ASCII")) {
            throw new MalformedPayloadException("XML: not UTF-8");
        }
        return reader;
    }

    private static XMLStreamReader open(String text)
            throws MalformedPayloadException, XMLStreamException {
        if (text.contains("<!DOCTYPE")) {
            // Before the JDK's parser sees it, even where it stands in a comment: less to trust.
            throw new MalformedPayloadException("XML: a DTD is not taken");
        }
        // One for each document: it is not specified to be thread-safe.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
        String version = reader.getVersion();
        if (version != null && !version.equals("1.0")) {
            throw new MalformedPayloadException("XML: not version 1.0");
        }
        return reader;
    }

    private static XmlElement tree(XMLStreamReader reader)
            throws XMLStreamException, MalformedPayloadException {
        XmlTree tree = new XmlTree();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> tree.start(reader);
                case XMLStreamConstants.END_ELEMENT -> tree.end();
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        tree.text(reader.getText());
                case XMLStreamConstants.DTD ->
                        throw new MalformedPayloadException("XML: a DTD is not taken");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MalformedPayloadException("XML: an entity is not taken");
                default -> {} // comments, processing instructions
            }
        }
        return tree.root();
    }

    /// Whether the XML declaration, which is ASCII in both, says so.
    private static boolean declaresLatin1(byte[] document) {
        String start = new String(document, 0, Math.min(document.length, 100), ISO_8859_1);
        int end = start.indexOf("?>");
        return start.startsWith("<?xml")
                && end > 0
                && start.substring(0, end).toLowerCase(Locale.ROOT).contains("iso-8859-1");
    }
}
