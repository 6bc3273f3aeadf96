package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.Optional;
import org.earshot.common.stack.Timers;

/// A BYE and the end of a file's own connection come by different ways, in either order. The connection's words are the better ones, and a server may let
/// none of the BYE's pass (RFC 3326): so the BYE waits for them, but not long. Confined to the user-agent thread.
final class LastWords {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final UserAgentThread thread;
    private Optional<Runnable> forGood = Optional.empty();
    private Timers.Cancellable limit = () -> {};

    LastWords(UserAgentThread thread) {
        this.thread = thread;
    }

    /// The other side has said something that may change: what the connection says stands in its place.
    ///
    /// @param bye what to do where it says nothing in time
    void await(Runnable bye) {
        forget();
        limit = thread.after(LONGEST, bye);
    }

    /// The other side has said that this is the end.
    ///
    /// @param bye what to do where the connection says nothing, in time or at all
    void awaitTheEnd(Runnable bye) {
        await(bye);
        forGood = Optional.of(bye);
    }

    /// The connection has broken without a word.
    ///
    /// @return whether the other side had said that this is the end: then that is done
    boolean areOfABye() {
        Optional<Runnable> now = forGood;
        now.ifPresent(bye -> {
            forget();
            bye.run();
        });
        return now.isPresent();
    }

    /// The connection has had its words, or another session begins.
    void forget() {
        limit.cancel();
        forGood = Optional.empty();
    }
}
