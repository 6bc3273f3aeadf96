package org.earshot.softphone.media.processing;

import java.util.Arrays;

/// Takes away what an [EchoFilter] left of the echo, and steady noise, by a gain for each of 129 bands: a filter of 256 taps that
/// is made anew for each frame, so it delays by 128 samples (2.7 ms). For one thread.
final class SpectralGain {
    /// Delay, in samples.
    static final int DELAY = 128;

    private static final int TAPS = 2 * DELAY;
    private static final int FRAME = VoiceProcessor.SAMPLES;
    private static final int SIZE = 1_024;
    private static final int WINDOW =
            768; // centred on the samples that the filter's output comes from
    private static final int BANDS = TAPS / 2 + 1;
    private static final int BINS_PER_BAND = SIZE / TAPS;

    private static final float ECHO_FLOOR = 0.01f; // of a band's gain
    private static final float NOISE_FLOOR_GAIN = 0.2f;
    private static final float OVER = 4; // how much more echo is assumed than was seen
    private static final float LEAK_LEAST = 0.001f;
    private static final float LEAK_MOST = 1;
    private static final float LEAK_RATE = 0.02f;
    private static final float TAIL_KEPT = 0.6f; // of the echo's power, a frame later
    private static final float RISE = 0.4f;
    private static final float AUDIBLE = 1e-7f * WINDOW; // of a band's power
    private static final int FIRST_SPEECH_BAND = 2;
    private static final int LAST_SPEECH_BAND = 18; // 3.4 kHz
    private static final float DECIDED = 0.98f;

    private final boolean noiseToo;
    private final RealFft fft = new RealFft(SIZE);
    private final RealFft design = new RealFft(TAPS);
    private final float[] window = new float[WINDOW];
    private final float[] taper = new float[TAPS];
    private final float[] cleanHistory = new float[SIZE];
    private final float[] echoHistory = new float[SIZE];
    private final float[] time = new float[SIZE];
    private final float[] re = new float[SIZE / 2 + 1];
    private final float[] im = new float[SIZE / 2 + 1];
    private final float[] clean = new float[BANDS]; // powers
    private final float[] echo = new float[BANDS];
    private final float[] tail = new float[BANDS];
    private final float[] thought = new float[BANDS];
    private final float[] meanClean = new float[BANDS];
    private final float[] meanEcho = new float[BANDS];
    private final float[] together = new float[BANDS];
    private final float[] echoVariance = new float[BANDS];
    private final float[] leak = new float[BANDS];
    private final float[] echoGain = new float[BANDS];
    private final float[] gain = new float[BANDS];
    private final float[] lastSpeech = new float[BANDS]; // power of what noise suppression left
    private final float[] noGain = new float[BANDS];
    private final NoiseFloor noise = new NoiseFloor(BANDS);
    private final float[] earlier = new float[FRAME];
    private final float[] later = new float[FRAME];
    private float[] taps = new float[TAPS];
    private float[] before = new float[TAPS];
    private float openness;
    private boolean speech;

    SpectralGain(boolean noiseToo) {
        this.noiseToo = noiseToo;
        for (int i = 0; i < WINDOW; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / WINDOW));
        }
        for (int i = 0; i < TAPS; i++) {
            taper[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / TAPS));
        }
        reset();
    }

    void reset() {
        Arrays.fill(cleanHistory, 0);
        Arrays.fill(echoHistory, 0);
        Arrays.fill(tail, 0);
        Arrays.fill(meanClean, 0);
        Arrays.fill(meanEcho, 0);
        Arrays.fill(together, 0);
        Arrays.fill(echoVariance, 0);
        Arrays.fill(leak, 0.1f);
        Arrays.fill(echoGain, 1);
        Arrays.fill(lastSpeech, 0);
        noise.reset();
        Arrays.fill(taps, 0);
        taps[DELAY] = 1;
    }

    /// @param frame    480 samples without most of the echo; written: what is left when the gains were applied
    /// @param echoPart 480 samples: the echo that was taken out
    /// @param residual power of the echo that is thought to be left, as of [EchoFilter#residual], for a transform of 1,024
    void process(float[] frame, float[] echoPart, float[] residual) {
        System.arraycopy(cleanHistory, FRAME, cleanHistory, 0, SIZE - FRAME);
        System.arraycopy(frame, 0, cleanHistory, SIZE - FRAME, FRAME);
        System.arraycopy(echoHistory, FRAME, echoHistory, 0, SIZE - FRAME);
        System.arraycopy(echoPart, 0, echoHistory, SIZE - FRAME, FRAME);
        powers(cleanHistory, clean);
        powers(echoHistory, echo);
        bands(residual, thought);
        learnLeak();
        echoGains();
        noiseGains();
        filter(frame);
    }

    private void powers(float[] history, float[] to) {
        Arrays.fill(time, 0, SIZE - WINDOW, 0);
        for (int i = 0; i < WINDOW; i++) {
            time[SIZE - WINDOW + i] = window[i] * history[SIZE - WINDOW + i];
        }
        fft.forward(time, re, im);
        for (int k = 0; k < re.length; k++) {
            re[k] = re[k] * re[k] + im[k] * im[k];
        }
        bands(re, to);
    }

    /// Means of the bins around each band's middle.
    private static void bands(float[] bins, float[] to) {
        for (int b = 0; b < BANDS; b++) {
            int from = Math.max(0, BINS_PER_BAND * b - BINS_PER_BAND / 2);
            int end = Math.min(bins.length, BINS_PER_BAND * b + BINS_PER_BAND / 2 + 1);
            float sum = 0;
            for (int k = from; k < end; k++) {
                sum += bins[k];
            }
            to[b] = sum / (end - from);
        }
    }

    /// How much of the echo's power is left: what rises and falls with it. Who speaks here does neither.
    private void learnLeak() {
        for (int b = 0; b < BANDS; b++) {
            tail[b] = Math.max(echo[b], TAIL_KEPT * tail[b]);
            if (tail[b] < AUDIBLE) {
                continue;
            }
            float c = clean[b] - meanClean[b];
            float e = tail[b] - meanEcho[b];
            meanClean[b] += LEAK_RATE * c;
            meanEcho[b] += LEAK_RATE * e;
            together[b] += LEAK_RATE * (c * e - together[b]);
            echoVariance[b] += LEAK_RATE * (e * e - echoVariance[b]);
            float ratio = together[b] / (echoVariance[b] + AUDIBLE * AUDIBLE);
            leak[b] = Math.clamp(ratio, LEAK_LEAST, LEAK_MOST);
        }
    }

    private void echoGains() {
        float open = 0;
        float weights = 0;
        for (int b = 0; b < BANDS; b++) {
            float left = OVER * Math.max(leak[b] * tail[b], thought[b]);
            float wanted = 1;
            if (left > 0) {
                wanted = Math.clamp(1 - left / (clean[b] + 1e-12f), ECHO_FLOOR, 1);
            }
            echoGain[b] = Math.min(wanted, echoGain[b] + RISE * (wanted - echoGain[b]));
            if (b >= FIRST_SPEECH_BAND && b <= LAST_SPEECH_BAND) {
                open += echoGain[b] * echoGain[b] * clean[b];
                weights += clean[b];
            }
        }
        openness = weights > 0 ? open / weights : 1;
        if (openness < 0.1f) { // nobody speaks here: then nothing of it is let through
            for (int b = 0; b < BANDS; b++) {
                if (tail[b] > AUDIBLE) {
                    echoGain[b] = Math.min(echoGain[b], Math.max(ECHO_FLOOR, 3 * openness));
                }
            }
        }
    }

    private void noiseGains() {
        if (openness > 0.5f) {
            noise.learn(clean);
        }
        float over = 0;
        for (int b = 0; b < BANDS; b++) {
            float floor = noise.power(b);
            // no quieter than the room is without echo, or it would come and go
            float least =
                    floor > 0 ? Math.min(1, (float) Math.sqrt(floor / (clean[b] + 1e-12f))) : 0;
            noGain[b] = Math.max(echoGain[b], least);
            float left = noGain[b] * noGain[b] * clean[b];
            if (b >= FIRST_SPEECH_BAND && b <= LAST_SPEECH_BAND && left > 4 * floor) {
                over++;
            }
            gain[b] = noGain[b];
            if (noiseToo && floor > 0) {
                float now = Math.max(0, left / floor - 1);
                float prior = DECIDED * lastSpeech[b] / floor + (1 - DECIDED) * now;
                float suppressed = Math.max(NOISE_FLOOR_GAIN, prior / (1 + prior));
                lastSpeech[b] = suppressed * suppressed * left;
                gain[b] *= suppressed;
            }
        }
        speech = over > (LAST_SPEECH_BAND - FIRST_SPEECH_BAND) / 3f && openness > 0.5f;
    }

    private void filter(float[] frame) {
        float[] older = before;
        before = taps;
        taps = older;
        Arrays.fill(im, 0);
        design.inverse(gain, im, time);
        for (int i = 0; i < TAPS; i++) {
            taps[i] = taper[i] * time[(i + DELAY) % TAPS];
        }
        Arrays.fill(earlier, 0);
        Arrays.fill(later, 0);
        for (int j = 0; j < TAPS; j++) { // this way round it is done many samples at a time
            float was = before[j];
            float is = taps[j];
            int at = SIZE - FRAME - j;
            for (int i = 0; i < FRAME; i++) {
                earlier[i] += was * cleanHistory[at + i];
                later[i] += is * cleanHistory[at + i];
            }
        }
        for (int i = 0; i < FRAME; i++) {
            frame[i] = earlier[i] + (i + 1f) / FRAME * (later[i] - earlier[i]);
        }
    }

    /// Whether somebody speaks here, in the frame that was processed last.
    boolean speech() {
        return speech;
    }
}
