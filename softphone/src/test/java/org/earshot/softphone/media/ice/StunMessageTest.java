package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.earshot.softphone.media.ice.StunMessage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
    private static final byte[] KEY = StunMessage.shortTermKey("secret of the test");

    private final Random random = new Random(8489);
    private final TransactionId id = TransactionId.random(random);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theKindIsInTheType(Kind kind) throws Exception {
        for (int method : new int[] {1, 3, 4, 6, 7, 8, 9, 0x0F, 0x10, 0x7F, 0x80, 0xFF}) {
            byte[] bytes =
                    new StunWriter(StunWire.type(kind, method), id).bytes(Optional.empty(), false);
            StunMessage message = parse(bytes);
            assertThat(message.kind()).isEqualTo(kind);
            assertThat(message.method()).isEqualTo(method);
            assertThat(message.id()).isEqualTo(id);
        }
    }

    @ParameterizedTest(name = "{0} of method {1} has type {2}")
    @CsvSource({
        "REQUEST, 1, 0x0001", "SUCCESS, 1, 0x0101", "ERROR, 3, 0x0113", "INDICATION, 7, 0x0017",
        "REQUEST, 9, 0x0009", "SUCCESS, 8, 0x0108", "INDICATION, 6, 0x0016", "ERROR, 4, 0x0114"
    })
    void typesAreThoseOfTheRfc(Kind kind, int method, String type) {
        assertThat(StunWire.type(kind, method)).isEqualTo(Integer.decode(type));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x100, 0x1000})
    void aMethodThatWouldNotLookLikeStunIsRefused(int method) {
        assertThatThrownBy(() -> StunMessage.request(method, id))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 1", "255.255.255.255, 65535", "2001:db8::1, 5004", "fe80::1, 0"})
    void addressesComeBack(String host, int port) throws Exception {
        InetSocketAddress address = new InetSocketAddress(host, port);
        StunMessage message =
                parse(
                        StunMessage.request(StunMessage.BINDING, id)
                                .putAddress(StunMessage.MAPPED_ADDRESS, address)
                                .putAddress(StunMessage.XOR_PEER_ADDRESS, address)
                                .putAddress(StunMessage.ALTERNATE_SERVER, address)
                                .unsigned());
        assertThat(message.address(StunMessage.MAPPED_ADDRESS)).contains(address);
        assertThat(message.address(StunMessage.XOR_PEER_ADDRESS)).contains(address);
        assertThat(message.address(StunMessage.ALTERNATE_SERVER)).contains(address);
        byte[] plain = message.bytes(StunMessage.MAPPED_ADDRESS).orElseThrow();
        assertThat(Arrays.copyOfRange(plain, 4, plain.length))
                .isEqualTo(address.getAddress().getAddress());
        assertThat(message.bytes(StunMessage.XOR_PEER_ADDRESS).orElseThrow())
                .isNotEqualTo(plain)
                .hasSameSizeAs(plain);
    }

    @Test
    void anUnresolvedAddressIsRefused() {
        InetSocketAddress address = InetSocketAddress.createUnresolved("turn.example.org", 3478);
        StunMessage.Builder builder = StunMessage.request(StunMessage.BINDING, id);
        assertThatThrownBy(() -> builder.putAddress(StunMessage.XOR_PEER_ADDRESS, address))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueOfTheWrongLengthIsNoValue() throws Exception {
        StunMessage message =
                parse(
                        StunMessage.request(StunMessage.BINDING, id)
                                .put(StunMessage.PRIORITY, new byte[3])
                                .put(StunMessage.ICE_CONTROLLED, new byte[4])
                                .put(StunMessage.XOR_MAPPED_ADDRESS, new byte[] {0, 1, 2, 3, 4})
                                .put(
                                        StunMessage.MAPPED_ADDRESS,
                                        new byte[] {0, 9, 2, 3, 4, 5, 6, 7})
                                .put(StunMessage.XOR_PEER_ADDRESS, new byte[1])
                                .put(StunMessage.ERROR_CODE, new byte[] {0, 0, 4})
                                .unsigned());
        assertThat(message.number(StunMessage.PRIORITY)).isEmpty();
        assertThat(message.longNumber(StunMessage.ICE_CONTROLLED)).isEmpty();
        assertThat(message.address(StunMessage.XOR_MAPPED_ADDRESS)).isEmpty();
        assertThat(message.address(StunMessage.MAPPED_ADDRESS)).isEmpty();
        assertThat(message.address(StunMessage.XOR_PEER_ADDRESS)).isEmpty();
        assertThat(message.errorCode()).isZero();
        assertThat(message.reason()).isEmpty();
        assertThat(message.bytes(StunMessage.PRIORITY)).contains(new byte[3]);
    }

    @Test
    void theFirstOfSeveralCounts() throws Exception {
        StunMessage message =
                parse(
                        StunMessage.request(StunMessage.BINDING, id)
                                .putNumber(StunMessage.PRIORITY, 1)
                                .putNumber(StunMessage.PRIORITY, 2)
                                .unsigned());
        assertThat(message.number(StunMessage.PRIORITY)).hasValue(1);
    }

    @Test
    void whatIsNotThereIsEmpty() throws Exception {
        StunMessage message = parse(StunMessage.request(StunMessage.BINDING, id).plain());
        assertThat(message.has(StunMessage.FINGERPRINT)).isFalse();
        assertThat(message.bytes(StunMessage.NONCE)).isEmpty();
        assertThat(message.text(StunMessage.NONCE)).isEmpty();
        assertThat(message.number(StunMessage.PRIORITY)).isEmpty();
        assertThat(message.longNumber(StunMessage.ICE_CONTROLLED)).isEmpty();
        assertThat(message.address(StunMessage.XOR_MAPPED_ADDRESS)).isEmpty();
        assertThat(message.isSignedWith(KEY)).isFalse();
    }

    @Test
    void anErrorSaysWhy() throws Exception {
        StunMessage request = parse(StunMessage.request(StunMessage.ALLOCATE, id).unsigned());
        StunMessage error = parse(request.error(438, "Stale Nonce").unsigned());
        assertThat(error.kind()).isEqualTo(Kind.ERROR);
        assertThat(error.method()).isEqualTo(StunMessage.ALLOCATE);
        assertThat(error.id()).isEqualTo(id);
        assertThat(error.errorCode()).isEqualTo(438);
        assertThat(error.reason()).isEqualTo("Stale Nonce");
        assertThatThrownBy(() -> request.error(700, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyARequestIsAnswered() throws Exception {
        StunMessage indication = parse(StunMessage.indication(StunMessage.DATA, id).plain());
        assertThatThrownBy(indication::success).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsListedOnce() throws Exception {
        StunMessage message =
                parse(
                        StunMessage.request(StunMessage.BINDING, id)
                                .putFlag(0x7001)
                                .putText(StunMessage.USERNAME, "a:b")
                                .putFlag(0x0055)
                                .putFlag(0x7001)
                                .putFlag(0x9000)
                                .sign(KEY));
        assertThat(message.unknownRequired(Set.of(StunMessage.USERNAME)))
                .containsExactly(0x7001, 0x0055);
    }

    @Test
    void oneBitThatIsOtherBreaksTheSignature() throws Exception {
        byte[] signed =
                StunMessage.request(StunMessage.BINDING, id)
                        .putText(StunMessage.USERNAME, "them:us")
                        .sign(KEY);
        assertThat(parse(signed).isSignedWith(KEY)).isTrue();
        int end = signed.length - 8; // without FINGERPRINT, which would be noticed first
        for (int bit = 64; bit < end * 8; bit++) {
            byte[] altered = withoutFingerprint(signed);
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(isSigned(altered)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void anotherKeyOrNoneSignsNothing() throws Exception {
        StunMessage message = parse(StunMessage.request(StunMessage.BINDING, id).sign(KEY));
        assertThat(message.isSignedWith(StunMessage.shortTermKey("Secret of the test"))).isFalse();
        assertThat(message.isSignedWith(new byte[0])).isFalse();
        StunMessage unsigned = parse(StunMessage.request(StunMessage.BINDING, id).unsigned());
        assertThat(unsigned.isSignedWith(KEY)).isFalse();
    }

    @Test
    void whatStandsBehindTheSignatureDoesNotCount() throws Exception {
        byte[] signed = withoutFingerprint(StunMessage.request(StunMessage.BINDING, id).sign(KEY));
        byte[] appended = Arrays.copyOf(signed, signed.length + 8);
        StunWire.INT.set(appended, signed.length, 0x0024_0004);
        StunWire.SHORT.set(appended, 2, (short) (appended.length - 20));
        StunMessage message = parse(appended);
        assertThat(message.isSignedWith(KEY)).isTrue();
        assertThat(message.has(StunMessage.PRIORITY)).isFalse();
        assertThat(message.unknownRequired(Set.of())).isEmpty();
    }

    @Test
    void aWrongFingerprintIsNoStun() {
        byte[] bytes = StunMessage.request(StunMessage.BINDING, id).sign(KEY);
        bytes[bytes.length - 1] ^= 1;
        assertThatThrownBy(() -> parse(bytes)).isInstanceOf(StunException.class);
    }

    @Test
    void aFingerprintThatIsNotTheLastIsNoStun() {
        byte[] bytes = StunMessage.request(StunMessage.BINDING, id).unsigned();
        byte[] more = Arrays.copyOf(bytes, bytes.length + 4);
        StunWire.SHORT.set(more, bytes.length, (short) 0x9000);
        StunWire.SHORT.set(more, 2, (short) (more.length - 20));
        assertThatThrownBy(() -> parse(more)).isInstanceOf(StunException.class);
    }

    @Test
    void signingIsNotPutByHand() {
        StunMessage.Builder builder = StunMessage.request(StunMessage.BINDING, id);
        assertThatThrownBy(() -> builder.put(StunMessage.MESSAGE_INTEGRITY, new byte[20]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.put(StunMessage.FINGERPRINT, new byte[4]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLargestMessageIsMadeAndNoLargerOne() throws Exception {
        int most = StunWire.MAX_BODY_BYTES - 24 - 8 - 4;
        StunMessage.Builder builder =
                StunMessage.request(StunMessage.BINDING, id).put(0x9000, new byte[most]);
        assertThat(parse(builder.sign(KEY)).isSignedWith(KEY)).isTrue();
        assertThatThrownBy(() -> builder.putFlag(0x9001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingOfWhatIsInsideIsPrinted() throws Exception {
        StunMessage message =
                parse(
                        StunMessage.request(StunMessage.ALLOCATE, id)
                                .putText(StunMessage.USERNAME, "1790000000:alice")
                                .sign(KEY));
        assertThat(message.toString()).contains("REQUEST", "0006", "0008").doesNotContain("alice");
    }

    @Test
    void otherProtocolsOfTheSocketAreNoStun() {
        byte[] bytes = StunMessage.request(StunMessage.BINDING, id).unsigned();
        assertThat(StunMessage.isStun(bytes, bytes.length)).isTrue();
        for (int first = 4; first < 256; first++) {
            byte[] other = bytes.clone();
            other[0] = (byte) first;
            assertThat(StunMessage.isStun(other, other.length))
                    .as("first byte %d", first)
                    .isFalse();
        }
        byte[] withoutCookie = bytes.clone();
        withoutCookie[5] ^= 1;
        assertThat(StunMessage.isStun(withoutCookie, withoutCookie.length)).isFalse();
    }

    @Test
    void whatIsCutOffIsNoStun() {
        byte[] bytes =
                StunMessage.request(StunMessage.BINDING, id)
                        .putText(StunMessage.USERNAME, "them:us")
                        .sign(KEY);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(StunMessage.isStun(cut, length)).isFalse();
            assertThatThrownBy(() -> parse(cut)).isInstanceOf(StunException.class);
            // as if it had been sent so: the header's length fits, and an attribute goes beyond the
            // end
            if (length >= 20 && length % 4 == 0) {
                StunWire.SHORT.set(cut, 2, (short) (length - 20));
                assertThat(isSigned(cut)).isEqualTo(length == bytes.length - 8);
            }
        }
    }

    @Test
    void randomBytesGiveTheOneException() {
        int parsed = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[20 + 4 * random.nextInt(20)];
            random.nextBytes(bytes);
            bytes[0] &= 3;
            StunWire.SHORT.set(bytes, 2, (short) (bytes.length - 20));
            StunWire.INT.set(bytes, 4, StunWire.COOKIE);
            // attributes that mean something, and lengths that often fit
            for (int at = 20; at + 4 <= bytes.length && random.nextInt(8) > 0; ) {
                int length = random.nextInt(24);
                StunWire.SHORT.set(bytes, at, (short) random.nextInt(0x30));
                StunWire.SHORT.set(bytes, at + 2, (short) length);
                at += 4 + StunWire.padded(length);
            }
            try {
                StunMessage message = parse(bytes);
                touch(message);
                parsed++;
            } catch (StunException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(parsed).isBetween(1_000, 49_000);
    }

    private static void touch(StunMessage message) {
        for (int attribute = 0; attribute < 0x30; attribute++) {
            boolean there = message.has(attribute);
            assertThat(message.bytes(attribute).isPresent()).isEqualTo(there);
            assertThat(message.text(attribute).isPresent()).isEqualTo(there);
            assertThat(there || message.address(attribute).isEmpty()).isTrue();
            assertThat(there || message.number(attribute).isEmpty()).isTrue();
            assertThat(there || message.longNumber(attribute).isEmpty()).isTrue();
        }
        assertThat(message.errorCode()).isBetween(0, 699);
        assertThat(message.reason()).isNotNull();
        assertThat(message.toString()).contains(message.id().toString());
        assertThat(message.isSignedWith(KEY)).isFalse();
    }

    private static boolean isSigned(byte[] bytes) {
        try {
            return parse(bytes).isSignedWith(KEY);
        } catch (StunException e) {
            return false;
        }
    }

    private static byte[] withoutFingerprint(byte[] signed) {
        byte[] bytes = Arrays.copyOf(signed, signed.length - 8);
        StunWire.SHORT.set(bytes, 2, (short) (bytes.length - 20));
        return bytes;
    }

    private static StunMessage parse(byte[] bytes) throws StunException {
        return StunMessage.parse(bytes, bytes.length);
    }
}
