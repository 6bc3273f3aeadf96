package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;

/// Hands what a face of the phone wants to say and know of presence over to the user-agent thread. Thread-safe.
final class PresenceCommands implements Presences {
    private final Messages.Host host;
    private final UserAgentThread thread;
    private final Publication publication;
    private final Watching watching;
    private final RuleKeeping rules;

    // what the user has said of himself; both on the user-agent thread
    private Optional<PresenceState> chosen = Optional.empty();
    private boolean undisturbed;

    PresenceCommands(
            Messages.Host host,
            UserAgentThread thread,
            Publication publication,
            Watching watching,
            RuleKeeping rules) {
        this.host = host;
        this.thread = thread;
        this.publication = publication;
        this.watching = watching;
        this.rules = rules;
    }

    @Override
    public void publish(Availability availability, String note) {
        thread.execute(() -> {
            chosen = Optional.of(new PresenceState(availability.status(), note));
            publication.publish(effective());
        });
    }

    /// The user is not to be disturbed, or may be again: who is only available is busy meanwhile. User-agent thread, or before that runs.
    void undisturbed(boolean on) {
        undisturbed = on;
        publication.publish(effective());
    }

    private PresenceState effective() {
        PresenceState said =
                chosen.orElseGet(() -> new PresenceState(PresenceStatus.AVAILABLE, ""));
        return undisturbed && said.status() == PresenceStatus.AVAILABLE
                ? new PresenceState(PresenceStatus.BUSY, said.note())
                : said;
    }

    @Override
    public void subscribe(String uri) {
        orSay(() -> watching.subscribe(target(uri)));
    }

    @Override
    public void rule(String uri, PresenceRule.Sight sight) {
        orSay(() -> rules.set(new PresenceRule(target(uri), sight)));
    }

    @Override
    public void rules() {
        orSay(rules::show);
    }

    private void orSay(Runnable command) {
        thread.execute(() -> {
            try {
                command.run();
            } catch (IllegalArgumentException | IllegalStateException e) {
                host.tell(new UserAgentEvent.CommandFailed(Optional.empty(), e.getMessage()));
            }
        });
    }

    private String target(String typed) {
        String own = host.account().orElseThrow(() -> new IllegalStateException("not logged in"));
        return SipUris.target(typed, own.substring(own.lastIndexOf('@') + 1));
    }

    @Override
    public void watch(List<String> uris) {
        List<String> whole = uris.stream().filter(SipUris::isAddress).toList();
        thread.execute(() -> watching.watch(whole));
    }
}
