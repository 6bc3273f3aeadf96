package org.earshot.server.files;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.earshot.common.account.AccountId;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;

/// Refused files of which those whom they were for have not heard yet. In memory: what is untold when the process ends stays so, and is in the
/// record all the same. Thread-safe.
final class UntoldRefusals {
    /// Of one sender, whose names of files come to others in the server's own words.
    private static final TokenBucket.Limit OF_ONE = new TokenBucket.Limit(1 / 60.0, 10);

    private static final int MOST = 256;

    private final RateLimit<AccountId> rate;
    private final Deque<RefusedFile> untold = new ArrayDeque<>();

    UntoldRefusals(InstantSource clock) {
        rate = new RateLimit<>(OF_ONE, clock);
    }

    /// Of a file for nobody, and of more than a sender may have told, nobody hears.
    void add(AccountId sender, RefusedFile file) {
        if (file.parties().isEmpty() || !rate.tryTake(sender)) {
            return;
        }
        synchronized (untold) {
            if (untold.size() == MOST) {
                untold.removeFirst();
            }
            untold.addLast(file);
        }
    }

    /// @param teller tells people of one; false: they are told the next time
    void tell(Predicate<RefusedFile> teller) {
        List<RefusedFile> now;
        synchronized (untold) {
            now = List.copyOf(untold);
        }
        for (RefusedFile file : now) {
            if (teller.test(file)) {
                synchronized (untold) {
                    untold.remove(file);
                }
            }
        }
    }
}
