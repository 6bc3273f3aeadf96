package org.earshot.softphone.ua;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExtensionHeader;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Response;
import org.earshot.common.file.ContentRules;
import org.earshot.common.relay.FileRelay;
import org.earshot.common.relay.Relay;
import org.earshot.common.service.FileRulesHeader;
import org.earshot.common.service.PolicyHeader;
import org.earshot.common.service.ServiceHeader;

/// What a final response to REGISTER means (RFC 3261 §10.2.4, §10.2.8). Pure.
sealed interface RegisterAnswer {
    /// The longest that we ask for, whatever the server wants.
    int LONGEST_S = 24 * 3600;

    /// Text of our server for the user.
    String NOTICE = "Earshot-Notice";

    /// What is shown of it at most, in characters.
    int LONGEST_NOTICE = 500;

    /// The server knows us for so long.
    ///
    /// @param notice what the user is to know; "" for nothing
    /// @param relays STUN and TURN servers for our calls, at most eight
    /// @param service where the server serves phones by HTTPS; never told over a way that is not encrypted
    /// @param keepsFiles whether files are let in there
    /// @param fileRelay for our files; never told over a way that is not encrypted
    /// @param fileRules which files we may send and take; never told over a way that is not encrypted
    /// @param directCalls whether calls without the server are allowed; a server that says nothing of them has nothing against them
    /// @param recording whether calls may be recorded; a server that says nothing of it has nothing against it
    /// @param isOurs whether it is an Earshot server, which says what it allows; others know no such header
    record Granted(
            Duration expires,
            String notice,
            List<Relay> relays,
            Optional<URI> service,
            boolean keepsFiles,
            Optional<FileRelay> fileRelay,
            Optional<ContentRules> fileRules,
            boolean directCalls,
            boolean recording,
            boolean isOurs)
            implements RegisterAnswer {}

    /// To be asked at once for so many seconds.
    record TooBrief(int seconds) implements RegisterAnswer {}

    /// Trying again can't help.
    record Refused(String reason) implements RegisterAnswer {}

    /// To be tried again.
    ///
    /// @param atLeast how long the server asked us to wait; zero if it did not
    record Later(String reason, Duration atLeast) implements RegisterAnswer {}

    /// @param askedFor seconds
    /// @param confidential whether the way to the server is encrypted
    static RegisterAnswer of(
            Response response, String instanceId, int askedFor, boolean confidential, Instant now) {
        int status = response.getStatusCode();
        String reason = status + " " + response.getReasonPhrase();
        if (status < 300) {
            return new Granted(
                    granted(response, instanceId, askedFor),
                    notice(response),
                    Relays.of(response, confidential, now),
                    confidential ? service(response) : Optional.empty(),
                    keepsFiles(response),
                    confidential ? Relays.forFiles(response) : Optional.empty(),
                    confidential ? fileRules(response) : Optional.empty(),
                    allows(response, PolicyHeader::directCalls),
                    allows(response, PolicyHeader::recording),
                    response.getHeader(PolicyHeader.NAME) != null);
        }
        if (status == Response.INTERVAL_TOO_BRIEF && minExpires(response) > askedFor) {
            return new TooBrief(Math.min(LONGEST_S, minExpires(response)));
        }
        int retryAfter = Fields.retryAfter(response);
        // A server that says when to come back did not mean it for ever.
        boolean forEver =
                (status == Response.FORBIDDEN || status == Response.NOT_FOUND) && retryAfter == 0;
        return forEver ? new Refused(reason) : new Later(reason, Duration.ofSeconds(retryAfter));
    }

    /// How long the server keeps our contact: the response lists those of other phones too.
    private static Duration granted(Response response, String instanceId, int askedFor) {
        int seconds = -1;
        Iterator<?> contacts = response.getHeaders(ContactHeader.NAME);
        while (contacts.hasNext()) {
            if (contacts.next() instanceof ContactHeader contact
                    && contact.toString().contains(instanceId)) {
                seconds = contact.getExpires();
            }
        }
        if (seconds <= 0 && response.getExpires() != null) {
            seconds = response.getExpires().getExpires();
        }
        return Duration.ofSeconds(seconds <= 0 ? askedFor : Math.max(10, seconds));
    }

    private static Optional<URI> service(Response response) {
        return response.getHeader(ServiceHeader.NAME) instanceof ExtensionHeader header
                ? ServiceHeader.parse(header.getValue())
                : Optional.empty();
    }

    private static boolean keepsFiles(Response response) {
        return !(response.getHeader(ServiceHeader.NAME) instanceof ExtensionHeader header)
                || ServiceHeader.keepsFiles(header.getValue());
    }

    private static Optional<ContentRules> fileRules(Response response) {
        return response.getHeader(FileRulesHeader.NAME) instanceof ExtensionHeader header
                ? FileRulesHeader.parse(header.getValue())
                : Optional.empty();
    }

    private static boolean allows(Response response, Function<String, Optional<Boolean>> what) {
        return response.getHeader(PolicyHeader.NAME) instanceof ExtensionHeader header
                ? what.apply(header.getValue()).orElse(true)
                : true;
    }

    private static String notice(Response response) {
        String text =
                response.getHeader(NOTICE) instanceof ExtensionHeader header
                        ? header.getValue().strip()
                        : "";
        return text.length() <= LONGEST_NOTICE ? text : text.substring(0, LONGEST_NOTICE) + "…";
    }

    private static int minExpires(Response response) {
        return response.getHeader(MinExpiresHeader.NAME) instanceof MinExpiresHeader header
                ? header.getExpires()
                : 0;
    }
}
