package org.earshot.softphone.ui.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// A call that is not over, as the window shows it.
///
/// @param displayName what the caller is said to be called; may be empty, and is never shown without the address
/// @param ringsHere whether somebody calls and waits for us
/// @param since when it was answered; empty before that
/// @param quality what is bad about the sound, in words; "" when nothing is
public record CallLine(
        Id id,
        String peer,
        String displayName,
        CallPhase phase,
        boolean ringsHere,
        boolean heldByPeer,
        Lock lock,
        Optional<Instant> since,
        String quality) {

    static CallLine incoming(UserAgentEvent.IncomingCall call) {
        return new CallLine(
                call.call(),
                call.from(),
                call.claimed().isPresent() ? Texts.get("call.unverified") : call.displayName(),
                CallPhase.RINGING,
                true,
                false,
                Lock.NONE,
                Optional.empty(),
                "");
    }

    /// @param before the same call until now, or null
    static CallLine after(CallLine before, UserAgentEvent.CallChanged change, Instant now) {
        boolean talking =
                change.state() == CallPhase.ESTABLISHED || change.state() == CallPhase.HELD;
        Optional<Instant> since = before == null ? Optional.empty() : before.since;
        return new CallLine(
                change.call(),
                change.peer(),
                before == null ? "" : before.displayName,
                change.state(),
                change.incoming() && change.state() == CallPhase.RINGING,
                change.heldByPeer(),
                Lock.of(change.encryption()),
                talking ? since.or(() -> Optional.of(now)) : since,
                before == null || change.state() == CallPhase.HELD ? "" : before.quality);
    }

    CallLine with(String newQuality) {
        return new CallLine(
                id,
                peer,
                displayName,
                phase,
                ringsHere,
                heldByPeer,
                lock,
                since,
                phase == CallPhase.ESTABLISHED && !heldByPeer ? newQuality : "");
    }

    /// Whether both have taken part; on hold too.
    public boolean isAnswered() {
        return phase == CallPhase.ESTABLISHED || phase == CallPhase.HELD;
    }

    /// With whom: what the other one is said to be called, never without the address.
    public String who() {
        return displayName.isBlank()
                ? Names.of(peer)
                : displayName.strip() + " (" + Names.of(peer) + ")";
    }

    /// What goes on, and with whom.
    ///
    /// @param who names the other one
    String words(String who) {
        return switch (phase) {
            case CALLING -> Texts.get("call.calling", who);
            case RINGING -> Texts.get(ringsHere ? "call.isCalling" : "call.isRinging", who);
            case ESTABLISHED -> Texts.get(heldByPeer ? "call.heldYou" : "call.with", who);
            case HELD -> Texts.get("call.isHeld", who);
            case ENDED -> "";
        };
    }

    /// How long it has lasted; "" before it was answered.
    public String duration(Instant now) {
        return since.map(start -> clock(Duration.between(start, now))).orElse("");
    }

    /// `1:05`, or `1:00:05` from an hour on.
    static String clock(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
    }
}
