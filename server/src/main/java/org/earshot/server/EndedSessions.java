package org.earshot.server;

import java.util.Set;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.AuthenticatedFlows;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a change of an account, at whichever node, means for the connections that its phones have to this one: they are challenged
/// again; and where the account is gone they end, with whatever goes over them, such as subscriptions.
final class EndedSessions {
    private static final Logger log = LoggerFactory.getLogger(EndedSessions.class);

    private final AuthenticatedFlows flows;
    private final AccountStore accounts;
    private final SipNode node;

    EndedSessions(AuthenticatedFlows flows, AccountStore accounts, SipNode node) {
        this.flows = flows;
        this.accounts = accounts;
        this.node = node;
    }

    void hear(Changes changes) {
        var _ = changes.subscribe(Topic.ACCOUNT, this::hear);
    }

    private void hear(Change change) {
        Set<Flow> of = flows.forget(change.subject());
        if (!of.isEmpty()) {
            Thread.ofVirtual().name("ended-sessions").start(() -> end(change.subject(), of));
        }
    }

    private void end(String address, Set<Flow> of) {
        try {
            if (accounts.find(parse(address)).isEmpty()) {
                of.forEach(node::close);
            }
        } catch (StoreUnavailableException e) {
            log.debug(
                    "the connections of {} stay, and are challenged: {}", address, e.getMessage());
        }
    }

    /// @param subject of a change: an address as text
    private static AddressOfRecord parse(String subject) {
        int at = subject.lastIndexOf('@');
        return new AddressOfRecord(
                subject.substring("sip:".length(), at), subject.substring(at + 1));
    }
}
