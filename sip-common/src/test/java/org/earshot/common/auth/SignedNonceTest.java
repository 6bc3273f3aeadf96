package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedNonceTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.7");

    private static final Duration LIFE = Duration.ofMinutes(5);

    @TempDir private Path temporary;
    private final FakeTimers clock = new FakeTimers();
    private KeyRing ring;
    private Nonces nonces;

    @BeforeEach
    void open() {
        ring = KeyRing.open(temporary.resolve("keys"));
        nonces = nonces("start1", 1000);
    }

    @Test
    void whatWeIssuedIsReadAgainAndEachIsAnother() {
        String text = nonces.issue(HOME);
        assertThat(text).hasSize(58).isNotEqualTo(nonces.issue(HOME));
        SignedNonce nonce = nonces.read(text).orElseThrow();
        assertThat(nonce.issuedAt()).isEqualTo(clock.instant());
        assertThat(nonce.toString()).doesNotContain(text);
    }

    @Test
    void changedTruncatedAndRandomTextsAreNotOurs() {
        String text = nonces.issue(HOME);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(nonces.read(text.substring(0, i) + other + text.substring(i + 1))).isEmpty();
            assertThat(nonces.read(text.substring(0, i))).isEmpty();
        }
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[58];
            random.nextBytes(noise);
            assertThat(nonces.read(new String(noise, StandardCharsets.ISO_8859_1))).isEmpty();
        }
    }

    @Test
    void aNonceOfAnotherRealmOrRingIsNotOurs() {
        String text = nonces.issue(HOME);
        assertThat(new Nonces(ring, "example.net", "start1", LIFE, 10, clock).read(text)).isEmpty();
        KeyRing other = KeyRing.open(temporary.resolve("other"));
        assertThat(new Nonces(other, "example.org", "start1", LIFE, 10, clock).read(text))
                .isEmpty();
    }

    @Test
    void aNonceOutlivesTheRotationOfItsKey() {
        String text = nonces.issue(HOME);
        ring.rotate(KeyName.NONCE);
        assertThat(nonces.read(text)).isPresent();
        assertThat(nonces.read(nonces.issue(HOME))).isPresent();
    }

    @Test
    void countsMustNotRepeatAndMayArriveOutOfOrder() {
        SignedNonce nonce = issued();
        for (long count : new long[] {1, 2, 5, 4, 3, 70, 69, 7}) {
            assertThat(nonces.use(nonce, count, false)).as("first use of %d", count).isTrue();
        }
        for (long count : new long[] {1, 5, 70, 6, 0}) {
            assertThat(nonces.use(nonce, count, false)).as("%d again or too old", count).isFalse();
        }
        assertThat(nonces.use(nonce, 0xFFFF_FFFFL, false)).isTrue();
        assertThat(nonces.use(nonce, 71, false)).isFalse();
    }

    @Test
    void onceIsOnceWhateverTheCount() {
        SignedNonce nonce = issued();
        assertThat(nonces.use(nonce, 1, true)).isTrue();
        assertThat(nonces.use(nonce, 2, true)).isFalse();
        assertThat(nonces.use(nonce, 3, false)).as("spent for everything").isFalse();

        SignedNonce used = issued();
        assertThat(nonces.use(used, 1, false)).isTrue();
        assertThat(nonces.use(used, 2, true)).as("it was used before").isFalse();
    }

    @Test
    void anotherStartDoesNotKnowTheCounts() {
        SignedNonce nonce = issued();
        Nonces restarted = nonces("start2", 1000);
        assertThat(restarted.read(nonce.text())).isPresent();
        assertThat(restarted.use(nonce, 1, false)).isFalse();
    }

    @Test
    void anOldNonceIsNotUsedAlsoIfItWasInUse() {
        SignedNonce fresh = issued();
        SignedNonce used = issued();
        assertThat(nonces.use(used, 1, false)).isTrue();
        clock.advance(LIFE.minusMillis(1));
        assertThat(nonces.use(used, 2, false)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(nonces.use(used, 3, false)).isFalse();
        assertThat(nonces.use(fresh, 1, false)).isFalse();
    }

    @Test
    void memoryIsBoundedAndForgettingNeverLetsAReplayThrough() {
        NonceCounts counts = new NonceCounts(LIFE, 10);
        SignedNonce first = null;
        for (int i = 0; i < 100; i++) {
            SignedNonce nonce = issued();
            first = first == null ? nonce : first;
            assertThat(counts.use(nonce, 1, false, clock.instant())).isTrue();
            assertThat(counts.size()).isLessThanOrEqualTo(10);
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(counts.use(first, 1, false, clock.instant())).isFalse();
        assertThat(counts.use(first, 2, false, clock.instant())).isFalse();
        clock.advance(LIFE);
        assertThat(counts.use(issued(), 1, false, clock.instant())).isTrue();
        assertThat(counts.size()).as("expired ones are gone").isEqualTo(1);
    }

    private SignedNonce issued() {
        return nonces.read(nonces.issue(HOME)).orElseThrow();
    }

    private Nonces nonces(String start, int most) {
        return new Nonces(ring, "example.org", start, LIFE, most, clock);
    }

    @Test
    void itTellsWhetherItWasGivenToANetwork() {
        InetAddress six = InetAddress.ofLiteral("2001:db8:1:2::7");
        for (int i = 0; i < 100; i++) {
            SignedNonce nonce = nonces.read(nonces.issue(HOME)).orElseThrow();
            assertThat(nonces.proves(nonce, HOME)).isTrue();
            assertThat(nonces.proves(nonce, InetAddress.ofLiteral("192.0.2.8"))).isFalse();
            assertThat(nonces.proves(nonce, six)).isFalse();
        }
        SignedNonce other = nonces.read(nonces.issue(six)).orElseThrow();
        assertThat(nonces.proves(other, InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))).isTrue();
        assertThat(nonces.proves(other, InetAddress.ofLiteral("2001:db8:1:3::7"))).isFalse();
    }

    @Test
    void itProvesOneWrongPasswordAndOnlyWhileItIsYoung() {
        SignedNonce nonce = issued();
        assertThat(nonces.prove(nonce, InetAddress.ofLiteral("192.0.2.8"))).isFalse();
        assertThat(nonces.prove(nonce, HOME)).isTrue();
        assertThat(nonces.proves(nonce, HOME)).isFalse();
        assertThat(nonces.prove(nonce, HOME)).isFalse();
        assertThat(nonces.use(nonce, 1, false)).as("it still serves to log in").isTrue();

        SignedNonce old = issued();
        clock.advance(LIFE.minusMillis(1));
        assertThat(nonces.proves(old, HOME)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(nonces.proves(old, HOME)).isFalse();
        assertThat(nonces.prove(old, HOME)).isFalse();
    }

    @Test
    void ofProofsThatAreForgottenNoneServesAgain() {
        Nonces few = nonces("start1", 10);
        SignedNonce first = issued();
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMillis(1));
            SignedNonce next = i == 0 ? first : issued();
            assertThat(few.prove(next, HOME)).isTrue();
        }
        assertThat(few.proves(first, HOME)).isFalse();
        assertThat(few.prove(first, HOME)).isFalse();
    }
}
