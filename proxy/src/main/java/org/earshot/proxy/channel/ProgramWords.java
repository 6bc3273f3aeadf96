package org.earshot.proxy.channel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What our servers and phones say to each other's users in a Warning or a Reason, word by word: no person can say anything by it. And the
/// warnings of RFC 3261 §20.43. Pure.
final class ProgramWords {
    private static final String SIZE = "[0-9.,]{1,12} ?[A-Za-z]{1,5}";

    private static final List<Pattern> OURS =
            Stream.concat(
                            Stream.concat(
                                            Arrays.stream(Channel.values()).map(Channel::words),
                                            Stream.of(
                                                    "keys need TLS",
                                                    FileRules.STORE,
                                                    "hung up",
                                                    "handed over",
                                                    "cancelled",
                                                    "interrupted",
                                                    "the file has arrived",
                                                    "the beginning of the file is not there",
                                                    "a file stays as it was offered",
                                                    "it goes by the server instead",
                                                    "there is no room for it",
                                                    "Call completed elsewhere"))
                                    .map(Pattern::quote),
                            Stream.of(
                                    "files that end in \\.[a-z0-9]{1,11} are not allowed",
                                    "files above \\d{1,19} bytes are not allowed",
                                    "there is no room for it on the disk: "
                                            + SIZE
                                            + " are needed, and "
                                            + SIZE
                                            + " are free"))
                    .map(Pattern::compile)
                    .toList();

    private ProgramWords() {}

    /// Whether a program of ours says this.
    static boolean areOurs(String text) {
        return OURS.stream().anyMatch(each -> each.matcher(text).matches());
    }

    /// What a warning of this code says; empty where the RFC leaves that to whoever warns.
    static Optional<String> ofWarning(int code) {
        return Optional.ofNullable(
                switch (code) {
                    case 300 -> "Incompatible network protocol";
                    case 301 -> "Incompatible network address formats";
                    case 302 -> "Incompatible transport protocol";
                    case 303 -> "Incompatible bandwidth units";
                    case 304 -> "Media type not available";
                    case 305 -> "Incompatible media format";
                    case 306 -> "Attribute not understood";
                    case 307 -> "Session description parameter not understood";
                    case 330 -> "Multicast not available";
                    case 331 -> "Unicast not available";
                    case 370 -> "Insufficient bandwidth";
                    default -> null;
                });
    }
}
