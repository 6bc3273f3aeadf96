package org.earshot.softphone.media;

/// Watches frames pass, to measure the path's delay. Called on the audio threads: must not block or allocate.
public interface MediaTap {

    /// A tap that watches nothing.
    MediaTap NONE =
            new MediaTap() {
                @Override
                public void captured(long rtpTimestamp, long nanoTime) {}

                @Override
                public void played(long rtpTimestamp, long nanoTime) {}
            };

    /// The last sample of a frame was read from the microphone. Capture thread.
    ///
    /// @param rtpTimestamp the timestamp (32 bits, unsigned) of the packet in which the frame travels
    /// @param nanoTime     of `System.nanoTime`
    void captured(long rtpTimestamp, long nanoTime);

    /// The first sample of a packet is given to the loudspeaker. Playout thread.
    ///
    /// @param rtpTimestamp the packet's timestamp (32 bits, unsigned)
    /// @param nanoTime     of `System.nanoTime`
    void played(long rtpTimestamp, long nanoTime);
}
