package org.earshot.registrar.presence.state;

import java.util.Map;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.registrar.presence.store.Verdict;

/// Who may see what, where an owner has said nothing. Pure.
///
/// @param others what others may see of one
/// @param lamps who may see that one has a call
/// @param lampsShowPeers whether a lamp says with whom
public record Consent(Others others, Lamps lamps, boolean lampsShowPeers) {

    /// `presence.default`.
    public enum Others {
        /// Everybody of the same domain sees one; others must ask.
        COLLEAGUES,
        /// Everybody must ask.
        ASK,
        /// Nobody sees one, but for those who are allowed to.
        NOBODY
    }

    /// `presence.lamps`.
    public enum Lamps {
        /// Everybody of the same domain who may see one's presence.
        COLLEAGUES,
        /// Only who is allowed by name.
        ALLOWED,
        /// Only oneself.
        NOBODY
    }

    /// What an owner lets a watcher see.
    public Verdict presence(
            AddressOfRecord owner, AddressOfRecord watcher, Map<AddressOfRecord, Verdict> rules) {
        if (owner.equals(watcher)) {
            return Verdict.ALLOW;
        }
        Verdict rule = rules.get(watcher);
        if (rule != null && rule != Verdict.ASK) {
            return rule;
        }
        return switch (others) {
            case COLLEAGUES -> isColleague(owner, watcher) ? Verdict.ALLOW : Verdict.ASK;
            case ASK -> Verdict.ASK;
            case NOBODY -> Verdict.BLOCK;
        };
    }

    /// Whether a watcher may see the owner's calls.
    public Verdict calls(
            AddressOfRecord owner, AddressOfRecord watcher, Map<AddressOfRecord, Verdict> rules) {
        Verdict verdict = presence(owner, watcher, rules);
        if (owner.equals(watcher) || verdict != Verdict.ALLOW) {
            return verdict;
        }
        boolean byName = rules.get(watcher) == Verdict.ALLOW; // who only asks is not allowed yet
        boolean may =
                switch (lamps) {
                    case COLLEAGUES -> byName || isColleague(owner, watcher);
                    case ALLOWED -> byName;
                    case NOBODY -> false;
                };
        return may ? Verdict.ALLOW : Verdict.BLOCK;
    }

    private static boolean isColleague(AddressOfRecord owner, AddressOfRecord watcher) {
        return owner.domain().equals(watcher.domain());
    }
}
