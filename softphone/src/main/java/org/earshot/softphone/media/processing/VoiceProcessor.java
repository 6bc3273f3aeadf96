package org.earshot.softphone.media.processing;

import java.util.OptionalDouble;

/// Makes of what a microphone hears what the other side is to hear: without the echo of the loudspeaker, with less noise, at a
/// good level; each as [VoiceSettings] say.
///
/// Frames are 10 ms, [#SAMPLES] samples, 16 bit, mono, 48 kHz. One thread calls [#render], one calls [#capture], at the same
/// time; neither call waits for the other, allocates, or logs. Some milliseconds of delay may be added to what is captured.
public interface VoiceProcessor extends AutoCloseable {
    /// Samples of a frame.
    int SAMPLES = 480;

    /// Samples per second.
    int SAMPLE_RATE = 48_000;

    /// Leaves everything as it is.
    VoiceProcessor NONE =
            new VoiceProcessor() {
                @Override
                public void render(short[] frame) {}

                @Override
                public void capture(short[] frame, long delayNanos) {}

                @Override
                public void reset() {}

                @Override
                public OptionalDouble echoReducedDb() {
                    return OptionalDouble.empty();
                }

                @Override
                public void close() {}
            };

    /// Takes what goes to the loudspeaker, before it is heard; it is copied.
    void render(short[] frame);

    /// Processes what came from the microphone, in place.
    ///
    /// @param delayNanos how long sound waits in the two devices together, as far as they know; a hint, 0 where unknown
    void capture(short[] frame, long delayNanos);

    /// Forgets the room and the delay, as after a change of devices; takes effect with the next captured frame. Any thread.
    void reset();

    /// By how much the microphone is quieter than it was, in dB, while the other side speaks, over the last half second of that.
    /// Who speaks at the same time makes it less; what is taken away as noise is in it, too. Empty until somebody has spoken, and where echo is not cancelled. Any thread.
    OptionalDouble echoReducedDb();

    /// Frees what is held; by the capturing thread, or when it has ended. Frames are left as they are from then on. Safe twice.
    @Override
    void close();
}
