package org.earshot.softphone.sdp;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a file's bytes come to, as a file selector has it (RFC 5547 §6).
///
/// @param algorithm in lower case, such as `sha-1` or `sha-256` (the names of RFC 8122 §5)
/// @param hex the value in lower case, without colons
public record FileHash(String algorithm, String hex) {
    /// What RFC 5547 knows, and what every phone can check.
    public static final String SHA_1 = "sha-1";

    /// What ours check too.
    public static final String SHA_256 = "sha-256";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$&'*+.^_`{|}~-]{1,40}");
    private static final Pattern VALUE =
            Pattern.compile("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){0,127}");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /// @throws IllegalArgumentException if it is no hash, or not as long as its algorithm makes them
    public FileHash {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        hex = hex.toLowerCase(Locale.ROOT);
        if (!TOKEN.matcher(algorithm).matches() || !hex.matches("(?:[0-9a-f]{2}){1,128}")) {
            throw new IllegalArgumentException("no hash");
        }
        int length = HexFormat.of().parseHex(hex).length;
        if ((algorithm.equals(SHA_1) && length != 20)
                || (algorithm.equals(SHA_256) && length != 32)) {
            throw new IllegalArgumentException("a hash of " + length + " bytes for " + algorithm);
        }
    }

    /// `sha-1:72:24:5F:…`.
    static FileHash parse(String text) throws SdpException {
        int colon = text.indexOf(':');
        if (colon < 0 || !VALUE.matcher(text.substring(colon + 1)).matches()) {
            throw new SdpException("bad hash in a=file-selector");
        }
        try {
            String algorithm = text.substring(0, colon);
            return new FileHash(
                    algorithm.equalsIgnoreCase("sha1") ? SHA_1 : algorithm, // as phones once wrote
                    text.substring(colon + 1).replace(":", ""));
        } catch (IllegalArgumentException e) {
            throw new SdpException(e.getMessage());
        }
    }

    String text() {
        return algorithm + ":" + COLONS.formatHex(HexFormat.of().parseHex(hex));
    }
}
