package org.earshot.softphone.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.softphone.media.srtp.SrtpSuite;

/// Which crypto suites we offer, and which we answer (RFC 4568 §6.2, RFC 6188, RFC 7714).
final class Suites {
    /// Preferred first. AES_256_CM is answered but not offered: phones disagree on its name.
    static final List<SrtpSuite> OFFERED =
            List.of(
                    SrtpSuite.AEAD_AES_256_GCM,
                    SrtpSuite.AEAD_AES_128_GCM,
                    SrtpSuite.AES_CM_128_HMAC_SHA1_80);

    private Suites() {}

    /// Reads a suite's name in either spelling; empty: one that we don't speak. Tags of 32 bits are not
    /// spoken: whoever has them has those of 80 bits too (RFC 4568 §6.2.2 makes both mandatory).
    static Optional<SrtpSuite> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return SrtpSuite.named(
                        upper.startsWith("AES_CM_256_")
                                ? "AES_256_CM_" + upper.substring("AES_CM_256_".length())
                                : upper)
                .filter(suite -> suite != SrtpSuite.AES_CM_128_HMAC_SHA1_32);
    }
}
