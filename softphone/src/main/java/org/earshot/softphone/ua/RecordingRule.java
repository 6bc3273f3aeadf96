package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.function.Consumer;

/// Whether calls may be recorded: the organisation's server says so at each registration, and what it has said holds until it says something else. Confined to the user-agent
/// thread.
final class RecordingRule {
    private final Calls calls;
    private final Consumer<UserAgentEvent> tell;
    private boolean allowed = true;

    RecordingRule(Calls calls, Consumer<UserAgentEvent> tell) {
        this.calls = calls;
        this.tell = tell;
    }

    /// The server has said so. What is being recorded ends where it may not be.
    void onWord(boolean now) {
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
