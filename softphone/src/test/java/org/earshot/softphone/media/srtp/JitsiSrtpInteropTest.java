package org.earshot.softphone.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.crypto.Aes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ours against jitsi-srtp, each as sender and as receiver.
class JitsiSrtpInteropTest {

    private static final int SSRC = 0x4D617273;

    @BeforeAll
    static void withoutABenchmarkOfAllProviders() {
        Aes.setFactoryClassName("BouncyCastle");
    }

    @ParameterizedTest
    @EnumSource
    void whatWeProtectJitsiUnderstands(SrtpSuite suite) throws Exception {
        SrtpKeys keys = keys(suite);
        SrtpContext ours = new SrtpContext(keys);
        SrtpCryptoContext theirs = Jitsi.factory(keys, false).deriveContext(SSRC, 0);
        for (int i = 0; i < 40; i++) {
            byte[] plain = rtp(60_000 + 400 * i, 10 * i); // rolls over on the way
            byte[] packet = Hex.roomy(plain);
            Jitsi.Packet protectedPacket =
                    new Jitsi.Packet(packet, ours.protect(packet, plain.length));
            assertThat(theirs.reverseTransformPacket(protectedPacket, false))
                    .isEqualTo(SrtpErrorStatus.OK);
            assertThat(protectedPacket.content()).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatJitsiProtectsWeUnderstand(SrtpSuite suite) throws Exception {
        SrtpKeys keys = keys(suite);
        SrtpContext ours = new SrtpContext(keys);
        SrtpCryptoContext theirs = Jitsi.factory(keys, true).deriveContext(SSRC, 0);
        for (int i = 0; i < 40; i++) {
            byte[] plain = rtp(60_000 + 400 * i, 10 * i);
            Jitsi.Packet packet = new Jitsi.Packet(Hex.roomy(plain), plain.length);
            assertThat(theirs.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(ours.unprotect(packet.getBuffer(), packet.getLength()))
                    .isEqualTo(new Accepted(plain.length));
            assertThat(Arrays.copyOf(packet.getBuffer(), plain.length)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theReportsThatWeProtectJitsiUnderstands(SrtpSuite suite) throws Exception {
        SrtpKeys keys = keys(suite);
        SrtcpContext ours = new SrtcpContext(keys);
        SrtcpCryptoContext theirs = Jitsi.factory(keys, false).deriveControlContext(SSRC);
        for (int i = 0; i < 20; i++) {
            byte[] plain = rtcp();
            byte[] packet = Hex.roomy(plain);
            Jitsi.Packet protectedPacket =
                    new Jitsi.Packet(packet, ours.protect(packet, plain.length));
            assertThat(theirs.reverseTransformPacket(protectedPacket))
                    .isEqualTo(SrtpErrorStatus.OK);
            assertThat(protectedPacket.content()).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theReportsThatJitsiProtectsWeUnderstand(SrtpSuite suite) throws Exception {
        SrtpKeys keys = keys(suite);
        SrtcpContext ours = new SrtcpContext(keys);
        SrtcpCryptoContext theirs = Jitsi.factory(keys, true).deriveControlContext(SSRC);
        for (int i = 0; i < 20; i++) {
            byte[] plain = rtcp();
            Jitsi.Packet packet = new Jitsi.Packet(Hex.roomy(plain), plain.length);
            assertThat(theirs.transformPacket(packet)).isEqualTo(SrtpErrorStatus.OK);
            assertThat(ours.unprotect(packet.getBuffer(), packet.getLength()))
                    .isEqualTo(new Accepted(plain.length));
            assertThat(Arrays.copyOf(packet.getBuffer(), plain.length)).isEqualTo(plain);
        }
    }

    private static SrtpKeys keys(SrtpSuite suite) {
        byte[] bytes = new byte[suite.keyBytes() + suite.saltBytes()];
        new Random(suite.keyBytes()).nextBytes(bytes);
        return new SrtpKeys(suite, bytes);
    }

    private static byte[] rtp(int sequence, int payloadBytes) {
        byte[] packet = new byte[12 + payloadBytes];
        new Random(sequence).nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[2] = (byte) (sequence >>> 8);
        packet[3] = (byte) sequence;
        Wire.putWord(packet, 8, SSRC);
        return packet;
    }

    private static byte[] rtcp() {
        byte[] packet = new byte[28];
        Arrays.fill(packet, (byte) 0x5A);
        Wire.putWord(packet, 0, 0x80C80006);
        Wire.putWord(packet, 4, SSRC);
        return packet;
    }
}
