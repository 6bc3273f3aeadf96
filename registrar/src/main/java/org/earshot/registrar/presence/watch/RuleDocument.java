package org.earshot.registrar.presence.watch;

import java.util.Comparator;
import java.util.Map;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.presence.PresenceRules;
import org.earshot.registrar.presence.store.Verdict;

/// An owner's rules as they go to the owner's phones (RFC 5025); who has asked stands there as to be confirmed. Pure.
final class RuleDocument {
    private RuleDocument() {}

    static byte[] write(Map<AddressOfRecord, Verdict> rules) {
        return new PresenceRules(
                        rules.entrySet().stream()
                                .map(rule ->
                                        new PresenceRules.Rule(
                                                rule.getKey().toString(),
                                                handling(rule.getValue())))
                                .sorted(Comparator.comparing(PresenceRules.Rule::uri))
                                .toList())
                .toBytes();
    }

    private static PresenceRules.Handling handling(Verdict verdict) {
        return switch (verdict) {
            case ALLOW -> PresenceRules.Handling.ALLOW;
            case BLOCK -> PresenceRules.Handling.BLOCK;
            case POLITE_BLOCK -> PresenceRules.Handling.POLITE_BLOCK;
            case ASK -> PresenceRules.Handling.CONFIRM;
        };
    }
}
