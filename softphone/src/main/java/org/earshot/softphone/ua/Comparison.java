package org.earshot.softphone.ua;

import java.util.Optional;
import org.earshot.softphone.media.dtls.DtlsKeys;
import org.earshot.softphone.media.dtls.SecurityCode;

/// The security code of a call whose keys the phones have agreed upon, and whether the two people have compared it. That is
/// remembered of the pair of phones: with another certificate on either side the code is another one, which nobody has compared.
/// Confined to the user-agent thread.
final class Comparison {
    private final CallFacts facts;
    private Optional<String> told = Optional.empty();

    Comparison(CallFacts facts) {
        this.facts = facts;
    }

    /// What to tell of it, unless that was told.
    Optional<UserAgentEvent> news(CallContext context, Optional<DtlsKeys> keys) {
        Optional<String> code = code(context, keys);
        if (code.equals(told)) {
            return Optional.empty();
        }
        told = code;
        return code.map(words -> event(context, words));
    }

    /// Both people have found the same code.
    ///
    /// @throws IllegalStateException with a sentence for the user, if there is none
    UserAgentEvent compared(CallContext context, Optional<DtlsKeys> keys) {
        String code =
                code(context, keys)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "call " + facts.id() + " has no security code to compare"));
        context.memory().learn(fact(context, code));
        return event(context, code);
    }

    private Optional<String> code(CallContext context, Optional<DtlsKeys> keys) {
        return keys.flatMap(k ->
                context.settings()
                        .certificate()
                        .map(own -> SecurityCode.of(own.fingerprint(), k.remote())));
    }

    private UserAgentEvent event(CallContext context, String code) {
        return new UserAgentEvent.SecurityCode(
                facts.id(), code, context.memory().knows(fact(context, code)));
    }

    /// Without a server the address is only where the other phone is today; the name is what it said when the code was compared, and under
    /// another one it is not the one with whom that was done.
    private String fact(CallContext context, String code) {
        String who =
                context.identity().direct()
                        ? "direct " + SipUris.userOf(facts.peer())
                        : SipUris.canonical(facts.peer());
        return "compared " + who + " " + code.replace(' ', '-');
    }
}
