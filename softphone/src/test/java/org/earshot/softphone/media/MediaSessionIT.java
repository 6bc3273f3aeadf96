package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.SessionPair.FRAMES_PER_PACKET;
import static org.earshot.softphone.media.SessionPair.G722;
import static org.earshot.softphone.media.SessionPair.OPUS;
import static org.earshot.softphone.media.SessionPair.PCMU;
import static org.earshot.softphone.media.SessionPair.await;
import static org.earshot.softphone.media.SessionPair.keys;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.earshot.softphone.media.CodecChoice.OtherCodec;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two sessions over loopback: codecs on the wire, directions, addresses.
class MediaSessionIT {
    @RegisterExtension private final SessionPair pair = new SessionPair();
    private final TestSession alice = pair.alice;
    private final TestSession bob = pair.bob;

    /// RFC 3551 §4.5.2: 160 octets and 160 ticks for 320 samples.
    @Test
    void ofG722TheClockCountsEveryOtherSample() {
        pair.startPlain(G722);
        pair.talk(5);
        await(() -> bob.received() == 5 && alice.received() == 5);
        List<RtpHeader> sent = pair.ofWhoWasFirst();
        assertThat(sent).hasSize(5).allMatch(h -> h.payloadType() == 9 && h.payloadLength() == 160);
        assertThat(sent.getLast().timestamp() - sent.getFirst().timestamp()).isEqualTo(4 * 160);
    }

    /// RFC 3389: what alice does not say is noise for bob, and no loss.
    @Test
    void whereItIsAgreedSilenceIsComfortNoise() {
        pair.startPlain(PCMU.withComfortNoise());
        alice.session.setMuted(true);
        alice.tick(FRAMES_PER_PACKET);
        await(() -> bob.received() == 1);
        bob.tick(20);
        alice.tick(20);
        alice.session.setMuted(false);
        alice.tick(FRAMES_PER_PACKET);
        await(() -> bob.received() == 2);

        List<RtpHeader> sent = pair.ofWhoWasFirst();
        assertThat(sent).extracting(RtpHeader::payloadType).containsExactly(13, 0);
        assertThat(sent).extracting(RtpHeader::payloadLength).containsExactly(1, 160);
        assertThat(sent.getLast().marker()).isTrue();
        assertThat(sent.getLast().timestamp() - sent.getFirst().timestamp()).isEqualTo(11 * 160);
        assertThat(bob.session.statistics().packetsLost()).isZero();
        assertThat(bob.session.statistics().concealedMs()).isZero();
        assertThat(bob.session.statistics().latePackets()).isZero();
    }

    /// RFC 3264 §6.1: of what was offered and answered the peer may send any, and change without a word.
    @Test
    void thePeerMaySpeakAnotherCodecInMidCall() {
        CodecChoice any =
                PCMU.with(
                        List.of(
                                new OtherCodec(CodecName.PCMA, 8),
                                new OtherCodec(CodecName.OPUS, 96),
                                new OtherCodec(CodecName.G722, 9)));
        pair.startPlain(any);
        for (CodecChoice spoken :
                List.of(PCMU, new CodecChoice(CodecName.PCMA, 8, 20), OPUS, G722, PCMU)) {
            alice.session.update(alice.plain(pair.relay.forLeft(), spoken));
            int loud = 0;
            for (int frame = 0; frame < 60; frame++) {
                alice.tick(1);
                pair.awaitWhatWasSent();
                loud += Arrays.equals(bob.hear(), new short[AudioFrame.SAMPLES]) ? 0 : 1;
            }
            assertThat(loud).as("frames of %s", spoken.name()).isGreaterThan(45);
        }
        assertThat(bob.session.statistics().strangePackets()).isZero();
        assertThat(bob.session.statistics().packetsLost()).isZero();
        assertThat(bob.session.statistics().jitterMs()).isLessThan(1_000);
    }

    @Test
    void whoOnlyListensOpensTheWayWithOnePacket() {
        alice.session.start(
                alice.plain(pair.relay.forLeft(), PCMU).withDirection(Direction.RECV_ONLY));
        alice.tick(20);
        assertThat(alice.sent()).isEqualTo(1);
    }

    @Test
    void packetsGoWhereThePeersComeFromWhateverSdpSaid() {
        SrtpKeys toBob = keys();
        SrtpKeys toAlice = keys();
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        alice.session.start(alice.parameters(nowhere, PCMU, toBob, toAlice));
        bob.session.start(bob.parameters(pair.relay.forRight(), PCMU, toAlice, toBob));
        bob.tick(FRAMES_PER_PACKET);
        await(() -> alice.received() == 1);
        alice.tick(10 * FRAMES_PER_PACKET);
        await(() -> bob.received() == 10);
    }

    @Test
    void atAnotherAddressTheCallGoesOn() {
        alice.session.start(alice.direct(bob));
        bob.session.start(bob.direct(alice));
        pair.talk(5);
        await(() -> bob.received() == 5 && alice.received() == 5);
        InetSocketAddress before = alice.port.rtpAddress();
        MediaPort other = TestSession.open(InetAddress.ofLiteral("127.0.0.2"));
        alice.session.moveTo(other);
        await(() -> TestSession.isFree(before));
        alice.tick(5 * FRAMES_PER_PACKET);
        await(() -> bob.received() == 10);
        bob.tick(5 * FRAMES_PER_PACKET);
        await(() -> alice.received() == 10);
        assertThat(bob.session.statistics().packetsLost()).isZero();
        assertThat(bob.session.statistics().refused()).isEmpty();
        alice.session.close();
        await(() -> TestSession.isFree(other.rtpAddress()));
    }

    @Test
    void aSessionMayMoveBeforeItStartsAndAfterItsEnd() {
        MediaPort other = TestSession.open(InetAddress.ofLiteral("127.0.0.2"));
        alice.session.moveTo(other);
        assertThat(TestSession.isFree(alice.port.rtpAddress())).isTrue();
        alice.session.close();
        assertThat(TestSession.isFree(other.rtpAddress())).isTrue();
        MediaPort third = TestSession.open(InetAddress.ofLiteral("127.0.0.2"));
        alice.session.moveTo(third);
        assertThat(TestSession.isFree(third.rtpAddress())).isTrue();
    }

    /// What comes of loss and delay is tested where time is an argument ([DisturbedSpeechTest]); that sessions on sockets do the same, here.
    @Test
    void speechSurvivesARelayThatLosesOneInTwenty() {
        pair.startEncrypted(OPUS);
        pair.relay.lose(5);
        short[] speech = Speech.alice(4_000);
        short[] heard = new short[speech.length + 30 * AudioFrame.SAMPLES];
        short[] spoken = Arrays.copyOf(speech, heard.length);
        for (int at = 0; at < heard.length; at += AudioFrame.SAMPLES) {
            alice.say(Arrays.copyOfRange(spoken, at, at + AudioFrame.SAMPLES));
            pair.awaitWhatWasSent();
            System.arraycopy(bob.hear(), 0, heard, at, AudioFrame.SAMPLES);
        }
        // how much less than without loss depends on when the reports come, by which she adapts
        assertThat(Speech.correlation(speech, heard, 250)).isGreaterThanOrEqualTo(0.8);
        MediaStatistics statistics = bob.session.statistics();
        assertThat(pair.relay.lost()).isBetween(2L, 20L);
        assertThat(statistics.packetsLost()).isBetween(pair.relay.lost() - 1, pair.relay.lost());
        assertThat(statistics.latePackets()).isZero();
        assertThat(statistics.mos()).isBetween(2.0, 4.45);
        assertThat(alice.tap.captured).hasSizeGreaterThan(200);
        assertThat(bob.tap.played).hasSizeGreaterThan(150);
        assertThat(alice.tap.captured).containsKeys(bob.tap.played.keySet().toArray(Long[]::new));
    }
}
