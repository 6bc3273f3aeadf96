package org.earshot.server.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.account.AccountId;

/// How many files go up and down at once: each needs memory, and whoever reads slowly keeps a place for long. One account gets a part of them, so that it can't keep
/// everybody else out. Thread-safe.
final class TransferPlaces {
    private final int all;
    private final int ofAccount;
    private final Map<AccountId, Integer> taken = new HashMap<>(); // itself
    private int together; // taken

    TransferPlaces(int all, int ofAccount) {
        this.all = all;
        this.ofAccount = ofAccount;
    }

    /// Takes one.
    ///
    /// @return why there is none, in words; empty: it is to be given back by [#leave]
    Optional<String> enter(AccountId account) {
        synchronized (taken) {
            if (together >= all) {
                return Optional.of("too many transfers at once");
            }
            if (taken.getOrDefault(account, 0) >= ofAccount) {
                return Optional.of("too many of your transfers at once");
            }
            together++;
            taken.merge(account, 1, Integer::sum);
            return Optional.empty();
        }
    }

    void leave(AccountId account) {
        synchronized (taken) {
            together--;
            taken.computeIfPresent(account, (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
