package org.earshot.softphone.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.earshot.softphone.media.srtp.Unprotected.Accepted;
import org.earshot.softphone.media.srtp.Unprotected.Reason;
import org.earshot.softphone.media.srtp.Unprotected.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SrtcpContextTest {

    private static final byte[] REPORT =
            Hex.bytes("81c8000bcafebabe abababababababababababababababab");

    // Known packets: the validation of libsrtp's driver; it counts from 1.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_80,"
                + "e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6,"
                + "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798",
        "AEAD_AES_128_GCM,"
                + "000102030405060708090a0b0c0d0e0fa0a1a2a3a4a5a6a7a8a9aaab,"
                + "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446ea31123ba88ce61e80000001",
    })
    void aKnownPacketIsProtectedAsOthersDo(SrtpSuite suite, String keyAndSalt, String expected) {
        SrtpKeys keys = new SrtpKeys(suite, Hex.bytes(keyAndSalt));
        byte[] packet = Hex.roomy(REPORT);
        int length =
                new SrtcpContext(suite, SessionKeys.forRtcp(keys), 1)
                        .protect(packet, REPORT.length);
        assertThat(Hex.text(packet, 0, length)).isEqualTo(expected);
        assertThat(new SrtcpContext(keys).unprotect(packet, length))
                .isEqualTo(new Accepted(REPORT.length));
        assertThat(Arrays.copyOf(packet, REPORT.length)).isEqualTo(REPORT);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasProtectedComesBackOnce(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        for (int i = 0; i < 100; i++) {
            byte[] packet = Hex.roomy(REPORT);
            int length = pair.sender.protect(packet, REPORT.length);
            byte[] again = packet.clone();
            assertThat(pair.receiver.unprotect(packet, length))
                    .isEqualTo(new Accepted(REPORT.length));
            assertThat(Arrays.copyOf(packet, REPORT.length)).isEqualTo(REPORT);
            assertThat(pair.receiver.unprotect(again, length))
                    .isEqualTo(new Refused(Reason.REPLAYED));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyFlippedBitIsRefusedAndThePacketStaysAsItCame(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        byte[] packet = Hex.roomy(REPORT);
        int length = pair.sender.protect(packet, REPORT.length);
        for (int bit = 0; bit < length * 8; bit++) {
            byte[] altered = packet.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            byte[] before = altered.clone();
            assertThat(pair.receiver.unprotect(altered, length))
                    .as("bit %d", bit)
                    .isInstanceOf(Refused.class);
            assertThat(altered).isEqualTo(before);
        }
        assertThat(pair.receiver.unprotect(packet, length)).isEqualTo(new Accepted(REPORT.length));
    }

    @Test
    void shortTagsAreForRtpOnly() {
        assertThat(new Pair(SrtpSuite.AES_CM_128_HMAC_SHA1_32).sender.overhead()).isEqualTo(14);
    }

    @ParameterizedTest
    @EnumSource
    void aPlainPacketIsRefused(SrtpSuite suite) {
        byte[] plain = Arrays.copyOf(REPORT, 48);
        assertThat(new Pair(suite).receiver.unprotect(plain, plain.length))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aPacketWithoutTheEncryptedBitIsRefused() {
        Pair pair = new Pair(SrtpSuite.AEAD_AES_256_GCM);
        byte[] packet = Hex.roomy(REPORT);
        int length = pair.sender.protect(packet, REPORT.length);
        packet[length - 4] &= 0x7F;
        assertThat(pair.receiver.unprotect(packet, length))
                .isEqualTo(new Refused(Reason.NOT_ENCRYPTED));
    }

    @Test
    void aKeyProtectsSoManyPacketsAndNoMore() {
        SrtpKeys keys = new SrtpKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]);
        SrtcpContext last =
                new SrtcpContext(keys.suite(), SessionKeys.forRtcp(keys), (1L << 31) - 1);
        byte[] packet = Hex.roomy(REPORT);
        int length = last.protect(packet, REPORT.length);
        assertThat(new SrtcpContext(keys).unprotect(packet, length)).isInstanceOf(Accepted.class);
        assertThatThrownBy(() -> last.protect(Hex.roomy(REPORT), REPORT.length))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void truncatedAndRandomPacketsAreRefused(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        byte[] packet = Hex.roomy(REPORT);
        int length = pair.sender.protect(packet, REPORT.length);
        for (int cut = 0; cut < length; cut++) {
            assertThat(pair.receiver.unprotect(packet.clone(), cut)).isInstanceOf(Refused.class);
        }
        Random random = new Random(3711);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(150)];
            random.nextBytes(bytes);
            assertThat(pair.receiver.unprotect(bytes, bytes.length)).isInstanceOf(Refused.class);
        }
    }

    private static final class Pair {
        private final SrtcpContext sender;
        private final SrtcpContext receiver;

        Pair(SrtpSuite suite) {
            byte[] bytes = new byte[suite.keyBytes() + suite.saltBytes()];
            new Random(suite.keyBytes()).nextBytes(bytes);
            SrtpKeys keys = new SrtpKeys(suite, bytes);
            sender = new SrtcpContext(keys);
            receiver = new SrtcpContext(keys);
        }
    }
}
