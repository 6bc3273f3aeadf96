package org.earshot.softphone.media;

/// The audio of one call: RTP both ways over a [MediaPort], encrypted when the parameters hold keys.
///
/// Methods are for the user-agent thread and return at once. Audio enters and leaves through the audio engine, which
/// calls this on its two threads once the session has joined it.
public final class MediaSession implements AutoCloseable {

    private final MediaPort port;

    /// A session that waits for [#start].
    ///
    /// @param port     closed with the session
    /// @param listener called on the session's receive thread
    /// @param tap      called on the audio threads
    public MediaSession(MediaPort port, MediaListener listener, MediaTap tap) {
        this.port = port;
    }

    /// Begins to receive and, as soon as the audio engine captures, to send.
    ///
    /// @throws IllegalStateException when started before or closed
    public void start(MediaParameters parameters) {}

    /// Takes what a later offer and answer agreed upon. Equal keys go on counting; the old inbound keys
    /// stay valid for packets still on their way.
    ///
    /// @throws IllegalStateException when not started or closed
    public void update(MediaParameters parameters) {}

    /// Sends silence instead of the microphone, or the microphone again.
    public void setMuted(boolean muted) {}

    /// Sends digits one after the other, 100 ms each (RFC 4733), in place of audio.
    ///
    /// @param digits of `0`–`9`, `*`, `#`, `A`–`D`
    /// @throws IllegalArgumentException for any other character
    /// @throws IllegalStateException    when the peer takes no digits (no telephone-event was agreed upon)
    public void sendDigits(String digits) {}

    /// How it is doing. Any thread.
    public MediaStatistics statistics() {
        return MediaStatistics.NONE;
    }

    /// Says goodbye (RTCP BYE), ends the receive thread, frees the ports and forgets the keys. Does no harm twice.
    @Override
    public void close() {
        port.close();
    }
}
