package org.earshot.common.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.mime.Digits;
import org.earshot.common.mime.MalformedPayloadException;

/// An element as it was read.
///
/// @param namespace its URI, "" for none
/// @param name without prefix
/// @param attributes by name; one of a namespace by `{URI}name`
/// @param children elements in order
/// @param text all text that stands in it and not in a child, as it came
public record XmlElement(
        String namespace,
        String name,
        Map<String, String> attributes,
        List<XmlElement> children,
        String text) {
    private static final String LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang";

    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /// Whether it is this element.
    public boolean is(String otherNamespace, String otherName) {
        return name.equals(otherName) && namespace.equals(otherNamespace);
    }

    /// An attribute without namespace, without white space around it.
    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(String::strip);
    }

    /// As [#attribute(String)]; must be there and not empty.
    public String required(String attribute) throws MalformedPayloadException {
        return attribute(attribute)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> missing("attribute " + attribute));
    }

    /// An attribute that must be there and be a number from 0 to `max`.
    public long requiredNumber(String attribute, long max) throws MalformedPayloadException {
        return Digits.parse(name + " " + attribute, required(attribute), max);
    }

    /// `xml:lang`, "" for none.
    public String language() {
        return attributes.getOrDefault(LANGUAGE, "").strip();
    }

    /// The children of a name, in order.
    public List<XmlElement> children(String childNamespace, String childName) {
        return children.stream().filter(c -> c.is(childNamespace, childName)).toList();
    }

    /// The first child of a name.
    public Optional<XmlElement> child(String childNamespace, String childName) {
        return children.stream().filter(c -> c.is(childNamespace, childName)).findFirst();
    }

    /// As [#child(String, String)]; must be there.
    public XmlElement requiredChild(String childNamespace, String childName)
            throws MalformedPayloadException {
        return child(childNamespace, childName).orElseThrow(() -> missing("element " + childName));
    }

    /// The text of the first child of a name, without white space around it; empty if there is none.
    public Optional<String> childText(String childNamespace, String childName) {
        return child(childNamespace, childName)
                .map(XmlElement::stripped)
                .filter(text -> !text.isEmpty());
    }

    /// The text without white space around it.
    public String stripped() {
        return text.strip();
    }

    private MalformedPayloadException missing(String what) {
        return new MalformedPayloadException(name + " has no " + what);
    }

    /// The name only: its content may be private.
    @Override
    public String toString() {
        return name;
    }
}
