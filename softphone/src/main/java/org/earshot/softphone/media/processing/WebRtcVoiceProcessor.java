package org.earshot.softphone.media.processing;

import dev.onvoid.webrtc.media.audio.AudioProcessing;
import dev.onvoid.webrtc.media.audio.AudioProcessingConfig;
import dev.onvoid.webrtc.media.audio.AudioProcessingStreamConfig;
import java.util.Arrays;
import java.util.OptionalDouble;

/// WebRTC's audio processing, by the native library of webrtc-java. Of that library nothing else is used.
///
/// The native code has locks of its own between the two directions; so the capture thread hands it both.
final class WebRtcVoiceProcessor implements VoiceProcessor {
    private static final int MAX_DELAY_MS = 500; // what the native code takes

    private final ReferenceQueue reference = new ReferenceQueue();
    private final EchoMeter meter = new EchoMeter();
    private final LeastDelay leastDelay = new LeastDelay();
    private final VoiceSettings settings;
    private final AudioProcessingConfig config = new AudioProcessingConfig();
    private final AudioProcessingStreamConfig format =
            new AudioProcessingStreamConfig(SAMPLE_RATE, 1);
    private final short[] rendered = new short[SAMPLES];
    private final byte[] in = new byte[2 * SAMPLES];
    private final byte[] out = new byte[2 * SAMPLES];
    private AudioProcessing processing;
    private boolean closed;
    private volatile boolean resetWanted;

    /// @throws LinkageError when the library, or one that it needs, isn't there
    /// @throws RuntimeException when it can't be unpacked
    WebRtcVoiceProcessor(VoiceSettings settings) {
        this.settings = settings;
        config.echoCanceller.enabled = settings.echo();
        config.echoCanceller.enforceHighPassFiltering = settings.echo();
        config.highPassFilter.enabled = settings.echo() || settings.noise();
        config.noiseSuppression.enabled = settings.noise();
        config.noiseSuppression.level = AudioProcessingConfig.NoiseSuppression.Level.MODERATE;
        config.gainControl.enabled = settings.gain();
        config.gainControl.adaptiveDigital.enabled = settings.gain();
        processing = begin();
    }

    private AudioProcessing begin() {
        AudioProcessing begun = new AudioProcessing();
        begun.applyConfig(config);
        return begun;
    }

    @Override
    public void render(short[] frame) {
        reference.put(frame);
    }

    @Override
    public void capture(short[] frame, long delayNanos) {
        if (closed) {
            return;
        }
        if (resetWanted) {
            resetWanted = false;
            renew();
            meter.reset();
            leastDelay.reset();
        }
        while (reference.poll(rendered)) {
            meter.rendered(rendered);
            leastDelay.rendered(rendered);
            bytes(rendered);
            processing.processReverseStream(in, format, format, out);
        }
        if (settings.echo() && leastDelay.captured(frame)) {
            renew();
        }
        double before = EchoMeter.energy(frame);
        processing.setStreamDelayMs(Math.clamp(delayNanos / 1_000_000, 0, MAX_DELAY_MS));
        bytes(frame);
        if (processing.processStream(in, format, format, out) == 0) {
            samples(frame);
        } else {
            Arrays.fill(frame, (short) 0); // rather than the echo
        }
        meter.captured(before, EchoMeter.energy(frame));
    }

    private void renew() {
        processing.dispose();
        processing = begin();
    }

    private void bytes(short[] frame) {
        for (int i = 0; i < SAMPLES; i++) {
            in[2 * i] = (byte) frame[i];
            in[2 * i + 1] = (byte) (frame[i] >> 8);
        }
    }

    private void samples(short[] frame) {
        for (int i = 0; i < SAMPLES; i++) {
            frame[i] = (short) ((out[2 * i] & 0xff) | (out[2 * i + 1] << 8));
        }
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
        if (!closed) {
            closed = true;
            processing.dispose();
        }
    }
}
