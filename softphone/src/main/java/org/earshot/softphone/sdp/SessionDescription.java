package org.earshot.softphone.sdp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A session description: what of RFC 4566 an audio call needs. Lines that we don't use are not kept.
///
/// @param connection the address of the session's `c=`, "" where each medium has its own
public record SessionDescription(
        Origin origin,
        String connection,
        List<Attribute> attributes,
        List<MediaDescription> media) {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /// Reads a description.
    ///
    /// @throws SdpException if it is none
    public static SessionDescription parse(byte[] body) throws SdpException {
        return SdpReader.read(new String(body, StandardCharsets.UTF_8));
    }

    /// As it goes into a message body.
    public byte[] toBytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    private String text() {
        StringBuilder out = new StringBuilder(512);
        line(out, "v=0");
        line(out, origin.line());
        line(out, "s=-");
        connectionLine(out, connection);
        line(out, "t=0 0");
        attributes.forEach(a -> line(out, a.line()));
        for (MediaDescription m : media) {
            line(
                    out,
                    "m="
                            + m.kind()
                            + ' '
                            + m.port()
                            + ' '
                            + m.profile()
                            + ' '
                            + String.join(" ", m.formats()));
            connectionLine(out, m.connection());
            m.attributes().forEach(a -> line(out, a.line()));
        }
        return out.toString();
    }

    private static void connectionLine(StringBuilder out, String address) {
        if (!address.isEmpty()) {
            line(out, "c=IN " + addressType(address) + ' ' + address);
        }
    }

    /// An address as a line has it, without the zone of an IPv6 one.
    static String host(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /// The address of a medium's `c=`, else of the session's (RFC 8866 §5.7); "" for none.
    String connection(MediaDescription medium) {
        return medium.connection().isEmpty() ? connection : medium.connection();
    }

    /// The values of an attribute of a medium, else of the session (RFC 8122 §5, RFC 4145 §4, RFC 8839 §5.4).
    List<String> values(MediaDescription medium, String name) {
        List<String> own = medium.attributes(name);
        return own.isEmpty()
                ? attributes.stream()
                        .filter(a -> a.name().equalsIgnoreCase(name))
                        .map(Attribute::value)
                        .toList()
                : own;
    }

    static String addressType(String address) {
        return address.indexOf(':') >= 0 ? "IP6" : "IP4";
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append("\r\n");
    }
}
