package org.earshot.proxy.archive.review;

/// What an officer or administrator asked for can't be; the message says why, in words for them.
public final class ReviewRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReviewRefusedException(String why) {
        super(why, null, false, false);
    }
}
