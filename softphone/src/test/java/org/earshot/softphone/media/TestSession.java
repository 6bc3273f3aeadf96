package org.earshot.softphone.media;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.srtp.SrtpKeys;

/// A session with its port, on real sockets. Its audio engine is whoever calls [#tick] and the like: microphone and loudspeaker are at work when
/// the test says so, and by a clock that goes 10 ms a frame, whatever the machine does meanwhile.
final class TestSession implements MediaSession.Audio, AutoCloseable {
    static final PortRange PORTS = new PortRange(20_000, 29_999);
    static final TelephoneEventChoice EVENTS = new TelephoneEventChoice(101, 8_000);

    private static final Codecs CODECS = Codecs.pureJava();
    private static final SrtpKeys SAME_KEYS = SessionPair.keys();
    private static final int LOUDEST = 8_000;

    /// The loudspeaker's clock is so far ahead of the network's, so that whatever has come before a frame came at the same moment, however long the
    /// machine took for it.
    private static final long AHEAD_NANOS = 3_600_000_000_000L;

    final MediaPort port = open(InetAddress.getLoopbackAddress());
    final NotingTap tap = new NotingTap();
    private final Queue<Character> digits = new ConcurrentLinkedQueue<>();
    final MediaSession session = new MediaSession(port, this, CODECS, digits::add, tap);
    private final Random noise = new Random(1);
    private Optional<TelephoneEventChoice> events = Optional.of(EVENTS);
    private MediaParameters current;
    private AudioSession audio;
    private final long start = System.nanoTime();
    private long spoken; // frames
    private long heard; // likewise

    static MediaPort open(InetAddress at) {
        try {
            return MediaPort.open(at, PORTS, new SecureRandom());
        } catch (IOException e) {
            throw new AssertionError("no port", e);
        }
    }

    /// Whether nobody has that port.
    static boolean isFree(InetSocketAddress address) {
        try (DatagramSocket socket = new DatagramSocket(address)) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether keys are to go as telephone-events.
    void events(boolean agreed) {
        events = agreed ? Optional.of(EVENTS) : Optional.empty();
    }

    MediaParameters parameters(
            InetSocketAddress remote, CodecChoice codec, SrtpKeys ours, SrtpKeys theirs) {
        return parameters(remote, codec, Optional.of(ours), Optional.of(theirs));
    }

    MediaParameters parameters(
            InetSocketAddress remote,
            CodecChoice codec,
            Optional<SrtpKeys> ours,
            Optional<SrtpKeys> theirs) {
        current =
                new MediaParameters(
                        remote, remote, codec, events, Direction.SEND_RECV, ours, theirs, "cname");
        return current;
    }

    MediaParameters plain(InetSocketAddress remote, CodecChoice codec) {
        return parameters(remote, codec, Optional.empty(), Optional.empty());
    }

    /// To the other without a relay between them, encrypted, with reports at ports of their own.
    MediaParameters direct(TestSession other) {
        return new MediaParameters(
                other.port.rtpAddress(),
                other.port.rtcpAddress(),
                SessionPair.OPUS,
                Optional.empty(),
                Direction.SEND_RECV,
                Optional.of(SAME_KEYS),
                Optional.of(SAME_KEYS),
                "cname");
    }

    /// As agreed upon, but for the direction.
    void turn(Direction direction) {
        session.update(current.withDirection(direction));
    }

    /// Speaks noise, and hears.
    void tick(int frames) {
        for (int i = 0; i < frames; i++) {
            say(noise(noise));
            hear();
        }
    }

    void say(short[] frame) {
        audio.captured(frame, start + spoken++ * AudioFrame.NANOS);
    }

    /// @return what was heard
    short[] hear() {
        short[] frame = new short[AudioFrame.SAMPLES];
        audio.playout(frame, start + AHEAD_NANOS + heard++ * AudioFrame.NANOS);
        return frame;
    }

    private static short[] noise(Random random) {
        short[] samples = new short[AudioFrame.SAMPLES];
        for (int s = 0; s < samples.length; s++) {
            samples[s] = (short) random.nextInt(-LOUDEST, LOUDEST);
        }
        return samples;
    }

    /// What the first packet of [#tick] would hold were it plain, in µ-law and 20 ms.
    byte[] firstPayload() {
        Random same = new Random(1);
        byte[] payload = new byte[160];
        try (var encoder = CODECS.pcmu().newEncoder()) {
            for (int at = 0; at < payload.length; at += payload.length / 2) {
                encoder.encode(noise(same), 0, AudioFrame.SAMPLES, payload, at);
            }
        }
        return payload;
    }

    long received() {
        return session.statistics().packetsReceived();
    }

    long sent() {
        return session.statistics().packetsSent();
    }

    String digits() {
        return digits.stream().map(String::valueOf).collect(Collectors.joining());
    }

    @Override
    public void join(AudioSession joining) {
        audio = joining;
    }

    @Override
    public CompletableFuture<Void> leave(AudioSession leaving) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        session.close();
    }
}
