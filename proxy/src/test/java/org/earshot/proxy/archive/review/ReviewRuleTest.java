package org.earshot.proxy.archive.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewRuleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static Set<String> set(String words) {
        return words == null ? Set.of() : Set.of(words.split(" "));
    }

    @ParameterizedTest(name = "{0} {1}: from {2} to {3}: {4}")
    @CsvSource({
        ", any, x, y, true",
        "a, any, a, b, true",
        "a, any, b, a, true",
        "a, any, b, c, false",
        "a, outbound, a, b, true",
        "a, outbound, b, a, false",
        "a, inbound, b, a, true",
        "a, inbound, a, b, false",
        "team, inbound, b, team a c, true",
        "a b, between, a, b, true",
        "a b, between, b, a, true",
        "a b, between, a, c, false",
        "a b, between, c, a b, false",
        "a b, between, a, a, false",
        "a team, between, a, team b, true"
    })
    void whomARuleIsAbout(
            String addresses, String direction, String from, String to, boolean about) {
        List<Facts.Fact> facts = new ArrayList<>();
        facts.add(new Facts.Fact("from", from));
        Stream.of(to.split(" ")).forEach(one -> facts.add(new Facts.Fact("to", one)));
        assertThat(
                        new Scope(set(addresses), Scope.Direction.of(direction).orElseThrow())
                                .has(new Facts(facts)))
                .isEqualTo(about);
    }

    @Test
    void whomNothingCanBeAbout() {
        assertThatThrownBy(() -> new Scope(Set.of(), Scope.Direction.INBOUND))
                .hasMessageContaining("inbound of whom?");
        assertThatThrownBy(() -> new Scope(Set.of("a"), Scope.Direction.BETWEEN))
                .hasMessageContaining("between whom?");
    }

    private static ReviewRule rule(int version, int made, boolean removed) {
        return new ReviewRule(
                "r",
                version,
                Lexicon.parse("w" + version),
                Scope.ALL,
                Optional.of(NOW.plusSeconds(5)),
                Optional.of(NOW.plusSeconds(100)),
                Severity.LOW,
                false,
                removed,
                NOW.plusSeconds(made),
                "olga");
    }

    @ParameterizedTest(name = "after {0} s: version {1}")
    @CsvSource({
        "-1, 0", "0, 0", "4, 0", "5, 1", "9, 1", "10, 2", "49, 2", "50, 0", "60, 4", "99, 4",
        "100, 0"
    })
    void theVersionCountsThatWasInForceThen(int seconds, int version) {
        RuleBook book =
                RuleBook.EMPTY
                        .with(rule(1, 0, false))
                        .with(rule(2, 10, false))
                        .with(rule(3, 50, true))
                        .with(rule(4, 60, false));
        assertThat(book.activeAt(NOW.plusSeconds(seconds)))
                .extracting(ReviewRule::version)
                .containsExactlyElementsOf(version == 0 ? List.of() : List.of(version));
    }

    @Test
    void aSampleIsDecidedByItsKeyAndAlwaysAlike() {
        Sample some = Sample.random(100, new SecureRandom());
        Sample again = new Sample(100, some.key());
        Sample other = Sample.random(100, new SecureRandom());
        Random random = new Random(5);
        int picked = 0;
        int both = 0;
        for (int i = 0; i < 20_000; i++) {
            UUID event = new UUID(random.nextLong(), random.nextLong());
            assertThat(again.picks(event)).isEqualTo(some.picks(event));
            picked += some.picks(event) ? 1 : 0;
            both += some.picks(event) && other.picks(event) ? 1 : 0;
        }
        assertThat(picked).isBetween(1800, 2200);
        assertThat(both).isBetween(100, 300);
        assertThat(Sample.random(1000, new SecureRandom()).picks(new UUID(0, 0))).isTrue();
        assertThat(some.toString()).doesNotContain(some.key().hex());
        assertThatThrownBy(() -> new Sample(0, some.key())).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> new Sample(1, Bytes.of(new byte[3])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRuleIsReadAsItWasWritten() {
        ReviewRule rule =
                new ReviewRule(
                        "r-1",
                        3,
                        Lexicon.parse("Größe\n/a b/"),
                        new Scope(Set.of("sip:a@x", "sip:b@x"), Scope.Direction.BETWEEN),
                        Optional.empty(),
                        Optional.of(NOW),
                        Severity.HIGH,
                        true,
                        false,
                        NOW,
                        "olga (officer)");
        assertThat(ReviewCodec.rule(ReviewCodec.rule(rule))).isEqualTo(rule);
        assertThat(rule.toString()).isEqualTo("ReviewRule[r-1 3]");
        ReviewRule sample =
                new ReviewRule(
                        "s",
                        1,
                        Sample.random(7, new SecureRandom()),
                        Scope.ALL,
                        Optional.of(NOW),
                        Optional.empty(),
                        Severity.LOW,
                        false,
                        true,
                        NOW,
                        "");
        assertThat(ReviewCodec.rule(ReviewCodec.rule(sample))).isEqualTo(sample);
    }

    @Test
    void randomBytesAreNoRuleAndNoItem() {
        Random random = new Random(3);
        byte[] rule = ReviewCodec.rule(rule(1, 0, false));
        ReviewCodec.Row row = ReviewItemTest.row();
        byte[] item = ReviewCodec.item(ReviewItemTest.open(true));
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = i % 2 == 0 ? rule.clone() : item.clone();
            int cut = i % 3 == 0 ? random.nextInt(bytes.length) : bytes.length;
            bytes = java.util.Arrays.copyOf(bytes, cut);
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] damaged = bytes;
            onlyRefuses(() -> ReviewCodec.rule(damaged));
            onlyRefuses(() -> ReviewCodec.item(damaged, row));
        }
    }

    private static void onlyRefuses(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }
}
