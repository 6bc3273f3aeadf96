package org.earshot.server.people;

import java.time.Duration;
import org.earshot.common.limit.TokenBucket;

/// It is not done, and why.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Duration USUAL = Duration.ofMinutes(1);

    private final int status;
    private final Duration retryAfter;

    /// @param status of HTTP (RFC 9110 §15)
    /// @param words for people
    RefusedException(int status, String words) {
        this(status, words, USUAL);
    }

    private RefusedException(int status, String words, Duration retryAfter) {
        super(words);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /// It was done too often; once more is possible at the latest when the limit lets the next one through.
    static RefusedException tooOften(TokenBucket.Limit limit, String words) {
        return new RefusedException(429, words, limit.longestWait());
    }

    int status() {
        return status;
    }

    /// How long to wait before it is tried again, where that may help (429, 503).
    Duration retryAfter() {
        return retryAfter;
    }

    /// Something that somebody has typed or chosen can't be taken.
    static RefusedException unfit(String words) {
        return new RefusedException(422, words);
    }
}
