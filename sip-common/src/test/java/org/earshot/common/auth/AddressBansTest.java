package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressBansTest {
    private static final InetAddress OFFICE = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.8");
    private static final InetAddress EXEMPT = InetAddress.ofLiteral("198.51.100.1");
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private AddressBans.Rule rule = new AddressBans.Rule(5, WINDOW, HOUR);
    private final Set<InetAddress> exempt = new HashSet<>(Set.of(EXEMPT));
    private final List<InetAddress> begun = new ArrayList<>();
    private final AddressBans bans =
            new AddressBans(() -> rule, source -> exempt.contains(source), begun::add, () -> now);

    private void scan(InetAddress source, int accounts) {
        for (int i = 0; i < accounts; i++) {
            bans.failed("u" + i, source, true);
        }
    }

    @Test
    void whoTriesManyAccountsIsBannedForAWhile() {
        scan(OFFICE, 4);
        assertThat(bans.admits(OFFICE)).isTrue();
        bans.failed("u4", OFFICE, true);
        assertThat(bans.admits(OFFICE)).isFalse();
        assertThat(bans.admits(OTHER)).isTrue();
        assertThat(begun).containsExactly(OFFICE);
        assertThat(bans.pause(OFFICE)).isEqualTo(HOUR);
        assertThat(bans.list())
                .containsExactly(new AddressBans.Ban("192.0.2.7", now, now.plus(HOUR), 5, 1));
        now = now.plus(HOUR);
        assertThat(bans.admits(OFFICE)).isTrue();
        assertThat(bans.list()).isEmpty();
        assertThat(bans.bans()).isEqualTo(1);
        assertThat(bans.dropped()).isEqualTo(1);
        bans.failed("u0", OFFICE, true);
        assertThat(bans.admits(OFFICE)).isTrue();
    }

    @Test
    void onePhoneWithAWrongPasswordBansNobodyHoweverOftenItTries() {
        for (int i = 0; i < 10_000; i++) {
            bans.failed("meeting-room", OFFICE, true);
            now = now.plusSeconds(1);
        }
        assertThat(bans.admits(OFFICE)).isTrue();
    }

    @Test
    void anAccountThatLogsInCountsNoMore() {
        scan(OFFICE, 4);
        bans.succeeded("u1", OFFICE);
        bans.succeeded("somebody else", OFFICE);
        bans.failed("x", OFFICE, true);
        assertThat(bans.admits(OFFICE)).isTrue();
        bans.failed("y", OFFICE, true);
        assertThat(bans.admits(OFFICE)).isFalse();
    }

    @Test
    void whatWasTriedBeforeTheWindowCountsNoMore() {
        scan(OFFICE, 4);
        now = now.plus(WINDOW).plusSeconds(1);
        scan(OFFICE, 4);
        assertThat(bans.admits(OFFICE)).isTrue();
    }

    @Test
    void aLiftedBanIsOverAndWhatWasTriedIsForgotten() {
        scan(OFFICE, 5);
        assertThat(bans.lift("192.0.2.8")).isFalse();
        assertThat(bans.lift("192.0.2.7")).isTrue();
        assertThat(bans.lift("192.0.2.7")).isFalse();
        scan(OFFICE, 4);
        assertThat(bans.admits(OFFICE)).isTrue();
    }

    @Test
    void ofIpv6ACustomersWholeNetworkIsOne() {
        for (int i = 0; i < 5; i++) {
            bans.failed("u" + i, InetAddress.ofLiteral("2001:db8:1:2::" + i), true);
        }
        assertThat(bans.admits(InetAddress.ofLiteral("2001:db8:1:2:ffff::1"))).isFalse();
        assertThat(bans.admits(InetAddress.ofLiteral("2001:db8:1:3::1"))).isTrue();
        String network = bans.list().getFirst().network();
        assertThat(network).isEqualTo("2001:db8:1:2:0:0:0:0/64");
        assertThat(bans.lift(network)).isTrue();
    }

    @Test
    void whoIsExemptIsNeverBannedAndWithoutARuleNobodyIs() {
        scan(EXEMPT, 100);
        assertThat(bans.admits(EXEMPT)).isTrue();
        rule = new AddressBans.Rule(0, WINDOW, HOUR);
        scan(OFFICE, 100);
        assertThat(bans.admits(OFFICE)).isTrue();
    }

    @Test
    void whateverIsLiftedIsAnAddressOrNone() {
        scan(OFFICE, 5);
        Random random = new Random(65);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertThat(bans.lift(new String(bytes, StandardCharsets.ISO_8859_1))).isFalse();
        }
        for (String text : List.of("", "/64", "192.0.2.7/64", "192.0.2.7/32", "localhost")) {
            assertThat(bans.lift(text)).as(text).isFalse();
        }
        assertThat(bans.size()).isEqualTo(1);
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            bans.failed(
                    "x".repeat(500) + i,
                    InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256),
                    true);
        }
        // the first are forgotten: it needs five again
        InetAddress first = InetAddress.ofLiteral("10.0.0.0");
        scan(first, 4);
        assertThat(bans.admits(first)).isTrue();
    }

    @Test
    void datagramsWithSomebodyElsesAddressBanNobody() {
        for (int i = 0; i < 4; i++) {
            bans.failed("u" + i, OFFICE, false);
        }
        assertThat(bans.mustProve(OFFICE)).isFalse();
        bans.failed("u4", OFFICE, false);
        assertThat(bans.admits(OFFICE)).isTrue();
        assertThat(bans.pause(OFFICE)).isZero();
        assertThat(bans.mustProve(OFFICE)).isTrue();
        assertThat(bans.mustProve(OTHER)).isFalse();
        now = now.plus(HOUR);
        assertThat(bans.mustProve(OFFICE)).isFalse();
    }

    @Test
    void whoIsExemptFromNowOnIsFreeAtOnce() {
        InetAddress six = InetAddress.ofLiteral("2001:db8:1:2::1");
        for (InetAddress source : List.of(OFFICE, OTHER, six)) {
            scan(source, 5);
            for (int i = 0; i < 5; i++) {
                bans.failed("u" + i, source, false);
            }
        }
        exempt.add(OFFICE);
        exempt.add(six);
        for (InetAddress free : List.of(OFFICE, six)) {
            assertThat(bans.admits(free)).isTrue();
            assertThat(bans.pause(free)).isZero();
            assertThat(bans.mustProve(free)).isFalse();
        }
        assertThat(bans.mustProve(OTHER)).isTrue();
        assertThat(bans.admits(OTHER)).isFalse();
        assertThat(bans.admits(InetAddress.ofLiteral("2001:db8:1:2::2"))).isFalse();
        assertThat(bans.list()).extracting(AddressBans.Ban::network).doesNotContain("192.0.2.7");

        rule = new AddressBans.Rule(0, WINDOW, HOUR);
        assertThat(bans.admits(OTHER)).isTrue();
        assertThat(bans.mustProve(OTHER)).isFalse();
        assertThat(bans.list()).isEmpty();
    }
}
