package org.earshot.common.relay;

import java.util.Locale;
import java.util.regex.Pattern;
import org.earshot.common.msrp.MsrpUri;

/// The relay for files, in the 200 to a REGISTER over TLS of a phone that asked for relays:
///
///     Earshot-Msrp-Relay: <msrps://192.0.2.1:2855;tcp>;way=best
///
/// `way` is `best`, where phones take the straight way where there is one, or `relay`, where they are to take no other.
public final class FileRelayHeader {
    /// In a 200 to REGISTER.
    public static final String NAME = "Earshot-Msrp-Relay";

    private static final int LONGEST = 2048;
    private static final Pattern ONLY = Pattern.compile(".*;\\s*way\\s*=\\s*relay\\s*(?:;.*)?");

    private FileRelayHeader() {}

    /// The value of the header line.
    public static String text(FileRelay relay) {
        return "<" + relay.uri() + ">;way=" + (relay.only() ? "relay" : "best");
    }

    /// Reads the value of the header line. What else stands behind the URI is passed over.
    ///
    /// @throws IllegalArgumentException if it names no relay
    public static FileRelay parse(String value) {
        String text = value.strip();
        int end = text.indexOf('>');
        if (text.length() > LONGEST || !text.startsWith("<") || end < 0) {
            throw new IllegalArgumentException("no URI in angle brackets, or too long");
        }
        return new FileRelay(
                MsrpUri.parse(text.substring(1, end)),
                ONLY.matcher(text.substring(end + 1).toLowerCase(Locale.ROOT)).matches());
    }
}
