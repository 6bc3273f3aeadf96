package org.earshot.common.stack;

import java.time.Duration;

/// How much a node takes on at once.
///
/// @param maxUnanswered requests that have no final response yet; above it new ones get 503
/// @param maxRetained server transactions kept to answer repeated requests; above it non-INVITE ones and
///     refused INVITEs end with their response, and a repeated request is processed again
/// @param retryAfter what a 503 tells the client to wait
public record StackLimits(int maxUnanswered, int maxRetained, Duration retryAfter) {
    /// 20,000 unanswered, 300,000 retained, 5 s.
    public static final StackLimits DEFAULT =
            new StackLimits(20_000, 300_000, Duration.ofSeconds(5));

    public StackLimits {
        if (maxUnanswered < 1 || maxRetained < 0 || retryAfter.isNegative()) {
            throw new IllegalArgumentException("a limit is too small");
        }
    }
}
