package org.earshot.proxy.archive.search;

import java.io.ByteArrayOutputStream;

/// RFC 2045 §6.7. What is not encoded as it should be stays as it is. Pure.
final class QuotedPrintable {
    private QuotedPrintable() {}

    static byte[] decode(byte[] encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '=') {
                out.write(encoded[i]);
                continue;
            }
            int high = i + 1 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (high >= 0 && low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else if (i + 1 < encoded.length && encoded[i + 1] == '\n') {
                i++; // a line that goes on
            } else if (i + 2 < encoded.length && encoded[i + 1] == '\r' && encoded[i + 2] == '\n') {
                i += 2;
            } else {
                out.write('=');
            }
        }
        return out.toByteArray();
    }
}
