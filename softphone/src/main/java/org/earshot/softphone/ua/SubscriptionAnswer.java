package org.earshot.softphone.ua;

import java.time.Duration;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Response;

/// What the final response to a SUBSCRIBE or PUBLISH means for what comes next. Pure.
sealed interface SubscriptionAnswer {
    /// It stands for so long.
    record Granted(Duration expires) implements SubscriptionAnswer {}

    /// The server does not know it any more: a new one, at once.
    record Gone() implements SubscriptionAnswer {}

    /// At once, for longer.
    record Longer(int seconds) implements SubscriptionAnswer {}

    /// Again after a while; not before this has passed.
    record Later(Duration atLeast) implements SubscriptionAnswer {}

    /// Asking again would not help.
    ///
    /// @param withheld whether an older device of the user could change that (docs/decisions/0014)
    /// @param unknownHere whether this server does not do such things at all
    record Never(String reason, boolean unknownHere, boolean withheld)
            implements SubscriptionAnswer {}

    /// Of somebody whose phone is not there now, and whose server knows no presence.
    Duration NOBODY_THERE = Duration.ofMinutes(5);

    Duration RARELY = Duration.ofMinutes(5);

    int LONGEST_S = 24 * 3600;

    /// @param asked for how many seconds we asked
    static SubscriptionAnswer of(Response response, int asked) {
        int status = response.getStatusCode();
        if (status < 300) {
            ExpiresHeader expires = response.getExpires();
            int seconds = expires == null ? asked : expires.getExpires();
            return new Granted(Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_S)));
        }
        String reason = Reasons.of(status, response.getReasonPhrase());
        return switch (status) {
            case Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, 412 -> new Gone();
            case Response.INTERVAL_TOO_BRIEF ->
                    response.getHeader(MinExpiresHeader.NAME) instanceof MinExpiresHeader least
                                    && least.getExpires() > asked
                                    && least.getExpires() <= LONGEST_S
                            ? new Longer(least.getExpires())
                            : new Never(reason, false, false);
            case 405, 406, 415, 420, 421, 489, 501 -> new Never(reason, true, false);
            case 480, 404, 604 -> new Later(NOBODY_THERE);
            case 408, 429, 500, 503, 504 ->
                    new Later(Duration.ofSeconds(Fields.retryAfter(response)));
            default -> new Never(reason, false, isWithheld(response));
        };
    }

    /// Whether a refusal says that the user's older devices, or an administrator, can let this one have it.
    static boolean isWithheld(Response response) {
        return response.getStatusCode() == Response.FORBIDDEN
                && response.getHeader("Earshot-Withheld") != null;
    }

    /// The same for what only a server can tell of us: it does, or it does not, and who asks again and again only troubles it.
    static SubscriptionAnswer ofServer(Response response, int asked) {
        return switch (response.getStatusCode()) {
            case 480, 404, 604 ->
                    new Never(
                            Reasons.of(response.getStatusCode(), response.getReasonPhrase()),
                            true,
                            false);
            default -> rarely(of(response, asked));
        };
    }

    /// Of what is not needed at once, the next try comes late.
    static SubscriptionAnswer rarely(SubscriptionAnswer answer) {
        return answer instanceof Later(Duration atLeast) && atLeast.compareTo(RARELY) < 0
                ? new Later(RARELY)
                : answer;
    }

    /// Where no response came.
    static SubscriptionAnswer failed(int status, String reason) {
        return status == Response.REQUEST_TIMEOUT || status == Response.SERVICE_UNAVAILABLE
                ? new Later(Duration.ZERO)
                : new Never(reason, false, false);
    }
}
