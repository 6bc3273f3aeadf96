package org.earshot.softphone.sdp;

/// A line `a=name` or `a=name:value` (RFC 4566 §5.13).
///
/// @param value "" where there is none
public record Attribute(String name, String value) {

    /// `a=name`.
    static Attribute flag(String name) {
        return new Attribute(name, "");
    }

    static Attribute parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Attribute(text.strip(), "")
                : new Attribute(
                        text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    String line() {
        return value.isEmpty() ? "a=" + name : "a=" + name + ':' + value;
    }

    /// Hides the value of `crypto`: it holds a key.
    @Override
    public String toString() {
        return name.equalsIgnoreCase("crypto") ? "a=crypto:…" : line();
    }
}
