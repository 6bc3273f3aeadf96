package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeTokensTest {
    private static final Flow PHONE = RecordedRequest.flow(Transport.WSS, "2001:db8::5", 40005, 5);
    private static final Flow SENDER = RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40004, 4);
    private static final DialogId INVITE = new DialogId("1@phone", "a", "");
    private static final DialogId DIALOG = new DialogId("1@phone", "a", "b");

    @TempDir static Path directory;
    private static KeyRing keyRing;

    private final FakeTimers clock = new FakeTimers();
    private final EdgeTokens tokens = new EdgeTokens(keyRing, clock);

    @BeforeAll
    static void keys() {
        keyRing = KeyRing.open(directory.resolve("keys"));
    }

    @Test
    void itNamesTheFlowToTheRequestForWhichItWasMade() {
        EdgeTokens.Verified flows = new EdgeTokens.Verified(PHONE, SENDER);
        assertThat(tokens.verify(sign(INVITE), INVITE)).contains(flows);
        assertThat(tokens.verify(sign(DIALOG), DIALOG)).contains(flows);
    }

    @ParameterizedTest
    @CsvSource({"2@phone, a, b", "1@phone, c, b", "1@phone, a, c", "1@phone, b, a"})
    void itIsWorthlessForAnyOther(String callId, String fromTag, String toTag) {
        DialogId other = new DialogId(callId, fromTag, toTag);
        assertThat(tokens.verify(sign(INVITE), other)).isEmpty();
        assertThat(tokens.verify(sign(DIALOG), other)).isEmpty();
        assertThat(tokens.verify(sign(DIALOG), INVITE)).isEmpty();
        assertThat(tokens.verify(sign(INVITE), DIALOG)).isEmpty();
    }

    @Test
    void itExpiresSoon() {
        String token = sign(DIALOG);
        clock.advance(EdgeTokens.LIFE.minusSeconds(1));
        assertThat(tokens.verify(token, DIALOG)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.verify(token, DIALOG)).isEmpty();
    }

    @Test
    void itOutlivesARotationOfTheKey() {
        String token = sign(DIALOG);
        keyRing.rotate(KeyName.ROUTE);
        assertThat(tokens.verify(token, DIALOG)).isPresent();
        assertThat(tokens.verify(sign(DIALOG), DIALOG)).isPresent();
    }

    @Test
    void anotherKeyRingMakesNone() {
        KeyRing other = KeyRing.open(directory.resolve("others"));
        String token = new EdgeTokens(other, clock).sign(PHONE, SENDER, DIALOG);
        assertThat(tokens.verify(token, DIALOG)).isEmpty();
    }

    @Test
    void theTokenOfARecordRouteIsNone() {
        RouteTokens routes = new RouteTokens(keyRing, clock);
        Party party =
                new Party(
                        Optional.of(new AddressOfRecord("bob", "example.org")), Optional.of(PHONE));
        RouteToken route =
                new RouteToken(
                        clock.instant().plus(Duration.ofHours(1)),
                        party,
                        party,
                        new DialledName(42));
        assertThat(tokens.verify(routes.sign(route, DIALOG), DIALOG)).isEmpty();
        assertThat(routes.verify(sign(DIALOG), DIALOG)).isEmpty();
    }

    @Test
    void oneBitMoreOrLessAndItIsNone() {
        byte[] token = Base64.getUrlDecoder().decode(sign(DIALOG));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] changed = token.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(tokens.verify(encode(changed), DIALOG)).as("bit " + bit).isEmpty();
        }
        for (int length = 0; length < token.length; length++) {
            assertThat(tokens.verify(encode(Arrays.copyOf(token, length)), DIALOG)).isEmpty();
        }
    }

    @Test
    void randomTextIsNone() {
        Random random = new Random(20261129);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                bytes[0] = 16; // past the first checks
                bytes[1] = 0;
                bytes[2] = 1;
            }
            assertThat(tokens.verify(encode(bytes), DIALOG)).isEmpty();
            assertThat(tokens.verify(new String(bytes, StandardCharsets.ISO_8859_1), DIALOG))
                    .isEmpty();
        }
    }

    @Test
    void itNeedsNoEscapesInAUri() {
        assertThat(sign(DIALOG)).matches("[A-Za-z0-9_-]{50,400}");
    }

    private String sign(DialogId id) {
        return tokens.sign(PHONE, SENDER, id);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
