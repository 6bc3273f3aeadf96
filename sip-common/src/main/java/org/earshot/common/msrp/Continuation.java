package org.earshot.common.msrp;

/// What the last character of a frame says of its message (RFC 4975 §7.1).
public enum Continuation {
    /// The message ends here.
    COMPLETE('$'),
    /// More chunks follow.
    MORE('+'),
    /// The sender gives the message up.
    ABORTED('#');

    private final char flag;

    Continuation(char flag) {
        this.flag = flag;
    }

    /// As it is written.
    public char flag() {
        return flag;
    }

    static boolean isFlag(int character) {
        return character == '$' || character == '+' || character == '#';
    }

    static Continuation of(int character) {
        return switch (character) {
            case '$' -> COMPLETE;
            case '+' -> MORE;
            case '#' -> ABORTED;
            default -> throw new IllegalArgumentException("no continuation flag");
        };
    }
}
