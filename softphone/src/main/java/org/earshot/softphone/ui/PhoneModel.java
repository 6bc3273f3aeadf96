package org.earshot.softphone.ui;

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
    private String registration = "Connecting …";
    private boolean registered;
    private boolean muted;
    private Optional<String> selected = Optional.empty();

    /// A line of a conversation.
    ///
    /// @param mine whether we wrote it
    /// @param status such as "sending", "sent", or why it failed; "" for what others wrote
    record TextLine(Id id, boolean mine, String text, String status) {}

    /// A call that is not over.
    ///
    /// @param ringsHere whether somebody calls and waits for us
    record CallLine(
            Id id,
            String peer,
            CallPhase phase,
            boolean ringsHere,
            boolean heldByPeer,
            Lock lock,
            String codec) {}

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void apply(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.Registered r -> {
                registered = true;
                registration = "Online as " + r.address();
            }
            case UserAgentEvent.Unregistered u -> {
                registered = false;
                registration = "Logged out";
            }
            case UserAgentEvent.RegistrationFailed f -> {
                registered = false;
                registration = "Offline: " + f.reason();
            }
            case UserAgentEvent.IncomingCall c ->
                    calls.put(
                            c.call(),
                            new CallLine(
                                    c.call(),
                                    c.from(),
                                    CallPhase.RINGING,
                                    true,
                                    false,
                                    Lock.NONE,
                                    ""));
            case UserAgentEvent.CallChanged c -> changed(c);
            case UserAgentEvent.MessageReceived m -> {
                lines(m.from()).add(new TextLine(m.id(), false, m.text(), ""));
                if (!selected.equals(Optional.of(m.from()))) {
                    unread.merge(m.from(), 1, Integer::sum);
                }
            }
            case UserAgentEvent.MessageStatus s -> status(s);
            case UserAgentEvent.MediaReport _, UserAgentEvent.DigitReceived _ -> {
                return; // nothing of it is shown yet
            }
            case UserAgentEvent.CommandFailed f -> failed(f);
        }
        changed();
    }

    private void changed(UserAgentEvent.CallChanged c) {
        if (c.state() == CallPhase.ENDED) {
            calls.remove(c.call());
            String what = c.missed() ? "Missed call" : "Call ended";
            lines(c.peer())
                    .add(
                            new TextLine(
                                    c.call(),
                                    false,
                                    "— "
                                            + what
                                            + (c.reason().isEmpty() ? "" : ": " + c.reason())
                                            + " —",
                                    ""));
            return;
        }
        calls.put(
                c.call(),
                new CallLine(
                        c.call(),
                        c.peer(),
                        c.state(),
                        c.incoming() && c.state() == CallPhase.RINGING,
                        c.heldByPeer(),
                        Lock.of(c.encryption()),
                        c.codec().orElse("")));
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
                        line.mine() && line.id().equals(s.id())
                                ? new TextLine(line.id(), true, line.text(), status)
                                : line);
    }

    private void failed(UserAgentEvent.CommandFailed f) {
        selected.ifPresent(peer ->
                lines(peer).add(new TextLine(new Id(0), false, "— " + f.text() + " —", "")));
    }

    /// We wrote something.
    void wrote(Id id, String peer, String text) {
        peerOfMessage.put(id, peer);
        lines(peer).add(new TextLine(id, true, text, "sending …"));
        changed();
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
