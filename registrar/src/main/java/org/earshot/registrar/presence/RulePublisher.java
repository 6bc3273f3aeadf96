package org.earshot.registrar.presence;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
        byte[] body = Fields.body(request, config);
        if (body.length == 0) { // a refresh or a removal (RFC 3903 §4.1): rules are no soft state
            if (Fields.value(request, "SIP-If-Match").isEmpty()) {
                throw new SipRejection(Response.BAD_REQUEST, "Neither Body Nor SIP-If-Match");
            }
            respond(inbound, tag, Fields.granted(request, config));
            return;
        }
        if (!Fields.contentType(request).equals(PresenceRules.CONTENT_TYPE)) {
            throw Fields.unsupportedType(PresenceRules.CONTENT_TYPE);
        }
        Map<AddressOfRecord, PresenceRules.Handling> wanted = read(body);
        Map<AddressOfRecord, Verdict> known = rules.rulesOf(owner.address());
        Map<AddressOfRecord, Verdict> changed = new LinkedHashMap<>();
        Set<AddressOfRecord> forgotten = new LinkedHashSet<>();
        wanted.forEach((watcher, handling) -> {
            if (handling != PresenceRules.Handling.CONFIRM) {
                Verdict verdict = verdict(handling);
                if (known.get(watcher) != verdict) {
                    changed.put(watcher, verdict);
                }
            } else if (isDecided(known, watcher)) {
                forgotten.add(watcher); // as for everybody else; who asks goes on asking
            }
        });
        long decided = known.keySet().stream().filter(one -> isDecided(known, one)).count();
        long more = changed.keySet().stream().filter(one -> !isDecided(known, one)).count();
        // who asks is no rule: strangers must not use the owner's up
        if (more > 0 && decided - forgotten.size() + more > MOST_RULES) {
            throw new SipRejection(
                    Response.REQUEST_ENTITY_TOO_LARGE, "At Most " + MOST_RULES + " Rules");
        }
        rules.setAll(owner.address(), changed, forgotten);
        respond(inbound, tag, config.maxExpires()); // RFC 3903 §6: a 200 has one
    }

    private static boolean isDecided(Map<AddressOfRecord, Verdict> known, AddressOfRecord watcher) {
        return known.getOrDefault(watcher, Verdict.ASK) != Verdict.ASK;
    }

    private static void respond(InboundRequest inbound, String tag, Duration expires)
            throws SipRejection {
        Response ok = inbound.createResponse(Response.OK, "OK");
        ok.setHeader(Fields.seconds("Expires", expires));
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

    private static Verdict verdict(PresenceRules.Handling handling) {
        return switch (handling) {
            case ALLOW -> Verdict.ALLOW;
            case BLOCK -> Verdict.BLOCK;
            case POLITE_BLOCK -> Verdict.POLITE_BLOCK;
            case CONFIRM -> Verdict.ASK;
        };
    }
}
