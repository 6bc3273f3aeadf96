package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import org.earshot.common.testdata.SharedTestData;
import org.earshot.softphone.media.ice.StunMessage.Kind;
import org.junit.jupiter.api.Test;

/// What others have signed: the examples of RFC 5769, and two messages that were put together with Python's `hmac` and `zlib`.
class StunVectorsTest {
    private static final byte[] SHORT_TERM = StunMessage.shortTermKey("VOkJxbRl1RmTxUk/WvJxBt");
    private static final byte[] ID = HexFormat.of().parseHex("0102030405060708090a0b0c");
    private static final String CHECK =
            "000100442112a4420102030405060708090a0b0c000600077468656d3a757300002400046e7f1eff802a0008"
                    + "fedcba987654321000250000000800149dbb406475c064645c710ff4eb101d703607732e80280004832682de";
    private static final String ALLOCATED =
            "0103004c2112a4420102030405060708090a0b0c001600140002e2420113a9fa0102030405060708090a0b0b"
                    + "002000080001bd52ea12d54b000d00040000025800080014a867b3ff6c7afa88a4e5e3669a589f8754e0410b"
                    + "8028000418435cc4";

    @Test
    void theSampleRequest() throws Exception {
        StunMessage message = vector("2.1.");
        assertThat(message.kind()).isEqualTo(Kind.REQUEST);
        assertThat(message.method()).isEqualTo(StunMessage.BINDING);
        assertThat(message.id()).hasToString("b7e7a701bc34d686fa87dfae");
        assertThat(message.text(StunMessage.SOFTWARE)).contains("STUN test client");
        assertThat(message.text(StunMessage.USERNAME)).contains("evtj:h6vY");
        assertThat(message.number(StunMessage.PRIORITY)).hasValue(0x6e0001ff);
        assertThat(message.longNumber(StunMessage.ICE_CONTROLLED)).hasValue(0x932ff9b151263b36L);
        assertThat(message.isSignedWith(SHORT_TERM)).isTrue();
        assertThat(message.isSignedWith(StunMessage.shortTermKey("another"))).isFalse();
    }

    @Test
    void theSampleResponses() throws Exception {
        StunMessage ipv4 = vector("2.2.");
        assertThat(ipv4.kind()).isEqualTo(Kind.SUCCESS);
        assertThat(ipv4.address(StunMessage.XOR_MAPPED_ADDRESS))
                .contains(new InetSocketAddress("192.0.2.1", 32853));
        assertThat(ipv4.isSignedWith(SHORT_TERM)).isTrue();
        StunMessage ipv6 = vector("2.3.");
        assertThat(ipv6.address(StunMessage.XOR_MAPPED_ADDRESS))
                .contains(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
        assertThat(ipv6.isSignedWith(SHORT_TERM)).isTrue();
    }

    @Test
    void theSampleOfLongTermCredentials() throws Exception {
        StunMessage message = vector("2.4.");
        String user = message.text(StunMessage.USERNAME).orElseThrow();
        byte[] key = StunMessage.longTermKey(user, "example.org", "TheMatrIX");
        assertThat(user).isEqualTo("マトリックス");
        assertThat(message.isSignedWith(key)).isTrue();
        byte[] ours =
                StunMessage.request(StunMessage.BINDING, message.id())
                        .putText(StunMessage.USERNAME, user)
                        .put(StunMessage.NONCE, message.bytes(StunMessage.NONCE).orElseThrow())
                        .putText(StunMessage.REALM, "example.org")
                        .sign(key);
        // theirs has no FINGERPRINT, which shows in the length, and nowhere else before it
        int end = ours.length - 8;
        byte[] theirs = bytes("2.4.");
        assertThat(Arrays.copyOfRange(ours, 4, end))
                .isEqualTo(Arrays.copyOfRange(theirs, 4, theirs.length));
    }

    @Test
    void aCheckOfIce() throws Exception {
        byte[] key = StunMessage.shortTermKey("a password of ICE");
        byte[] ours =
                StunMessage.request(StunMessage.BINDING, TransactionId.read(ID, 0))
                        .putText(StunMessage.USERNAME, "them:us")
                        .putNumber(StunMessage.PRIORITY, 1853824767)
                        .putLong(StunMessage.ICE_CONTROLLING, 0xfedcba9876543210L)
                        .putFlag(StunMessage.USE_CANDIDATE)
                        .sign(key);
        assertThat(HexFormat.of().formatHex(ours)).isEqualTo(CHECK);
        StunMessage parsed = StunMessage.parse(ours, ours.length);
        assertThat(parsed.has(StunMessage.USE_CANDIDATE)).isTrue();
        assertThat(parsed.isSignedWith(key)).isTrue();
    }

    @Test
    void anAnswerOfTurn() throws Exception {
        byte[] key = StunMessage.longTermKey("1790000000:alice", "example.org", "secret");
        byte[] request =
                StunMessage.request(StunMessage.ALLOCATE, TransactionId.read(ID, 0)).plain();
        InetSocketAddress relayed = new InetSocketAddress("2001:db8::7", 50000);
        InetSocketAddress mapped = new InetSocketAddress("203.0.113.9", 40000);
        byte[] ours =
                StunMessage.parse(request, request.length)
                        .success()
                        .putAddress(StunMessage.XOR_RELAYED_ADDRESS, relayed)
                        .putAddress(StunMessage.XOR_MAPPED_ADDRESS, mapped)
                        .putNumber(StunMessage.LIFETIME, 600)
                        .sign(key);
        assertThat(HexFormat.of().formatHex(ours)).isEqualTo(ALLOCATED);
        StunMessage parsed = StunMessage.parse(ours, ours.length);
        assertThat(parsed.address(StunMessage.XOR_RELAYED_ADDRESS)).contains(relayed);
        assertThat(parsed.address(StunMessage.XOR_MAPPED_ADDRESS)).contains(mapped);
        assertThat(parsed.isSignedWith(key)).isTrue();
    }

    private static StunMessage vector(String id) throws Exception {
        byte[] bytes = bytes(id);
        return StunMessage.parse(bytes, bytes.length);
    }

    private static byte[] bytes(String id) throws IOException {
        JsonNode file =
                new ObjectMapper()
                        .readTree(
                                Files.readString(
                                        SharedTestData.path("stun/rfc5769.json"),
                                        StandardCharsets.UTF_8));
        return StreamSupport.stream(file.get("vectors").spliterator(), false)
                .filter(vector -> vector.get("id").asText().equals(id))
                .map(vector -> HexFormat.of().parseHex(vector.get("message").asText()))
                .findFirst()
                .orElseThrow();
    }
}
