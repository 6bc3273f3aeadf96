package org.earshot.softphone.media.jitter;

import org.earshot.softphone.media.codec.Decoder;

/// Makes an even stream of what the network delivers unevenly. Packets go in as they come ([#insert]); each 10 ms the playout thread
/// takes a frame ([#poll]): decoded, stretched, repaired, or concealed. No packet is too odd for it, none makes it throw, and its
/// memory is fixed.
///
/// `insert`, `poll` and `decoder` are confined to the playout thread: a receive thread hands packets over through a ring that the playout
/// thread drains right before each `poll`. [#statistics] may be called by any thread. Nothing allocates but the codecs.
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class JitterBuffer {
    public JitterBuffer(JitterSettings settings) {
        throw new UnsupportedOperationException("lands within the hour: " + settings);
    }

    /// Payloads of type `payloadType` (0..127) are for `decoder`, which stays the caller's: it must be closed only after the last `poll`.
    public void decoder(int payloadType, Decoder decoder) {
        throw new UnsupportedOperationException();
    }

    /// Takes a packet of audio; copies the payload.
    ///
    /// @param payloadType RTP payload type, 0..127; one without decoder is dropped and counted
    /// @param sequenceNumber RTP sequence number, 0..65535
    /// @param timestamp RTP timestamp, 32 bit, in units of the decoder's clock rate
    /// @param ssrc of the sender; another one than before begins anew
    /// @param arrivalNanos [System#nanoTime] when the packet was read from the socket
    public void insert(
            int payloadType,
            int sequenceNumber,
            int timestamp,
            int ssrc,
            byte[] payload,
            int offset,
            int length,
            long arrivalNanos) {
        throw new UnsupportedOperationException();
    }

    /// Fills `frame` with the next 480 samples. To be called every 10 ms of the playout device's clock.
    ///
    /// @param nowNanos [System#nanoTime]; tells a pause of the process from a steady stream
    public void poll(long nowNanos, short[] frame) {
        throw new UnsupportedOperationException();
    }

    /// What happened until now. Any thread.
    public JitterStatistics statistics() {
        throw new UnsupportedOperationException();
    }
}
