package org.earshot.softphone.sdp;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;

/// The value of `a=crypto` (RFC 4568 §9.1): `1 AES_CM_128_HMAC_SHA1_80 inline:…|2^20`.
///
/// @param tag names the line among those of a medium; at most nine digits
public record CryptoAttribute(int tag, SrtpKeys key) {
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,9})[ \t]+([A-Za-z0-9_]+)[ \t]+([^ \t]+)((?:[ \t]+[^ \t]+)*)[ \t]*");
    private static final Pattern LIFETIME = Pattern.compile("(?:2\\^)?[0-9]{1,19}");
    private static final Pattern MKI = Pattern.compile("[0-9]+:[0-9]+");

    /// Reads the value of one attribute.
    ///
    /// @return empty if it is well formed, but asks for what we don't do: another suite, several keys or
    ///     an MKI, or session parameters that can't be ignored (RFC 4568 §6.3)
    /// @throws SdpException if it is broken
    public static Optional<CryptoAttribute> parse(String value) throws SdpException {
        Matcher match = FORM.matcher(value);
        if (!match.matches()) {
            throw new SdpException("bad a=crypto");
        }
        Optional<SrtpSuite> suite = Suites.named(match.group(2));
        if (suite.isEmpty() || !canIgnore(match.group(4)) || match.group(3).indexOf(';') >= 0) {
            return Optional.empty();
        }
        String method = match.group(3);
        if (!method.regionMatches(true, 0, "inline:", 0, 7)) {
            return Optional.empty(); // RFC 4568 §6.1 knows no other method
        }
        String[] parts = method.substring(7).split("\\|", -1);
        SrtpKeys key = key(suite.get(), parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (MKI.matcher(parts[i]).matches()) {
                return Optional.empty();
            }
            // A lifetime shorter than 2^48 packets: a call is over long before 2^20 packets of 20
            // ms.
            if (i > 1 || !LIFETIME.matcher(parts[i]).matches()) {
                throw new SdpException("bad key parameters in a=crypto");
            }
        }
        return Optional.of(new CryptoAttribute(Integer.parseInt(match.group(1)), key));
    }

    /// RFC 4568 §6.3.7: a parameter that begins with '-' may be ignored, WSH is only a hint, all others
    /// change what is on the wire.
    private static boolean canIgnore(String sessionParameters) {
        for (String parameter : sessionParameters.strip().split("[ \t]+", -1)) {
            String name = parameter.toUpperCase(Locale.ROOT);
            if (!name.isEmpty()
                    && !name.startsWith("-")
                    && !name.startsWith("WSH=")
                    && !name.equals("KDR=0")) {
                return false;
            }
        }
        return true;
    }

    private static SrtpKeys key(SrtpSuite suite, String base64) throws SdpException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SdpException("a key is not base64");
        }
        try {
            return new SrtpKeys(suite, bytes);
        } catch (IllegalArgumentException e) {
            throw new SdpException("a key of " + bytes.length + " bytes for " + suite);
        }
    }

    SrtpSuite suite() {
        return key.suite();
    }

    /// As the value of an attribute: with the key.
    String value() {
        return tag
                + " "
                + suite().name()
                + " inline:"
                + Base64.getEncoder().encodeToString(key.keyAndSalt());
    }
}
