package org.earshot.softphone.sdp;

import java.util.List;
import java.util.Optional;

/// A line `m=` and what belongs to it (RFC 4566 §5.14).
///
/// @param kind such as `audio`
/// @param port 0: refused, or not wanted
/// @param profile such as `RTP/AVP`
/// @param formats for RTP the payload types, preferred first
/// @param connection the address of its own `c=`, "" where the session's holds
public record MediaDescription(
        String kind,
        int port,
        String profile,
        List<String> formats,
        String connection,
        List<Attribute> attributes) {

    public MediaDescription {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /// The same line, refused (RFC 3264 §6): port 0, and at least one format, which means nothing.
    MediaDescription refused() {
        return new MediaDescription(kind, 0, profile, formats.subList(0, 1), "", List.of());
    }

    /// The value of the first attribute of a name; "" for one without a value.
    Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(a -> a.name().equalsIgnoreCase(name))
                .map(Attribute::value)
                .findFirst();
    }

    /// The values of all attributes of a name.
    List<String> attributes(String name) {
        return attributes.stream()
                .filter(a -> a.name().equalsIgnoreCase(name))
                .map(Attribute::value)
                .toList();
    }
}
