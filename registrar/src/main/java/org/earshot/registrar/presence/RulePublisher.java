package org.earshot.registrar.presence;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.PresenceRules;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.presence.store.Addresses;
import org.earshot.registrar.presence.store.RuleStore;
import org.earshot.registrar.presence.store.Verdict;

/// Answers PUBLISH of presence rules (docs/decisions/0014): whom the document names is seen, or not, as it says from now
/// on; what stands there of others stays. As with contact lists, nothing of it expires. Thread-safe, and without state of
/// its own.
final class RulePublisher {
    private static final int MOST_RULES = 1000;
    private static final int MOST_TEXT = 512;

    private final RuleStore rules;
    private final WithheldFlows withheld;
    private final PresenceConfig config;

    RulePublisher(RuleStore rules, WithheldFlows withheld, PresenceConfig config) {
        this.rules = rules;
        this.withheld = withheld;
        this.config = config;
    }

    /// @param owner whose rules they are, as is checked already
    void accept(InboundRequest inbound, Account owner, String tag) throws SipRejection {
        withheld.check(inbound, owner.address());
        Request request = inbound.message();
        if (!Fields.contentType(request).equals(PresenceRules.CONTENT_TYPE)) {
            throw Fields.unsupportedType(PresenceRules.CONTENT_TYPE);
        }
        Map<AddressOfRecord, PresenceRules.Handling> wanted = read(Fields.body(request, config));
        Map<AddressOfRecord, Verdict> known = rules.rulesOf(owner.address());
        long more = wanted.keySet().stream().filter(one -> !known.containsKey(one)).count();
        if (known.size() + more > MOST_RULES) {
            throw new SipRejection(
                    Response.REQUEST_ENTITY_TOO_LARGE, "At Most " + MOST_RULES + " Rules");
        }
        wanted.forEach((watcher, handling) -> decide(owner.address(), watcher, handling));
        Response ok = inbound.createResponse(Response.OK, "OK");
        ok.setHeader(Fields.seconds("Expires", config.maxExpires())); // RFC 3903 §6: a 200 has one
        ok.setHeader(Fields.header("SIP-ETag", tag));
        inbound.respond(ok);
    }

    private static Map<AddressOfRecord, PresenceRules.Handling> read(byte[] body)
            throws SipRejection {
        Map<AddressOfRecord, PresenceRules.Handling> wanted = new LinkedHashMap<>();
        try {
            for (PresenceRules.Rule rule : PresenceRules.parse(body).rules()) {
                AddressOfRecord watcher =
                        Addresses.find(rule.uri())
                                .filter(one -> one.toString().length() <= MOST_TEXT)
                                .orElseThrow(() -> new MalformedPayloadException("no address"));
                wanted.put(watcher, rule.handling());
            }
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Bad Presence Rules");
        }
        return wanted;
    }

    private void decide(
            AddressOfRecord owner, AddressOfRecord watcher, PresenceRules.Handling handling) {
        switch (handling) {
            case ALLOW -> rules.set(owner, watcher, Verdict.ALLOW);
            case BLOCK -> rules.set(owner, watcher, Verdict.BLOCK);
            case POLITE_BLOCK -> rules.set(owner, watcher, Verdict.POLITE_BLOCK);
            case CONFIRM -> {
                var _ = rules.clear(owner, watcher); // as for everybody else
            }
        }
    }
}
