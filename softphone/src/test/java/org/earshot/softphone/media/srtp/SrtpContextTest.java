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

class SrtpContextTest {

    private static final int SSRC = 0xCAFEBABE;

    // Known packets: the validation of libsrtp's driver, same keys for RTP and RTCP.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_80,"
                + "e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6,"
                + "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
        "AEAD_AES_128_GCM,"
                + "000102030405060708090a0b0c0d0e0fa0a1a2a3a4a5a6a7a8a9aaab,"
                + "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392",
    })
    void aKnownPacketIsProtectedAsOthersDo(SrtpSuite suite, String keyAndSalt, String expected) {
        byte[] plain = Hex.bytes("800f1234decafbadcafebabe abababababababababababababababab");
        byte[] packet = Hex.roomy(plain);
        int length = new SrtpContext(keys(suite, keyAndSalt)).protect(packet, plain.length);
        assertThat(Hex.text(packet, 0, length)).isEqualTo(expected);
        assertThat(new SrtpContext(keys(suite, keyAndSalt)).unprotect(packet, length))
                .isEqualTo(new Accepted(plain.length));
        assertThat(Arrays.copyOf(packet, plain.length)).isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasProtectedComesBack(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        for (int sequence = 0; sequence < 300; sequence++) {
            byte[] plain = rtp(sequence, sequence % 200);
            byte[] packet = Hex.roomy(plain);
            int length = pair.sender.protect(packet, plain.length);
            assertThat(length).isEqualTo(plain.length + suite.rtpTagBytes());
            assertThat(pair.receiver.unprotect(packet, length))
                    .isEqualTo(new Accepted(plain.length));
            assertThat(Arrays.copyOf(packet, plain.length)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHeaderWithSourcesAndExtensionStaysReadable(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        byte[] plain =
                Hex.bytes(
                        "92000001 00000000 cafebabe 11111111 22222222 bede0001 10aa0000 0102030405");
        byte[] packet = Hex.roomy(plain);
        int length = pair.sender.protect(packet, plain.length);
        assertThat(Arrays.copyOf(packet, 28)).isEqualTo(Arrays.copyOf(plain, 28));
        assertThat(Arrays.copyOfRange(packet, 28, plain.length))
                .isNotEqualTo(Arrays.copyOfRange(plain, 28, plain.length));
        assertThat(pair.receiver.unprotect(packet, length)).isEqualTo(new Accepted(plain.length));
    }

    @ParameterizedTest
    @EnumSource
    void anyFlippedBitIsRefusedAndThePacketStaysAsItCame(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        byte[] packet = Hex.roomy(rtp(7, 20));
        int length = pair.sender.protect(packet, 32);
        for (int bit = 0; bit < length * 8; bit++) {
            byte[] altered = packet.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            byte[] before = altered.clone();
            assertThat(pair.receiver.unprotect(altered, length))
                    .as("bit %d", bit)
                    .isInstanceOf(Refused.class);
            assertThat(altered).isEqualTo(before);
        }
        assertThat(pair.receiver.unprotect(packet, length)).isEqualTo(new Accepted(32));
    }

    @ParameterizedTest
    @EnumSource
    void aReplayIsRefused(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        byte[] packet = Hex.roomy(rtp(7, 20));
        int length = pair.sender.protect(packet, 32);
        byte[] again = packet.clone();
        assertThat(pair.receiver.unprotect(packet, length)).isInstanceOf(Accepted.class);
        assertThat(pair.receiver.unprotect(again, length)).isEqualTo(new Refused(Reason.REPLAYED));
    }

    @Test
    void aPacketBehindTheWindowIsTooOld() {
        Pair pair = new Pair(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        byte[] old = Hex.roomy(rtp(7, 20));
        int length = pair.sender.protect(old, 32);
        pair.pass(7 + ReplayWindow.SIZE);
        assertThat(pair.receiver.unprotect(old, length)).isEqualTo(new Refused(Reason.TOO_OLD));
    }

    @Test
    void anotherKeyIsNotAuthentic() {
        byte[] packet = Hex.roomy(rtp(7, 20));
        int length = new Pair(SrtpSuite.AEAD_AES_256_GCM).sender.protect(packet, 32);
        SrtpContext other = new SrtpContext(new SrtpKeys(SrtpSuite.AEAD_AES_256_GCM, new byte[44]));
        assertThat(other.unprotect(packet, length)).isEqualTo(new Refused(Reason.NOT_AUTHENTIC));
    }

    @ParameterizedTest
    @EnumSource
    void aPlainPacketIsRefused(SrtpSuite suite) {
        assertThat(new Pair(suite).receiver.unprotect(rtp(7, 160), 172))
                .isEqualTo(new Refused(Reason.NOT_AUTHENTIC));
    }

    @ParameterizedTest
    @EnumSource
    void theSequenceNumberMayRollOverAgainAndAgain(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        for (int sequence = 0; sequence < 4 * 65_536; sequence += 10_000) {
            pair.pass(sequence & 0xFFFF);
        }
    }

    @Test
    void packetsOutOfOrderAroundARolloverAreAccepted() {
        Pair pair = new Pair(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        byte[] before = Hex.roomy(rtp(65_534, 20));
        byte[] last = Hex.roomy(rtp(65_535, 20));
        byte[] first = Hex.roomy(rtp(0, 20));
        int length = pair.sender.protect(before, 32);
        pair.sender.protect(last, 32);
        pair.sender.protect(first, 32);
        assertThat(pair.receiver.unprotect(before, length)).isInstanceOf(Accepted.class);
        assertThat(pair.receiver.unprotect(first, length)).isInstanceOf(Accepted.class);
        assertThat(pair.receiver.unprotect(last, length)).isInstanceOf(Accepted.class);
    }

    @Test
    void whoMissedEverythingBeforeTheFirstRolloverStillHears() {
        Pair pair = new Pair(SrtpSuite.AEAD_AES_128_GCM);
        pair.sender.protect(Hex.roomy(rtp(65_535, 20)), 32);
        pair.pass(3);
    }

    @Test
    void aForgedJumpDoesNotMoveTheRolloverCounter() {
        Pair pair = new Pair(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        pair.pass(40_000);
        assertThat(pair.receiver.unprotect(rtp(1, 30), 42))
                .isEqualTo(new Refused(Reason.NOT_AUTHENTIC));
        pair.pass(40_001);
    }

    @Test
    void eachSourceIsCountedByItself() {
        Pair pair = new Pair(SrtpSuite.AEAD_AES_256_GCM);
        for (int ssrc = 1; ssrc <= SrtpContext.MAX_SOURCES; ssrc++) {
            assertThat(pair.transfer(rtp(ssrc, 5, 20))).isInstanceOf(Accepted.class);
        }
        byte[] packet = Hex.roomy(rtp(1000, 5, 20));
        int length =
                new SrtpContext(pair.keys)
                        .protect(packet, 32); // another sender: ours refuses one more, too
        assertThat(pair.receiver.unprotect(packet, length))
                .isEqualTo(new Refused(Reason.TOO_MANY_SOURCES));
    }

    @Test
    void noSequenceNumberIsProtectedTwice() {
        Pair pair = new Pair(SrtpSuite.AEAD_AES_256_GCM);
        pair.sender.protect(Hex.roomy(rtp(7, 20)), 32);
        assertThatThrownBy(() -> pair.sender.protect(Hex.roomy(rtp(7, 20)), 32))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pair.sender.protect(Hex.roomy(rtp(6, 20)), 32))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyProtectsSoManyPacketsAndNoMore() {
        SrtpKeys keys = new SrtpKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]);
        SrtpContext exhausted = new SrtpContext(keys.suite(), SessionKeys.forRtp(keys), 1L << 48);
        assertThatThrownBy(() -> exhausted.protect(Hex.roomy(rtp(7, 20)), 32))
                .isInstanceOf(IllegalStateException.class);
        assertThat(exhausted.unprotect(rtp(7, 30), 42))
                .isEqualTo(new Refused(Reason.KEY_EXHAUSTED));
    }

    @Test
    void whatIsNoRtpIsNotProtected() {
        SrtpContext sender = new Pair(SrtpSuite.AEAD_AES_256_GCM).sender;
        assertThatThrownBy(() -> sender.protect(new byte[64], 12))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void afterCloseNothingPasses() {
        Pair pair = new Pair(SrtpSuite.AEAD_AES_256_GCM);
        pair.sender.close();
        assertThatThrownBy(() -> pair.sender.protect(Hex.roomy(rtp(7, 20)), 32))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeOverwritesTheSessionKeys() {
        SessionKeys keys = SessionKeys.forRtp(new Pair(SrtpSuite.AES_256_CM_HMAC_SHA1_80).keys);
        assertThat(keys.cipherKey()).isNotEqualTo(new byte[32]);
        new SrtpContext(SrtpSuite.AES_256_CM_HMAC_SHA1_80, keys, 0).close();
        assertThat(keys.cipherKey()).containsOnly(0);
        assertThat(keys.authenticationKey()).containsOnly(0);
        assertThat(keys.salt()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void truncatedPacketsAreRefused(SrtpSuite suite) {
        Pair pair = new Pair(suite);
        byte[] packet = Hex.roomy(rtp(7, 20));
        int length = pair.sender.protect(packet, 32);
        for (int cut = 0; cut < length; cut++) {
            assertThat(pair.receiver.unprotect(packet.clone(), cut)).isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesAreRefused(SrtpSuite suite) {
        Random random = new Random(7714);
        SrtpContext receiver = new Pair(suite).receiver;
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && i % 2 == 0) {
                bytes[0] = (byte) (0x80 | (bytes[0] & 0x3F));
            }
            assertThat(receiver.unprotect(bytes, bytes.length)).isInstanceOf(Refused.class);
        }
    }

    private static byte[] rtp(int sequence, int payloadBytes) {
        return rtp(SSRC, sequence, payloadBytes);
    }

    private static byte[] rtp(int ssrc, int sequence, int payloadBytes) {
        byte[] packet = new byte[12 + payloadBytes];
        Arrays.fill(packet, (byte) 0xAB);
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequence >>> 8);
        packet[3] = (byte) sequence;
        Wire.putWord(packet, 8, ssrc);
        return packet;
    }

    private static SrtpKeys keys(SrtpSuite suite, String keyAndSalt) {
        return new SrtpKeys(suite, Hex.bytes(keyAndSalt));
    }

    /// Two ends with the same key.
    private static final class Pair {
        private final SrtpKeys keys;
        private final SrtpContext sender;
        private final SrtpContext receiver;

        Pair(SrtpSuite suite) {
            byte[] bytes = new byte[suite.keyBytes() + suite.saltBytes()];
            new Random(suite.keyBytes()).nextBytes(bytes);
            keys = new SrtpKeys(suite, bytes);
            sender = new SrtpContext(keys);
            receiver = new SrtpContext(keys);
        }

        Unprotected transfer(byte[] plain) {
            byte[] packet = Hex.roomy(plain);
            return receiver.unprotect(packet, sender.protect(packet, plain.length));
        }

        void pass(int sequence) {
            assertThat(transfer(rtp(sequence, 20)))
                    .as("sequence number %d", sequence)
                    .isInstanceOf(Accepted.class);
        }
    }
}
