package org.earshot.softphone.ua;

import java.util.Locale;

/// Status codes in words for people.
final class Reasons {
    private Reasons() {}

    /// @param phrase what the other side says, shown where we have no words of our own
    static String of(int status, String phrase) {
        return switch (status) {
            case 404, 604 -> Failure.NO_SUCH_ADDRESS.words();
            case 408 -> Failure.NO_ANSWER.words();
            case 480 -> Failure.NOT_REACHABLE.words();
            case 481 -> Failure.CALL_OVER.words();
            case 486, 600 -> Failure.BUSY.words();
            case 487 -> Failure.CANCELLED.words();
            case 488, 606 -> Failure.NO_COMMON_AUDIO.words();
            case 403 -> Failure.NOT_ALLOWED.words();
            case 603 -> Failure.DECLINED.words();
            case 503 -> Failure.SERVER_BUSY.words();
            default ->
                    status / 100 == 3
                            ? Failure.MOVED.words()
                            : status + (phrase == null || phrase.isEmpty() ? "" : " " + phrase);
        };
    }

    /// Why a message was not sent.
    ///
    /// @param phrase as for [#of]
    static String ofMessage(int status, String phrase) {
        return switch (status) {
            case 413, 513 -> Failure.TOO_LONG.words();
            case 414 -> Failure.ADDRESS_TOO_LONG.words();
            case 415, 488, 606 -> Failure.TAKES_NO_TEXT.words();
            case 480 ->
                    phrase != null && phrase.toLowerCase(Locale.ROOT).contains("full")
                            ? Failure.MAILBOX_FULL.words()
                            : Failure.NOT_REACHABLE.words();
            case 405, 501 -> Failure.TAKES_NO_MESSAGES.words();
            default -> of(status, phrase);
        };
    }

    /// Why a file was not taken.
    ///
    /// @param phrase as for [#of]
    static String ofFile(int status, String phrase) {
        return switch (status) {
            case 415, 488, 606 -> Failure.TAKES_NO_FILES.words();
            case 481 -> Failure.OTHER_GONE.words();
            case 486, 600 -> Failure.TOO_MANY_FILES.words();
            default -> of(status, phrase);
        };
    }
}
