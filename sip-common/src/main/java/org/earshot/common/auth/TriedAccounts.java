package org.earshot.common.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// When a wrong password of each account was tried last, by network: the network that was quiet longest is forgotten first. Bounded, as
/// long as whoever adds removes what has grown; thread-safe.
final class TriedAccounts {
    private static final int MOST_NETWORKS = 4096;
    private static final int LONGEST_NAME = 64;

    private final Map<SourceNetwork, Map<String, Instant>> networks =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<SourceNetwork, Map<String, Instant>> eldest) {
                    return size() > MOST_NETWORKS;
                }
            };

    /// Adds one.
    ///
    /// @return how many accounts that makes within the window
    synchronized int add(String account, SourceNetwork network, Instant at, Duration window) {
        Map<String, Instant> accounts =
                networks.computeIfAbsent(network, _ -> new LinkedHashMap<>());
        accounts.put(name(account), at);
        Instant begin = at.minus(window);
        accounts.values().removeIf(tried -> tried.isBefore(begin));
        return accounts.size();
    }

    /// Forgets a network.
    ///
    /// @return how many accounts it had
    synchronized int remove(SourceNetwork network) {
        Map<String, Instant> accounts = networks.remove(network);
        return accounts == null ? 0 : accounts.size();
    }

    /// Forgets an account of a network.
    synchronized void forget(String account, SourceNetwork network) {
        Map<String, Instant> accounts = networks.isEmpty() ? null : networks.get(network);
        if (accounts != null && accounts.remove(name(account)) != null && accounts.isEmpty()) {
            networks.remove(network);
        }
    }

    private static String name(String account) {
        return account.length() <= LONGEST_NAME ? account : account.substring(0, LONGEST_NAME);
    }
}
