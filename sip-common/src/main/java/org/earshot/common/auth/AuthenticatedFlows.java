package org.earshot.common.auth;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;

/// Which accounts have shown who they are over which TLS or WSS connection. Nobody else can write into such a
/// connection, so what comes over it in a dialog needs no new challenge. Cleartext flows are never kept: their
/// addresses can be forged. Bounded; thread-safe.
public final class AuthenticatedFlows {
    /// A gateway may carry several accounts over one connection, but not without end.
    private static final int MOST_ACCOUNTS = 32;

    private final Map<Flow, Set<AddressOfRecord>> accounts;

    /// @param most how many flows to keep; the one that was silent longest is forgotten first, and then only
    ///     challenged again
    public AuthenticatedFlows(int most) {
        accounts =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<Flow, Set<AddressOfRecord>> eldest) {
                        return size() > most;
                    }
                };
    }

    /// After digest was right.
    synchronized void remember(Flow flow, AddressOfRecord account) {
        if (!flow.transport().isSecure()) {
            return;
        }
        Set<AddressOfRecord> before = accounts.getOrDefault(flow, Set.of());
        if (!before.contains(account) && before.size() < MOST_ACCOUNTS) {
            Set<AddressOfRecord> after = new HashSet<>(before);
            after.add(account);
            accounts.put(flow, Set.copyOf(after));
        }
    }

    /// The accounts of a flow; empty if nobody has authenticated over it.
    public synchronized Set<AddressOfRecord> of(Flow flow) {
        return accounts.getOrDefault(flow, Set.of());
    }

    /// When its connection has closed.
    public synchronized void forget(Flow flow) {
        accounts.remove(flow);
    }

    /// The same, where all that is known is what a change of [org.earshot.common.event.Topic#ACCOUNT] tells: on all nodes.
    ///
    /// @return over which flows it had shown who it is
    public synchronized Set<Flow> forget(String address) {
        Set<Flow> flows = new HashSet<>();
        accounts.forEach((flow, of) -> {
            if (of.stream().anyMatch(account -> account.toString().equals(address))) {
                flows.add(flow);
            }
        });
        flows.forEach(accounts::remove);
        return flows;
    }

    /// When the password of an account was changed or it was deleted: its phones are challenged again.
    public synchronized void forget(AddressOfRecord account) {
        accounts.values().removeIf(of -> of.contains(account));
    }
}
