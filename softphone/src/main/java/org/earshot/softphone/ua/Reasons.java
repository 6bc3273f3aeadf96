package org.earshot.softphone.ua;

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
}
