package org.earshot.common.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// draft-uberti-behave-turn-rest-00 §2.2, and who is told what.
class RelaySecretTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");

    /// The sums were made with Python's hmac.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '\u0001',
            value = {
                SECRET + " WOdKCtepSmMgcGaoQM2rBGfnfbg=",
                "!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ09 opzfG3ogTZELs2cA+9k/GqXEQO8="
            })
    void thePasswordIsTheHmacOfTheUserName(String secret, String password) {
        RelayCredential credential =
                RelaySecret.of(secret).credential("alice@example.org", NOON.plusMillis(999));
        assertThat(credential.username()).isEqualTo("1767268800:alice@example.org");
        assertThat(credential.password()).isEqualTo(password);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef012",
                "0123456789 abcdef0123456789abcdef",
                "0123456789abcdef\n0123456789abcdef",
                "\"0123456789abcdef0123456789abcdef",
                "=0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdé",
            })
    void whatATurnServerWouldReadInAnotherWayIsRefused(String secret) {
        assertThatThrownBy(() -> RelaySecret.of(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the secret")
                .hasMessageNotContaining("0123456789");
    }

    @Test
    void nothingSecretIsPrinted() {
        RelaySecret secret = RelaySecret.of(SECRET);
        RelayOffer offer =
                new RelayOffer(
                        List.of(RelayUri.parse("turn:a")),
                        Optional.of(secret),
                        Duration.ofHours(12));
        List<Relay> relays = offer.to(ALICE, true, NOON);
        assertThat(offer + " " + secret + " " + relays)
                .contains("turn:a:3478")
                .contains("alice@example.org")
                .doesNotContain(SECRET)
                .doesNotContain(relays.getFirst().credential().orElseThrow().password());
    }

    @Test
    void overACleartextWayGoesNoCredential() {
        RelayOffer offer =
                new RelayOffer(
                        List.of(RelayUri.parse("turn:a"), RelayUri.parse("stun:a")),
                        Optional.of(RelaySecret.of(SECRET)),
                        Duration.ofHours(12));
        assertThat(offer.to(ALICE, false, NOON))
                .containsExactly(Relay.stun(RelayUri.parse("stun:a")));
        Relay turn = offer.to(ALICE, true, NOON).getFirst();
        assertThat(turn.isUsableAt(NOON.plus(Duration.ofHours(12)).minusMillis(1))).isTrue();
        assertThat(turn.isUsableAt(NOON.plus(Duration.ofHours(12)))).isFalse();
    }

    @Test
    void aTurnServerWithoutASecretIsNoOffer() {
        assertThatThrownBy(() ->
                        new RelayOffer(
                                List.of(RelayUri.parse("turn:a")),
                                Optional.empty(),
                                Duration.ofHours(12)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
