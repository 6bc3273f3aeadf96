package org.earshot.softphone.media.processing;

import java.util.ArrayDeque;
import java.util.Queue;

/// Speaks keys as the tones of a telephone (ITU-T Q.23), for who takes no telephone-events: 100 ms of a key, 100 ms of silence, in the
/// place of what the microphone hears, so that nothing disturbs them. The low tone has -9 dBm0, the high one -7: lines weaken high tones
/// more, and Q.24 takes a high tone that is up to 4 dB stronger. Confined to one thread; allocates nothing but when a key is pressed.
public final class DigitSpeaker {
    private static final int FRAME = 480; // 10 ms at 48 kHz
    private static final double RATE = 48_000;

    /// Q.24 wants 40 ms of each at least; so long is what telephone-events say, too.
    private static final int TONE_FRAMES = 10;

    private static final int PAUSE_FRAMES = 10;

    /// 2 ms in which a tone comes and goes, or it would click.
    private static final int SLOPE = 96;

    /// Less of a key than 23 ms is none (Q.24).
    private static final int UNHEARD_FRAMES = 2;

    private static final double LOW_AMPLITUDE = amplitude(-9);
    private static final double HIGH_AMPLITUDE = amplitude(-7);

    private final Queue<Character> waiting = new ArrayDeque<>();
    private char key; // 0: none
    private double low; // Hz
    private double high;
    private int frame; // of the key, then of the silence behind it

    /// The peak of a tone, where 0 dBm0 is 6.2 dB of mean square below the greatest sample's.
    private static double amplitude(double level) {
        return 32_768 * Math.sqrt(2) * Math.pow(10, (level - 6.2) / 20);
    }

    /// Puts keys behind those that wait.
    ///
    /// @param keys of `0`–`9`, `*`, `#`, `A`–`D`
    /// @throws IllegalArgumentException when one is none; then none is taken
    public void press(String keys) {
        keys.chars().forEach(each -> DigitTones.index((char) each));
        keys.chars().forEach(each -> waiting.add((char) each));
    }

    /// Whether nothing is spoken or waits to be.
    public boolean isIdle() {
        return key == 0 && waiting.isEmpty();
    }

    /// Takes away what waits, as where telephone-events are agreed upon meanwhile.
    ///
    /// @return the keys that were not begun
    public String takeWaiting() {
        StringBuilder keys = new StringBuilder();
        waiting.forEach(keys::append);
        waiting.clear();
        return keys.toString();
    }

    /// Nothing is sent for some time: a key that nobody can have heard yet is spoken anew then, and of another one nothing more.
    public void interrupt() {
        if (key != 0 && frame > 0) {
            frame = frame <= UNHEARD_FRAMES ? 0 : Math.max(frame, TONE_FRAMES);
        }
    }

    /// Puts the next 10 ms at 48 kHz in the place of what is there.
    ///
    /// @return false: there is nothing to say, and `samples` are as before
    public boolean speak(short[] samples, int offset) {
        if (key == 0) {
            if (waiting.isEmpty()) {
                return false;
            }
            begin(waiting.remove());
        }
        boolean tone = frame < TONE_FRAMES;
        int from = frame * FRAME;
        for (int i = 0; i < FRAME; i++) {
            samples[offset + i] = tone ? sample(from + i) : 0;
        }
        frame++;
        if (frame == TONE_FRAMES + PAUSE_FRAMES) {
            key = 0;
        }
        return true;
    }

    private void begin(char next) {
        int index = DigitTones.index(next);
        key = next;
        low = DigitTones.low(index / DigitTones.GROUP);
        high = DigitTones.high(index % DigitTones.GROUP);
        frame = 0;
    }

    private short sample(int at) {
        double turns = 2 * Math.PI * at / RATE;
        double sum =
                LOW_AMPLITUDE * Math.sin(low * turns) + HIGH_AMPLITUDE * Math.sin(high * turns);
        int edge = Math.min(at + 1, TONE_FRAMES * FRAME - at);
        return (short) Math.round(edge < SLOPE ? sum * edge / SLOPE : sum);
    }
}
