package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// What became of a call, in one row. Immutable.
///
/// @param node which start of which node saw it best: the one that is nearest to the caller
/// @param vias how many had passed the INVITE on before it came there, its sender counted
/// @param caller address that called, as its phone claims until it has shown a password
/// @param callee address that was called
/// @param began when the INVITE came, to the microsecond
/// @param answered when the 2xx came
/// @param ended when somebody hung up, or the call got its final answer
/// @param status of the final answer; 0: there is none yet
public record CallSummary(
        String callId,
        String node,
        int vias,
        String caller,
        String callee,
        Instant began,
        Optional<Instant> answered,
        Optional<Instant> ended,
        Outcome outcome,
        int status) {
    private static final int ID_BYTES = 16;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    /// By which a call is named: a short text for any Call-ID.
    public String id() {
        return id(callId);
    }

    /// The same of a Call-ID.
    public static String id(String callId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(callId.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Whether a text can be what [#id()] gives.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
