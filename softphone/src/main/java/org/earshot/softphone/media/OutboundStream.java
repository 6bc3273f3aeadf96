package org.earshot.softphone.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.noise.NoiseModel;
import org.earshot.softphone.media.noise.SilenceSuppression.Sent;
import org.earshot.softphone.media.processing.DigitSpeaker;
import org.earshot.softphone.media.rtp.DigitSender;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.rtp.SequenceNumber;
import org.earshot.softphone.media.rtp.TelephoneEvent;

/// From the microphone to the wire: frames into packets, encoded, protected, sent. Confined to the capture thread but for what
/// says otherwise.
final class OutboundStream {

    private static final int BUFFER_BYTES = 2_048;
    private static final int EVENT_CLOCK_RATE = 8_000; // until one is agreed upon
    private static final int MAX_FRAMES = 6; // of 10 ms, in a packet
    private static final long KEEPALIVE_NANOS = 15_000_000_000L;

    /// No frame for so long: the process stood still, or the microphone was changed. What makes up for less has been seen to come.
    private static final long GAP_NANOS = 200_000_000;

    private final LocalSource source;
    private final RemoteAddress remote;
    private final MediaTap tap;

    private final Queue<SendPlan> offered = new ConcurrentLinkedQueue<>();
    private final Queue<String> digits = new ConcurrentLinkedQueue<>();
    private volatile boolean muted;
    private volatile Optional<SendAdaptation.Sending> advice = Optional.empty();
    private final SendCounter counter = new SendCounter();
    private volatile long failures;

    private Optional<SendPlan> plan = Optional.empty();
    private DigitSender digitSender = new DigitSender(EVENT_CLOCK_RATE);
    private final DigitSpeaker digitSpeaker = new DigitSpeaker();
    private int packetMillis;

    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer packet = ByteBuffer.wrap(bytes);
    private final OpusSender opus;
    private final SentAudio sent = new SentAudio();
    private final short[] pcm = new short[MAX_FRAMES * AudioFrame.SAMPLES];
    private int frames;
    private int payloadBytes;

    private int sequenceNumber;
    private int timestamp;
    private boolean talkspurt = true;
    private long lastFrameNanos;
    private boolean begun;
    private long lastSentNanos;
    private boolean sentAnything;

    /// @param nanoClock by which it is measured how long encoding takes
    OutboundStream(
            LocalSource source,
            RemoteAddress remote,
            MediaTap tap,
            RandomGenerator random,
            LongSupplier nanoClock) {
        this.source = source;
        this.remote = remote;
        this.tap = tap;
        // RFC 3711 §3.3.1: far from the first rollover, which a receiver that misses the start
        // would not notice
        this.sequenceNumber = random.nextInt(SequenceNumber.MODULUS / 2);
        this.timestamp = random.nextInt();
        this.opus = new OpusSender(nanoClock);
    }

    /// What to follow from the next frame on. User-agent thread.
    void follow(SendPlan next) {
        offered.add(next);
    }

    /// User-agent thread.
    void mute(boolean mute) {
        muted = mute;
    }

    /// User-agent thread. The digits have been checked.
    void press(String keys) {
        digits.add(keys);
    }

    /// How to send from the next packet on, after what the peer has reported. Receive thread.
    void adapt(SendAdaptation.Sending sending) {
        advice = Optional.of(sending);
    }

    /// Any thread.
    SentCounts counts() {
        return counter.now();
    }

    /// Packets that the system did not take. Any thread.
    long failures() {
        return failures;
    }

    /// Takes 10 ms.
    void captured(short[] frame, long nanoTime) {
        takePlans();
        if (plan.isEmpty() || plan.get().parameters().awaitsKeys()) {
            return;
        }
        SendPlan now = plan.get();
        passGap(now.parameters().codec(), nanoTime);
        if (frames == 0) {
            packetMillis = packetMillis(now.parameters());
        }
        if (muted) {
            Arrays.fill(pcm, samples(), samples() + AudioFrame.SAMPLES, (short) 0);
        } else {
            System.arraycopy(frame, 0, pcm, samples(), AudioFrame.SAMPLES);
        }
        if (now.parameters().direction().sends()) {
            speakDigits(now);
        } else {
            digitSpeaker.interrupt();
        }
        frames++;
        if (frames * AudioFrame.MILLIS < packetMillis) {
            return;
        }
        Sent what = decide(now);
        if (what == Sent.SOUND) {
            what = encode(now);
        }
        if (now.parameters().direction().sends()) {
            send(now, what, nanoTime);
        } else {
            keepAlive(now, nanoTime);
            talkspurt = true;
        }
        timestamp += ticks(now.parameters().codec());
        frames = 0;
        payloadBytes = 0;
    }

    /// RFC 3550 §5.1: the timestamp says when a sample was taken, so it goes on where nothing was: else all that is said from now on would be late
    /// for ever by what was missed.
    private void passGap(CodecChoice codec, long nanoTime) {
        long since = nanoTime - lastFrameNanos - AudioFrame.NANOS;
        if (begun && since > GAP_NANOS) {
            int millis = (int) (since / AudioFrame.NANOS) * AudioFrame.MILLIS;
            timestamp += (frames * AudioFrame.MILLIS + millis) * ticksPerMilli(codec);
            frames = 0; // of a packet that was begun before it
            payloadBytes = 0;
            talkspurt = true; // RFC 3551 §4.1
        }
        begun = true;
        lastFrameNanos = nanoTime;
    }

    /// Who takes no telephone-events hears keys as tones. Recordings have none of either: a key may be part of a secret.
    private void speakDigits(SendPlan now) {
        boolean events = now.parameters().telephoneEvent().isPresent();
        for (String keys = digits.poll(); keys != null; keys = digits.poll()) {
            press(keys, events);
        }
        if (!events) {
            digitSpeaker.speak(pcm, samples());
        }
    }

    private void press(String keys, boolean events) {
        if (events) {
            digitSender.press(keys);
        } else {
            digitSpeaker.press(keys);
        }
    }

    private int samples() {
        return frames * AudioFrame.SAMPLES;
    }

    private Sent decide(SendPlan now) {
        return now.suppression().isPresent()
                ? now.suppression().get().decide(pcm, samples())
                : Sent.SOUND;
    }

    // With G.711 and G.722 each frame is encoded alone, with Opus those of a packet together.
    private Sent encode(SendPlan now) {
        if (now.parameters().codec().name() == CodecName.OPUS) {
            Sent what =
                    opus.encode(
                            now.encoder(),
                            now.parameters().codec().opus(),
                            advice,
                            pcm,
                            samples(),
                            bytes,
                            RtpHeader.FIXED_BYTES);
            payloadBytes = opus.length();
            return what;
        }
        for (int at = 0; at < samples(); at += AudioFrame.SAMPLES) {
            int payloadAt = RtpHeader.FIXED_BYTES + payloadBytes;
            payloadBytes += now.encoder().encode(pcm, at, AudioFrame.SAMPLES, bytes, payloadAt);
        }
        return Sent.SOUND;
    }

    private void send(SendPlan now, Sent what, long nanoTime) {
        Optional<TelephoneEventChoice> events = now.parameters().telephoneEvent();
        Optional<DigitSender.Packet> digit =
                events.isEmpty() ? Optional.empty() : digitSender.next(timestamp, packetMillis);
        if (digit.isPresent()) {
            sendDigit(now, events.get().sentPayloadType(), digit.get(), nanoTime);
            return;
        }
        if (what != Sent.SOUND) {
            sendNoise(now, what, nanoTime);
            return;
        }
        tap.captured(Integer.toUnsignedLong(timestamp), nanoTime);
        int payloadType = addCopy(now.parameters().codec());
        transmit(now, talkspurt, payloadType, timestamp, payloadBytes, nanoTime);
        // RFC 7587 §4.1: what is said behind a silence has the marker
        talkspurt = now.parameters().codec().name() == CodecName.OPUS && opus.isSilent();
    }

    /// Puts an older payload before the packet's own, where that is advised and agreed upon.
    ///
    /// @return the payload type of what it is now
    private int addCopy(CodecChoice codec) {
        int usual = codec.sentPayloadType();
        if (codec.redundancy().isEmpty() || opus.isSilent()) {
            return usual;
        }
        sent.add(timestamp, bytes, RtpHeader.FIXED_BYTES, payloadBytes);
        Optional<SendAdaptation.Sending> sending = advice;
        if (sending.isEmpty() || !sending.get().copies()) {
            return usual;
        }
        int ago = Math.ceilDiv(SentAudio.AGO_MILLIS, packetMillis) * ticks(codec);
        int both =
                sent.putBefore(bytes, RtpHeader.FIXED_BYTES, payloadBytes, timestamp, ago, usual);
        if (both == 0) {
            return usual;
        }
        payloadBytes = both;
        return codec.redundancy().get().sentPayloadType();
    }

    private void sendNoise(SendPlan now, Sent what, long nanoTime) {
        if (what == Sent.NOISE) {
            int payload = now.suppression().get().write(bytes, RtpHeader.FIXED_BYTES);
            transmit(now, false, NoiseModel.PAYLOAD_TYPE, timestamp, payload, nanoTime);
        }
        talkspurt = true; // RFC 3551 §4.1: the next sound has the marker
    }

    private void sendDigit(SendPlan now, int payloadType, DigitSender.Packet digit, long nanoTime) {
        digit.event().write(packet, RtpHeader.FIXED_BYTES);
        transmit(
                now, digit.first(), payloadType, digit.timestamp(), TelephoneEvent.BYTES, nanoTime);
        talkspurt = true;
    }

    // Who only listens must still open the way through routers, and keep it open (RFC 6263 §4.6: an
    // unknown payload type).
    private void keepAlive(SendPlan now, long nanoTime) {
        boolean due = !sentAnything || nanoTime - lastSentNanos >= KEEPALIVE_NANOS;
        if (now.parameters().direction().receives() && due) {
            transmit(now, false, unusedPayloadType(now.parameters()), timestamp, 0, nanoTime);
        }
    }

    private static int unusedPayloadType(MediaParameters parameters) {
        int candidate = 127;
        while (candidate == parameters.codec().sentPayloadType()
                || candidate == redundantPayloadType(parameters)
                || candidate == eventPayloadType(parameters)) {
            candidate--;
        }
        return candidate;
    }

    private static int redundantPayloadType(MediaParameters parameters) {
        return parameters.codec().redundancy().map(RedundancyChoice::sentPayloadType).orElse(-1);
    }

    private static int eventPayloadType(MediaParameters parameters) {
        return parameters.telephoneEvent().map(TelephoneEventChoice::sentPayloadType).orElse(-1);
    }

    private void transmit(
            SendPlan now, boolean marker, int payloadType, int time, int payload, long nanoTime) {
        RtpHeader.write(packet, marker, payloadType, sequenceNumber, time, source.ssrc());
        sequenceNumber = (sequenceNumber + 1) % SequenceNumber.MODULUS;
        int length = RtpHeader.FIXED_BYTES + payload;
        if (now.srtp().isPresent()) {
            length = now.srtp().get().protect(bytes, length);
        }
        lastSentNanos = nanoTime;
        sentAnything = true;
        packet.position(0).limit(length);
        try {
            now.port().send(packet, remote.current());
            counter.sent(payload, time, nanoTime);
        } catch (IOException _) {
            // no route, or closed meanwhile: RTP goes on, and the number shows
            countFailure();
        } finally {
            packet.clear();
        }
    }

    // one writer
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void countFailure() {
        failures++;
    }

    private void takePlans() {
        for (SendPlan next = offered.poll(); next != null; next = offered.poll()) {
            Optional<SendPlan> before = plan;
            SendPlan now = next;
            plan = Optional.of(now);
            before.ifPresent(old -> old.closeExcept(plan));
            frames = 0;
            payloadBytes = 0;
            opus.forget();
            sent.clear();
            Optional<TelephoneEventChoice> events = now.parameters().telephoneEvent();
            if (!before.map(old -> old.parameters().telephoneEvent()).equals(Optional.of(events))) {
                String waiting = digitSender.takeWaiting() + digitSpeaker.takeWaiting();
                digitSender =
                        new DigitSender(
                                events.map(TelephoneEventChoice::clockRate)
                                        .orElse(EVENT_CLOCK_RATE));
                digitSpeaker.interrupt();
                press(waiting, events.isPresent());
            }
        }
    }

    // what was advised for the parameters before must not go beyond what these allow
    private int packetMillis(MediaParameters parameters) {
        CodecChoice codec = parameters.codec();
        Optional<SendAdaptation.Sending> sending = advice;
        int millis = codec.packetMillis();
        if (sending.isPresent()) {
            int most = Math.max(millis, parameters.wishes().maxPacketMillis());
            millis = Math.clamp(sending.get().packetMillis(), millis, most);
        }
        return millis;
    }

    private int ticks(CodecChoice codec) {
        return packetMillis * ticksPerMilli(codec);
    }

    private static int ticksPerMilli(CodecChoice codec) {
        return codec.name().clockRate() / 1_000;
    }

    /// Closes encoder and keys. After the last [#captured], by any thread that knows of it.
    void close() {
        takePlans();
        plan.ifPresent(last -> last.closeExcept(Optional.empty()));
        plan = Optional.empty();
    }
}
