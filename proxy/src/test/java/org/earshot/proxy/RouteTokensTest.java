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
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTokensTest {
    @TempDir static Path directory;
    private static KeyRing keyRing;

    private final FakeTimers clock = new FakeTimers();
    private final RouteTokens tokens = new RouteTokens(keyRing, clock);
    private final Party alice =
            new Party(
                    Optional.of(new AddressOfRecord("alice", "example.org")),
                    Optional.of(RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40000, 7)));
    private final Party bob =
            new Party(Optional.of(new AddressOfRecord("bob", "example.org")), Optional.empty());
    private final DialledName dialled = new DialledName(42);
    private final DialogId invite = new DialogId("1@phone", "a", "");
    private final DialogId dialog = new DialogId("1@phone", "a", "b");

    @BeforeAll
    static void keys() {
        keyRing = KeyRing.open(directory.resolve("keys"));
    }

    @Test
    void bothPartiesCanUseTheTokenOfTheRequest() {
        String token = sign(invite);
        assertThat(tokens.verify(token, dialog))
                .contains(new RouteTokens.Verified(alice, bob, Optional.empty()));
        assertThat(tokens.verify(token, dialog.reversed()))
                .contains(new RouteTokens.Verified(bob, alice, Optional.of(dialled)));
    }

    @Test
    void theTokenOfTheAnswerHoldsForItsToTagOnly() {
        String token = sign(dialog);
        assertThat(tokens.verify(token, dialog)).isPresent();
        assertThat(tokens.verify(token, dialog.reversed())).isPresent();
        assertThat(tokens.verify(token, new DialogId("1@phone", "a", "c"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2@phone, a, b", "1@phone, c, b", "1@phone, c, d"})
    void itIsWorthlessInAnotherDialog(String callId, String fromTag, String toTag) {
        DialogId other = new DialogId(callId, fromTag, toTag);
        assertThat(tokens.verify(sign(invite), other)).isEmpty();
        assertThat(tokens.verify(sign(dialog), other)).isEmpty();
    }

    @Test
    void itExpires() {
        String token = sign(invite);
        clock.advance(Duration.ofHours(2));
        assertThat(tokens.verify(token, dialog)).isEmpty();
    }

    @Test
    void itOutlivesARotationOfTheKey() {
        String token = sign(invite);
        keyRing.rotate(KeyName.ROUTE);
        assertThat(tokens.verify(token, dialog)).isPresent();
        assertThat(tokens.verify(sign(invite), dialog)).isPresent();
    }

    @Test
    void oneBitMoreOrLessAndItIsNone() {
        byte[] token = Base64.getUrlDecoder().decode(sign(invite));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] changed = token.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(tokens.verify(encode(changed), dialog)).as("bit " + bit).isEmpty();
        }
        for (int length = 0; length < token.length; length++) {
            assertThat(tokens.verify(encode(Arrays.copyOf(token, length)), dialog)).isEmpty();
        }
    }

    @Test
    void randomTextIsNone() {
        Random random = new Random(20261123);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 2) {
                bytes[0] = 2; // past the first check
            }
            assertThat(tokens.verify(encode(bytes), dialog)).isEmpty();
            assertThat(tokens.verify(new String(bytes, StandardCharsets.ISO_8859_1), dialog))
                    .isEmpty();
        }
    }

    @Test
    void itNeedsNoEscapesInAUri() {
        assertThat(sign(dialog)).matches("[A-Za-z0-9_-]{50,300}");
    }

    private String sign(DialogId id) {
        return tokens.sign(
                new RouteToken(clock.instant().plus(Duration.ofHours(1)), alice, bob, dialled), id);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
