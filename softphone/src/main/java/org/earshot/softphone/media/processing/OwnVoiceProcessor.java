package org.earshot.softphone.media.processing;

import java.util.Arrays;
import java.util.OptionalDouble;

/// Our own: an [EchoFilter] of 100 ms behind a [DelayFinder] and a [ClockDrift], a [SpectralGain] for what that leaves and for noise, a
/// [GainControl]. Adds 2.7 ms of delay.
final class OwnVoiceProcessor implements VoiceProcessor {
    private static final int FFT = 1_024;
    private static final int PARTITIONS = 10;
    private static final int MOST_BLOCKS = 32;
    private static final float SCALE = 32_768;

    private final ReferenceQueue reference = new ReferenceQueue();
    private final EchoMeter meter = new EchoMeter();
    private final Playback playback = new Playback();
    private final DelayFinder delay = new DelayFinder();
    private final ClockDrift drift = new ClockDrift();
    private final EchoFilter filter = new EchoFilter(SAMPLES, FFT, PARTITIONS, 3, 0.9985f);
    private final VoiceSettings settings;
    private final SpectralGain gains;
    private final GainControl level = new GainControl();
    private final short[] rendered = new short[SAMPLES];
    private final float[] played = new float[SAMPLES];
    private final float[] x = new float[FFT];
    private final float[] heard = new float[SAMPLES];
    private final float[] echo = new float[SAMPLES];
    private final float[] clean = new float[SAMPLES];
    private int blocks; // by which the filter begins later than the loudspeaker
    private int latest; // by how many samples the filter may begin later
    private double drifted; // samples besides, as the clocks differ
    private boolean closed;
    private volatile boolean resetWanted = true;

    OwnVoiceProcessor(VoiceSettings settings) {
        this.settings = settings;
        gains = new SpectralGain(settings.noise());
    }

    @Override
    public void render(short[] frame) {
        reference.put(frame);
    }

    @Override
    public void capture(short[] frame, long delayNanos) {
        if (closed || settings.isOff()) {
            return;
        }
        if (resetWanted) {
            resetWanted = false;
            forget();
        }
        double before = EchoMeter.energy(frame);
        for (int i = 0; i < SAMPLES; i++) {
            heard[i] = frame[i] / SCALE;
        }
        if (settings.echo()) {
            cancel();
        } else {
            System.arraycopy(heard, 0, clean, 0, SAMPLES);
        }
        gains.process(clean, echo, filter.residual());
        double after = energy(clean);
        if (settings.gain()) {
            level.process(clean, gains.speech());
        }
        for (int i = 0; i < SAMPLES; i++) {
            frame[i] =
                    (short)
                            Math.clamp(
                                    Math.round(clean[i] * SCALE), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        meter.captured(before, after); // what is made louder is no echo more
    }

    /// Of samples of -1 to 1, as if they were of 16 bits.
    private static double energy(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample * sample;
        }
        return sum * SCALE * SCALE;
    }

    private void cancel() {
        while (reference.poll(rendered)) {
            meter.rendered(rendered);
            playback.add(rendered);
        }
        long moved = playback.captured();
        if (moved != 0) {
            delay.reset();
            begin(blocks + (int) (moved / SAMPLES));
        }
        playback.read(0, played);
        follow(delay.next(played, heard));
        playback.read(blocks * SAMPLES + drifted, x);
        filter.process(x, heard, echo, clean);
        drift(drift.next(echo, clean));
    }

    /// Whole blocks of it are counted as such, so that hours of it fit.
    private void drift(double later) {
        drifted += later;
        if (drifted >= SAMPLES && blocks < MOST_BLOCKS) {
            drifted -= SAMPLES;
            blocks++;
        } else if (drifted <= -SAMPLES && blocks > 0) {
            drifted += SAMPLES;
            blocks--;
        }
        // never later than the echo: that would have to be known before
        drifted = Math.clamp(drifted, -blocks * SAMPLES, latest - blocks * SAMPLES);
    }

    /// The direct sound is to be in the filter's second block or a little later: what comes before is room for a delay that
    /// shrinks, as clocks differ.
    private void follow(int found) {
        if (found < 0) {
            return;
        }
        latest = Math.max(0, found - SAMPLES / 10);
        int undrifted = (int) (found - drifted);
        int after = undrifted - blocks * SAMPLES;
        if ((after < SAMPLES / 4 && blocks > 0) || after > 3 * SAMPLES) {
            begin(undrifted / SAMPLES - 1);
        }
    }

    private void begin(int wanted) {
        int to = Math.clamp(wanted, 0, MOST_BLOCKS);
        if (to == blocks) {
            return;
        }
        filter.shift(to - blocks);
        blocks = to;
        drifted = Math.max(drifted, -blocks * SAMPLES);
        for (int i = PARTITIONS; i > 0; i--) {
            playback.read((blocks + i) * SAMPLES + drifted, x);
            filter.refill(x);
        }
    }

    private void forget() {
        playback.reset();
        delay.reset();
        drift.reset();
        filter.reset();
        gains.reset();
        level.reset();
        meter.reset();
        Arrays.fill(echo, 0);
        blocks = 0;
        latest = 0;
        drifted = 0;
    }

    @Override
    public void reset() {
        resetWanted = true;
    }

    @Override
    public OptionalDouble echoReducedDb() {
        return settings.echo() ? meter.reducedDb() : OptionalDouble.empty();
    }

    @Override
    public void close() {
        closed = true;
    }
}
