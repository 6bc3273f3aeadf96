package org.earshot.softphone.sdp;

/// The line `o=` (RFC 4566 §5.2): which session this is, and which version of its description.
///
/// @param version as text: a peer's may be any number
public record Origin(
        String username, String sessionId, String version, String addressType, String address) {

    static Origin parse(String value) throws SdpException {
        String[] parts = value.strip().split("[ \t]+", -1);
        if (parts.length != 6 || !parts[2].matches("[0-9]{1,40}")) {
            throw new SdpException("bad o= line");
        }
        return new Origin(parts[0], parts[1], parts[2], parts[4], parts[5]);
    }

    String line() {
        return "o="
                + username
                + ' '
                + sessionId
                + ' '
                + version
                + " IN "
                + addressType
                + ' '
                + address;
    }
}
