package org.earshot.softphone.ua;

import java.util.Locale;
import java.util.Optional;
import org.earshot.common.presence.MessageSummary;
import org.earshot.common.presence.MessageSummary.Counts;
import org.earshot.common.presence.MessageSummary.Kind;

/// What waits in the user's voice mailbox (RFC 3842).
///
/// @param waiting whether anything does, of whatever kind
/// @param account what to call to hear it, a SIP URI; empty where the server named none that can be called
/// @param fresh voice messages that were not heard yet, from 0 to 2^32 - 1
/// @param old those that were
/// @param urgentFresh of the fresh ones
/// @param urgentOld of the old ones
public record Mailbox(
        boolean waiting,
        Optional<String> account,
        long fresh,
        long old,
        long urgentFresh,
        long urgentOld) {
    private static final int LONGEST_ACCOUNT = 300;

    static Mailbox of(MessageSummary summary) {
        Counts voice = summary.counts().getOrDefault(Kind.VOICE, Counts.of(0, 0));
        return new Mailbox(
                summary.waiting(),
                summary.account().flatMap(Mailbox::callable),
                voice.fresh(),
                voice.old(),
                voice.urgentFresh(),
                voice.urgentOld());
    }

    /// The URI, if it is one that a SIP phone can call: servers write others, and some write it in brackets.
    private static Optional<String> callable(String text) {
        int open = text.indexOf('<');
        int close = text.indexOf('>', open + 1);
        String uri = (open >= 0 && close > open ? text.substring(open + 1, close) : text).strip();
        String lower = uri.toLowerCase(Locale.ROOT);
        if (uri.length() > LONGEST_ACCOUNT
                || !(lower.startsWith("sip:") || lower.startsWith("sips:"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Fields.plain(Fields.uri(uri))).filter(SipUris::isAddress);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
