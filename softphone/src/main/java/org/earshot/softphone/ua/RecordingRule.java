package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.function.Consumer;

/// Whether calls may be recorded: the organisation's server says so at each registration, and what it has said holds until it says something else, also after the end of the
/// process: a phone that its server has not answered yet, or that can't reach it, records nothing that it may not (docs/decisions/0090). Confined to the user-agent thread.
final class RecordingRule {
    private static final String REFUSED = "recording-refused ";

    private final Switches remembered;
    private final Calls calls;
    private final Consumer<UserAgentEvent> tell;
    private boolean allowed = true;

    /// @param remembered keeps which accounts' servers refuse it
    RecordingRule(Switches remembered, Calls calls, Consumer<UserAgentEvent> tell) {
        this.remembered = remembered;
        this.calls = calls;
        this.tell = tell;
    }

    /// Whoever logs in is held to what his server has said before.
    void logIn(Account account) {
        become(!remembered.isOn(REFUSED + account.address()));
    }

    /// The server has said so.
    void onWord(Account account, boolean now) {
        remembered.set(REFUSED + account.address(), !now);
        become(now);
    }

    /// What is being recorded ends where it may not be.
    private void become(boolean now) {
        if (now == allowed) {
            return;
        }
        allowed = now;
        tell.accept(new UserAgentEvent.RecordingAllowed(now));
        if (!now) {
            calls.stopRecordings();
        }
    }

    /// Records a call from now on.
    ///
    /// @throws IllegalStateException with a sentence for the user, where that may not be
    void begin(Call call, Path file) {
        if (!allowed) {
            throw new IllegalStateException(
                    "your organisation does not allow that calls are recorded");
        }
        call.audio().record(file);
    }
}
