package org.earshot.proxy.message;

import java.time.Duration;

/// What an administrator can set of messages.
///
/// @param maxBytes the largest body of a MESSAGE
/// @param perSecond MESSAGEs of one account
/// @param burst how many of them at once
/// @param expires how long a message waits for a phone that does not come
/// @param maxWaiting how many messages may wait for an account, before further ones are refused
/// @param blockedAnswer what a sender hears whom the recipient has blocked, 200–699
/// @param copiesToAll whether phones that don't take CPIM get copies of what their owner writes elsewhere
/// @param history how long messages are kept for new devices of who wrote or got them; zero: no longer than they wait
/// @param retryAfter how long to wait when something is out of order here
public record MessageConfig(
        int maxBytes,
        int perSecond,
        int burst,
        Duration expires,
        int maxWaiting,
        int blockedAnswer,
        boolean copiesToAll,
        Duration history,
        Duration retryAfter) {

    public MessageConfig {
        if (maxWaiting < 1 || blockedAnswer < 200 || blockedAnswer > 699) {
            throw new IllegalArgumentException("waiting " + maxWaiting + ", " + blockedAnswer);
        }
    }

    /// Without history.
    public MessageConfig(
            int maxBytes,
            int perSecond,
            int burst,
            Duration expires,
            int maxWaiting,
            int blockedAnswer,
            boolean copiesToAll,
            Duration retryAfter) {
        this(
                maxBytes,
                perSecond,
                burst,
                expires,
                maxWaiting,
                blockedAnswer,
                copiesToAll,
                Duration.ZERO,
                retryAfter);
    }

    /// 200 messages a second in a burst of 1,000, and a month to wait for a phone; three months of history.
    public static MessageConfig standard() {
        return new MessageConfig(
                64 * 1024,
                200,
                1000,
                Duration.ofDays(30),
                1000,
                202,
                false,
                Duration.ofDays(90),
                Duration.ofSeconds(5));
    }
}
