package org.earshot.softphone.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
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
        SrtpCryptoContext theirs = jitsi(keys, false).deriveContext(SSRC, 0);
        for (int i = 0; i < 40; i++) {
            byte[] plain = rtp(60_000 + 400 * i, 10 * i); // rolls over on the way
            byte[] packet = Hex.roomy(plain);
            Packet protectedPacket = new Packet(packet, ours.protect(packet, plain.length));
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
        SrtpCryptoContext theirs = jitsi(keys, true).deriveContext(SSRC, 0);
        for (int i = 0; i < 40; i++) {
            byte[] plain = rtp(60_000 + 400 * i, 10 * i);
            Packet packet = new Packet(Hex.roomy(plain), plain.length);
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
        SrtcpCryptoContext theirs = jitsi(keys, false).deriveControlContext(SSRC);
        for (int i = 0; i < 20; i++) {
            byte[] plain = rtcp();
            byte[] packet = Hex.roomy(plain);
            Packet protectedPacket = new Packet(packet, ours.protect(packet, plain.length));
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
        SrtcpCryptoContext theirs = jitsi(keys, true).deriveControlContext(SSRC);
        for (int i = 0; i < 20; i++) {
            byte[] plain = rtcp();
            Packet packet = new Packet(Hex.roomy(plain), plain.length);
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

    private static SrtpContextFactory jitsi(SrtpKeys keys, boolean sender) {
        SrtpSuite suite = keys.suite();
        return new SrtpContextFactory(
                sender,
                keys.masterKey(),
                keys.masterSalt(),
                policy(suite, suite.rtpTagBytes()),
                policy(suite, suite.rtcpTagBytes()),
                new LoggerImpl("jitsi-srtp"));
    }

    private static SrtpPolicy policy(SrtpSuite suite, int tagBytes) {
        return suite.aead()
                ? new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION,
                        suite.keyBytes(),
                        SrtpPolicy.NULL_AUTHENTICATION,
                        0,
                        tagBytes,
                        suite.saltBytes())
                : new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        suite.keyBytes(),
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        20,
                        tagBytes,
                        suite.saltBytes());
    }

    /// Jitsi's view of an array with room behind the packet.
    private static final class Packet implements ByteArrayBuffer {
        private final byte[] buffer;
        private int length;

        Packet(byte[] buffer, int length) {
            this.buffer = buffer;
            this.length = length;
        }

        byte[] content() {
            return Arrays.copyOf(buffer, length);
        }

        @Override
        public byte[] getBuffer() {
            return buffer;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int newLength) {
            length = newLength;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int count, byte[] target) {
            System.arraycopy(buffer, offset, target, 0, count);
        }

        @Override
        public void grow(int count) {
            assertThat(length + count).isLessThanOrEqualTo(buffer.length);
        }

        @Override
        public void append(byte[] data, int count) {
            System.arraycopy(data, 0, buffer, length, count);
            length += count;
        }

        @Override
        public void shrink(int count) {
            length -= count;
        }
    }
}
