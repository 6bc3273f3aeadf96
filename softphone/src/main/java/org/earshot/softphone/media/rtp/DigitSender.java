package org.earshot.softphone.media.rtp;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Which telephone-event goes out in the place of which audio packet (RFC 4733 §2.5.1). Asked once per packet time.
/// Confined to one thread.
public final class DigitSender {

    /// How long a key is held down.
    public static final int KEY_MILLIS = 100;

    private static final int PAUSE_MILLIS = 100;
    private static final int END_PACKETS = 3;
    private static final int VOLUME = 10;

    private final int clockRate;
    private final Queue<Integer> waiting = new ArrayDeque<>();

    private State state = new Idle();

    /// @param clockRate in which durations are counted
    public DigitSender(int clockRate) {
        this.clockRate = clockRate;
    }

    /// A packet to send.
    ///
    /// @param first     of its key: carries the marker
    /// @param timestamp when the key went down: the same in all packets of it
    /// @param event     the payload
    public record Packet(boolean first, int timestamp, TelephoneEvent event) {}

    private sealed interface State {}

    private record Idle() implements State {}

    private record Pressed(int event, int timestamp, int millis) implements State {}

    private record Released(int event, int timestamp, int duration, int sent) implements State {}

    private record Pausing(int millis) implements State {}

    /// Whether nothing is being sent or waits to be.
    public boolean isIdle() {
        return state instanceof Idle && waiting.isEmpty();
    }

    /// Takes away what waits, as where another clock rate is agreed upon, or none.
    ///
    /// @return the keys that were not begun
    public String takeWaiting() {
        StringBuilder keys = new StringBuilder();
        waiting.forEach(
                event -> new TelephoneEvent(event, false, VOLUME, 0).key().ifPresent(keys::append));
        waiting.clear();
        return keys.toString();
    }

    /// Puts keys behind those that wait.
    ///
    /// @throws IllegalArgumentException when one is no key; then none is taken
    public void press(String keys) {
        check(keys);
        keys.chars().forEach(key -> TelephoneEvent.eventOf((char) key).ifPresent(waiting::add));
    }

    /// @throws IllegalArgumentException when one character is no key
    public static void check(String keys) {
        for (int i = 0; i < keys.length(); i++) {
            if (TelephoneEvent.eventOf(keys.charAt(i)).isEmpty()) {
                throw new IllegalArgumentException("no key: '" + keys.charAt(i) + "'");
            }
        }
    }

    /// What goes out now; empty: audio.
    ///
    /// @param timestamp    which the audio packet would have
    /// @param packetMillis which it would hold
    public Optional<Packet> next(int timestamp, int packetMillis) {
        return switch (state) {
            case Idle _ when waiting.isEmpty() -> Optional.empty();
            case Idle _ -> pressed(waiting.remove(), timestamp, 0, packetMillis);
            case Pressed(int event, int since, int millis) ->
                    pressed(event, since, millis, packetMillis);
            case Released(int event, int since, int duration, int sent) -> {
                state =
                        sent + 1 < END_PACKETS
                                ? new Released(event, since, duration, sent + 1)
                                : new Pausing(END_PACKETS * packetMillis);
                yield Optional.of(packet(event, since, duration, true, false));
            }
            case Pausing(int millis) -> {
                state =
                        millis + packetMillis < PAUSE_MILLIS
                                ? new Pausing(millis + packetMillis)
                                : new Idle();
                yield Optional.empty();
            }
        };
    }

    private Optional<Packet> pressed(int event, int since, int before, int packetMillis) {
        int millis = before + packetMillis;
        int duration = millis * (clockRate / 1_000);
        boolean end = millis >= KEY_MILLIS;
        state = end ? new Released(event, since, duration, 1) : new Pressed(event, since, millis);
        return Optional.of(packet(event, since, duration, end, before == 0));
    }

    private static Packet packet(
            int event, int timestamp, int duration, boolean end, boolean first) {
        return new Packet(first, timestamp, new TelephoneEvent(event, end, VOLUME, duration));
    }
}
