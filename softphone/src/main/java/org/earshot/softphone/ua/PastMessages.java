package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.stack.Timers;

/// Tells of history in pieces: when nothing more has come for a while, or a piece is large. Confined to the user-agent
/// thread.
final class PastMessages {
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final int MOST = 200;

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final List<ChatMessage> untold = new ArrayList<>();
    private Optional<Timers.Cancellable> timer = Optional.empty();

    PastMessages(Messages.Host host, UserAgentThread thread) {
        this.host = host;
        this.thread = thread;
    }

    /// One is kept that was not there before.
    void kept(ChatMessage message) {
        untold.add(message);
        timer.ifPresent(Timers.Cancellable::cancel);
        timer = Optional.empty();
        if (untold.size() >= MOST) {
            tell();
        } else {
            timer = Optional.of(thread.after(QUIET, this::tell));
        }
    }

    private void tell() {
        timer = Optional.empty();
        host.tell(new UserAgentEvent.HistoryReceived(untold));
        untold.clear();
    }
}
