package org.earshot.proxy.route;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A call with the outside, from its INVITE to the end of all dialogs that it made; a fork of the other side may have made several. Confined
/// to the lock of its [TrunkBook].
final class GoingCall {
    private final Optional<String> account;
    private final Instant since;
    private final Set<String> open = new HashSet<>();
    private final Set<String> over = new HashSet<>();
    private Optional<String> trunk = Optional.empty();

    /// @param account of ours; empty where it comes from a trunk
    GoingCall(Optional<String> account, Instant since) {
        this.account = account;
        this.since = since;
    }

    boolean isOf(String name) {
        return account.equals(Optional.of(name));
    }

    boolean isInbound() {
        return account.isEmpty();
    }

    Instant since() {
        return since;
    }

    /// The trunk that it is at; empty before the first is tried.
    Optional<String> trunk() {
        return trunk;
    }

    void trunk(Optional<String> name) {
        trunk = name;
    }

    boolean isAnswered() {
        return !open.isEmpty();
    }

    /// An answer may come again after the end of its dialog.
    void answered(String toTag) {
        if (!over.contains(toTag)) {
            open.add(toTag);
        }
    }

    /// @return whether nothing is left of the call
    boolean ended(String toTag) {
        if (!open.remove(toTag)) {
            return false;
        }
        over.add(toTag);
        return open.isEmpty();
    }
}
