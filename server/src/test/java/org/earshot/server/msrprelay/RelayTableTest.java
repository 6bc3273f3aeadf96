package org.earshot.server.msrprelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

class RelayTableTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    private static final MsrpUri ALICES_PHONE = MsrpUri.parse("msrps://192.0.2.1:7965/bar;tcp");
    private static final MsrpUri BOBS_PHONE = MsrpUri.parse("msrps://192.0.2.2:8145/foo;tcp");
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final FakeTimers clock = new FakeTimers();
    private final RelayTable<String> table = new RelayTable<>(2, clock);

    @Test
    void whoKnowsTheUriReachesItsOwnerWhoAnswersTheSameWay() {
        MsrpUri ours = grant(ALICE, "alice");
        assertThat(table.route(send(List.of(ours, ALICES_PHONE), BOBS_PHONE), "stranger"))
                .isEqualTo(
                        new RelayTable.Route.To<>(
                                "alice", List.of(ALICES_PHONE), List.of(ours, BOBS_PHONE)));
        assertThat(table.route(send(List.of(ours, BOBS_PHONE), ALICES_PHONE), "alice"))
                .isEqualTo(
                        new RelayTable.Route.To<>(
                                "stranger", List.of(BOBS_PHONE), List.of(ours, ALICES_PHONE)));
    }

    @Test
    void betweenTwoOfOursBothUrisArePassedAtOnce() {
        MsrpUri alices = grant(ALICE, "alice");
        MsrpUri bobs = grant(BOB, "bob");
        assertThat(table.route(send(List.of(alices, bobs, BOBS_PHONE), ALICES_PHONE), "alice"))
                .isEqualTo(
                        new RelayTable.Route.To<>(
                                "bob", List.of(BOBS_PHONE), List.of(bobs, alices, ALICES_PHONE)));
    }

    @Test
    void itIsNoOpenRelay() {
        MsrpUri ours = grant(ALICE, "alice");
        assertThat(refusal(send(List.of(BOBS_PHONE), ALICES_PHONE), "alice")).isEqualTo(481);
        assertThat(refusal(send(List.of(ours), BOBS_PHONE), "stranger")).isEqualTo(481);
        assertThat(refusal(send(List.of(ours, BOBS_PHONE), ALICES_PHONE), "alice"))
                .isEqualTo(403); // bob has not connected
        MsrpUri guessed =
                MsrpUri.parse(
                        ours.toString()
                                .replace(
                                        ours.session(),
                                        (ours.session().startsWith("x") ? "y" : "x")
                                                + ours.session().substring(1)));
        assertThat(refusal(send(List.of(guessed, ALICES_PHONE), BOBS_PHONE), "stranger"))
                .isEqualTo(481);
    }

    @Test
    void nobodyTakesTheWayBackFromWhoHasIt() {
        MsrpUri ours = grant(ALICE, "alice");
        table.route(send(List.of(ours, ALICES_PHONE), BOBS_PHONE), "stranger");
        assertThat(refusal(send(List.of(ours, ALICES_PHONE), BOBS_PHONE), "other")).isEqualTo(506);
        table.left("stranger");
        assertThat(table.route(send(List.of(ours, ALICES_PHONE), BOBS_PHONE), "other"))
                .isInstanceOf(RelayTable.Route.To.class);
    }

    @Test
    void aUriHoldsUntilItExpiresAndIsProlonged() {
        MsrpUri ours = grant(ALICE, "alice");
        clock.advance(Duration.ofMinutes(10));
        assertThat(grant(ALICE, "alice")).isEqualTo(ours);
        clock.advance(Duration.ofMinutes(14));
        assertThat(table.size()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(refusal(send(List.of(ours, ALICES_PHONE), BOBS_PHONE), "stranger"))
                .isEqualTo(481);
        assertThat(table.size()).isZero();
    }

    @Test
    void anAccountHasSoManyAndNoMore() {
        grant(ALICE, "one");
        grant(ALICE, "two");
        assertThat(table.grant(ALICE, "three", "example.org", 2855, LIFE)).isEmpty();
        assertThat(table.grant(BOB, "four", "example.org", 2855, LIFE)).isPresent();
        table.left("one");
        assertThat(table.grant(ALICE, "three", "example.org", 2855, LIFE)).isPresent();
    }

    @Test
    void whoHasNobodyLeftIsToldOff() {
        MsrpUri ours = grant(ALICE, "alice");
        table.route(send(List.of(ours, ALICES_PHONE), BOBS_PHONE), "stranger");
        assertThat(table.left("alice")).containsExactly("stranger");
        assertThat(table.left("stranger")).isEmpty();
        assertThat(refusal(send(List.of(ours, ALICES_PHONE), BOBS_PHONE), "stranger"))
                .isEqualTo(481);
    }

    private MsrpUri grant(AddressOfRecord account, String owner) {
        Optional<MsrpUri> uri = table.grant(account, owner, "example.org", 2855, LIFE);
        return uri.orElseThrow();
    }

    private int refusal(MsrpFrame frame, String from) {
        return table.route(frame, from) instanceof RelayTable.Route.Refused<String> refused
                ? refused.status()
                : 0;
    }

    private static MsrpFrame send(List<MsrpUri> to, MsrpUri from) {
        return MsrpFrame.request("abcd1234", "SEND", to, List.of(from));
    }
}
