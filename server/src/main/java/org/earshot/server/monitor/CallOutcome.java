package org.earshot.server.monitor;

import java.util.Optional;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.RefusedBy;

/// How a call was over, as far as its event in the archive says. Offers of files are no calls.
enum CallOutcome {
    /// It was answered, and somebody hung up.
    COMPLETED,
    /// It was answered, and nobody hung up: a phone is gone.
    LOST,
    /// The caller gave up.
    CANCELLED,
    BUSY,
    DECLINED,
    /// Nobody answered, or nobody is there.
    UNANSWERED,
    NOT_FOUND,
    /// The server does not let it pass.
    FORBIDDEN,
    /// Anything else that a phone or the server says against it.
    REJECTED,
    /// It could not be brought about: 5xx.
    FAILED;

    /// Empty for what is no end of a call.
    static Optional<CallOutcome> of(ArchiveEvent event) {
        return switch (event) {
            case ArchiveEvent.CallEnded ended when ended.files().isEmpty() ->
                    Optional.of(
                            ended.endedBy().isEmpty() && ended.reason().isPresent()
                                    ? LOST
                                    : COMPLETED);
            case ArchiveEvent.CallRefused refused when refused.files().isEmpty() ->
                    Optional.of(of(refused.status(), refused.by()));
            default -> Optional.empty();
        };
    }

    private static CallOutcome of(int status, RefusedBy by) {
        return switch (status) {
            case 486, 600 -> BUSY;
            case 487 -> CANCELLED;
            case 603 -> DECLINED;
            case 408, 480 -> UNANSWERED;
            case 404, 410, 604 -> NOT_FOUND;
            case 403 -> by == RefusedBy.SERVER ? FORBIDDEN : REJECTED;
            default -> by == RefusedBy.CALLER ? CANCELLED : status / 100 == 5 ? FAILED : REJECTED;
        };
    }

    String label() {
        return Words.of(name());
    }
}
