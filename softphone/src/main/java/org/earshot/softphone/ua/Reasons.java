package org.earshot.softphone.ua;

import java.util.Locale;

/// Status codes in words for people.
final class Reasons {
    private Reasons() {}

    /// @param phrase what the other side says, shown where we have no words of our own
    static String of(int status, String phrase) {
        return switch (status) {
            case 404, 604 -> "no such address";
            case 408 -> "no answer";
            case 480 -> "not reachable now";
            case 481 -> "the call is over";
            case 486, 600 -> "busy";
            case 487 -> "cancelled";
            case 488, 606 -> "no audio that both can do";
            case 403 -> "not allowed";
            case 603 -> "declined";
            case 503 -> "the server can't do it now";
            default ->
                    status / 100 == 3
                            ? "moved to another address"
                            : status + (phrase == null || phrase.isEmpty() ? "" : " " + phrase);
        };
    }

    /// Why a message was not sent.
    ///
    /// @param phrase as for [#of]
    static String ofMessage(int status, String phrase) {
        return switch (status) {
            case 413, 513 -> "too long for the server";
            case 414 -> "the address is too long";
            case 415, 488, 606 -> "the other phone takes no text";
            case 480 ->
                    phrase != null && phrase.toLowerCase(Locale.ROOT).contains("full")
                            ? "the mailbox of the other one is full"
                            : "not reachable now";
            case 405, 501 -> "the other phone takes no messages";
            default -> of(status, phrase);
        };
    }

    /// Why a file was not taken.
    ///
    /// @param phrase as for [#of]
    static String ofFile(int status, String phrase) {
        return switch (status) {
            case 415, 488, 606 -> "the other phone takes no files";
            case 481 -> "the other side is gone";
            case 486, 600 -> "the other phone has too many files to decide on";
            default -> of(status, phrase);
        };
    }
}
