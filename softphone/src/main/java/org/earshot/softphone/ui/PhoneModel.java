package org.earshot.softphone.ui;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;

/// What the window shows, without the window: made from events, on the event dispatch thread.
final class PhoneModel {
    private final List<Runnable> listeners = new ArrayList<>();
    private final Map<String, List<TextLine>> conversations = new LinkedHashMap<>();
    private final Map<Id, String> peerOfMessage = new LinkedHashMap<>();
    private final Map<Id, CallLine> calls = new LinkedHashMap<>();
    private final Map<String, Integer> unread = new LinkedHashMap<>();
    private final InstantSource clock;
    private String registration = "Connecting …";
    private boolean registered;
    private boolean muted;
    private Optional<String> own = Optional.empty();
    private Optional<String> selected = Optional.empty();

    /// @param clock for what has no time of its own, such as calls
    PhoneModel(InstantSource clock) {
        this.clock = clock;
    }

    /// What a line of a conversation is.
    enum Kind {
        MINE,
        THEIRS,
        /// Neither wrote it: what happened, such as a missed call.
        NOTE
    }

    /// A line of a conversation.
    ///
    /// @param status such as "sending", "sent", or why it failed; "" for what others wrote
    record TextLine(Id id, Kind kind, String text, String status, Instant at) {}

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void apply(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.Registered r -> {
                registered = true;
                own = Optional.of(r.address());
                registration = "Online as " + Names.of(r.address());
            }
            case UserAgentEvent.Unregistered _ -> {
                registered = false;
                registration = "Logged out";
            }
            case UserAgentEvent.RegistrationFailed f -> {
                registered = false;
                registration =
                        "Offline: "
                                + f.reason()
                                + (f.retryIn().isPresent() ? " (trying again)" : "");
            }
            case UserAgentEvent.IncomingCall c -> {
                calls.put(c.call(), CallLine.incoming(c));
                meet(c.from());
            }
            case UserAgentEvent.CallChanged c -> changed(c);
            case UserAgentEvent.MessageReceived m -> {
                lines(m.from()).add(new TextLine(m.id(), Kind.THEIRS, m.text(), "", m.at()));
                meet(m.from());
                countUnread(m.from());
            }
            case UserAgentEvent.MessageWritten m -> {
                peerOfMessage.put(m.id(), m.to());
                lines(m.to()).add(new TextLine(m.id(), Kind.MINE, m.text(), "sending …", m.at()));
                meet(m.to());
            }
            case UserAgentEvent.MessageStatus s -> status(s);
            case UserAgentEvent.MediaReport m ->
                    calls.computeIfPresent(m.call(), (_, line) -> line.with(Quality.of(m)));
            case UserAgentEvent.DigitReceived _ -> {
                return; // nothing of it is shown
            }
            case UserAgentEvent.CommandFailed f -> failed(f);
        }
        changed();
    }

    /// The first one with whom something happens is shown at once.
    private void meet(String peer) {
        lines(peer);
        if (selected.isEmpty()) {
            selected = Optional.of(peer);
        }
    }

    private void countUnread(String peer) {
        if (!selected.equals(Optional.of(peer))) {
            unread.merge(peer, 1, Integer::sum);
        }
    }

    private void changed(UserAgentEvent.CallChanged c) {
        meet(c.peer());
        CallLine before = calls.get(c.call());
        if (c.state() == CallPhase.ENDED) {
            calls.remove(c.call());
            note(c.peer(), c.call(), Ended.words(c, before, clock.instant()));
            if (c.missed()) {
                countUnread(c.peer());
            }
        } else {
            calls.put(c.call(), CallLine.after(before, c, clock.instant()));
        }
    }

    private void note(String peer, Id id, String text) {
        lines(peer).add(new TextLine(id, Kind.NOTE, text, "", clock.instant()));
    }

    private void status(UserAgentEvent.MessageStatus s) {
        String peer = peerOfMessage.get(s.id());
        if (peer == null) {
            return;
        }
        String status =
                switch (s.status()) {
                    case SENT -> "sent";
                    case DELIVERED -> "delivered";
                    case DISPLAYED -> "read";
                    case FAILED -> "not sent: " + s.reason();
                };
        lines(peer)
                .replaceAll(line ->
                        line.kind() == Kind.MINE && line.id().equals(s.id())
                                ? new TextLine(
                                        line.id(), line.kind(), line.text(), status, line.at())
                                : line);
    }

    private void failed(UserAgentEvent.CommandFailed f) {
        f.id().flatMap(id -> Optional.ofNullable(calls.get(id)).map(CallLine::peer))
                .or(() -> selected)
                .ifPresent(peer -> note(peer, new Id(0), Sentence.of(f.text())));
    }

    /// Somebody was chosen in the list.
    void select(Optional<String> peer) {
        selected = peer;
        peer.ifPresent(unread::remove);
        changed();
    }

    void setMuted(boolean on) {
        muted = on;
        changed();
    }

    private List<TextLine> lines(String peer) {
        return conversations.computeIfAbsent(peer, _ -> new ArrayList<>());
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    Optional<String> selected() {
        return selected;
    }

    List<TextLine> conversation(String peer) {
        return List.copyOf(conversations.getOrDefault(peer, List.of()));
    }

    /// Everybody with whom something was said.
    List<String> peers() {
        return List.copyOf(conversations.keySet());
    }

    int unread(String peer) {
        return unread.getOrDefault(peer, 0);
    }

    /// The call to show: one that rings here, else the latest.
    Optional<CallLine> call() {
        return calls.values().stream()
                .filter(CallLine::ringsHere)
                .findFirst()
                .or(() -> calls.values().stream().reduce((_, later) -> later));
    }

    /// What the clock says, to show how long something has lasted.
    Instant now() {
        return clock.instant();
    }

    /// Our own address; empty before the first registration.
    Optional<String> own() {
        return own;
    }

    String registration() {
        return registration;
    }

    boolean isRegistered() {
        return registered;
    }

    boolean isMuted() {
        return muted;
    }
}
