package org.earshot.softphone.media.processing;

/// Holds what the microphone hears back by 8 ms where it hears the loudspeaker sooner than in 4 to 8 ms: there WebRTC's canceller now and
/// then takes the echo for something else. No sound card is so quick, but one that leads its output back can be. The delay may change while
/// devices stay open, as when the system moves a stream to another one: so it is measured again and again, a fifth of the time. For one thread.
final class LeastDelay {
    private static final int HELD = 8 * VoiceProcessor.SAMPLE_RATE / 1_000;
    private static final int MOST_FRAMES =
            1_000; // in which something is played; then there is no echo
    private static final int LATER_FRAMES = 400; // likewise, when it is measured again
    private static final int REST_FRAMES =
            1_600; // in which something is played, between two measurements
    private static final int SURE_FRAMES = 40; // what is found first is right to 10 ms only
    private static final float AUDIBLE = 1e-5f;
    private static final double AUDIBLE_SAMPLES = AUDIBLE * 32_768.0 * 32_768;
    private static final int LET_GO = HELD + HELD / 2; // or it would come and go at the limit

    private final DelayFinder finder = new DelayFinder();
    private final Playback playback = new Playback();
    private final float[] played = new float[VoiceProcessor.SAMPLES];
    private final float[] heard = new float[VoiceProcessor.SAMPLES];
    private final short[] held = new short[HELD + VoiceProcessor.SAMPLES];
    private boolean holding;
    private int framesLeft; // of this measurement, 0 between two
    private int restLeft;
    private int sure; // frames

    LeastDelay() {
        reset();
    }

    void reset() {
        finder.reset();
        playback.reset();
        holding = false;
        sure = 0;
        framesLeft = MOST_FRAMES;
    }

    /// @param frame 480 samples for the loudspeaker
    void rendered(short[] frame) {
        if (framesLeft > 0) {
            playback.add(frame);
        } else if (EchoMeter.energy(frame) > AUDIBLE_SAMPLES && --restLeft <= 0) {
            finder.reset();
            playback.reset();
            sure = 0;
            framesLeft = LATER_FRAMES;
        }
    }

    /// @param frame 480 samples of the microphone; written where they are held back
    /// @return whether that begins or ends with this frame: what was learnt of the echo is to be learnt anew
    boolean captured(short[] frame) {
        boolean before = holding;
        if (framesLeft > 0) {
            find(frame);
        }
        System.arraycopy(frame, 0, held, HELD, frame.length);
        if (holding) {
            System.arraycopy(held, 0, frame, 0, frame.length);
        }
        System.arraycopy(held, frame.length, held, 0, HELD);
        return holding != before;
    }

    private void find(short[] frame) {
        if (playback.captured() != 0) {
            finder.reset();
        }
        playback.read(0, played);
        float energy = 0;
        for (int i = 0; i < frame.length; i++) {
            heard[i] = frame[i] / 32_768f;
            energy += played[i] * played[i];
        }
        if (energy > AUDIBLE && --framesLeft == 0) {
            restLeft = REST_FRAMES;
        }
        int found = finder.next(played, heard);
        sure = found >= 0 ? sure + 1 : 0;
        if (sure >= SURE_FRAMES) {
            framesLeft = 0;
            restLeft = REST_FRAMES;
            holding = found < (holding ? LET_GO : HELD);
        }
    }
}
