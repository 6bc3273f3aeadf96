package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 8445 between phones in networks that let little pass, in simulated time.
final class IceAgentTest {
    private static final String OPEN_A = "203.0.113.1";
    private static final String OPEN_B = "203.0.113.2";
    private static final String INSIDE_A = "10.0.0.2";
    private static final String INSIDE_B = "192.168.1.2";
    private static final String RELAY_A = "198.51.100.7";
    private static final String RELAY_B = "198.51.100.8";

    private final SimulatedNetwork network = new SimulatedNetwork();
    private final SimulatedPhone a = new SimulatedPhone(network, 1);
    private final SimulatedPhone b = new SimulatedPhone(network, 2);

    private void behindRouters(boolean aIsSymmetric, boolean bIsSymmetric) {
        network.behind(
                network.router("203.0.113.10", aIsSymmetric),
                SimulatedNetwork.address(INSIDE_A, 5004));
        network.behind(
                network.router("203.0.113.20", bIsSymmetric),
                SimulatedNetwork.address(INSIDE_B, 5004));
        a.host(INSIDE_A).reflexive().relay(RELAY_A);
        b.host(INSIDE_B).reflexive().relay(RELAY_B);
    }

    private void call() {
        a.start(b, true);
        b.start(a, false);
    }

    private void run(long millis) {
        network.run(
                millis,
                () -> {
                    a.tick();
                    b.tick();
                });
    }

    private void assertBothHear(int packets) {
        a.heard();
        b.heard();
        run(packets * 20L);
        assertThat(a.heard()).isGreaterThanOrEqualTo(packets - 1);
        assertThat(b.heard()).isGreaterThanOrEqualTo(packets - 1);
    }

    private boolean isRelayed(SimulatedPhone phone) {
        InetSocketAddress relayA = SimulatedNetwork.address(RELAY_A, 50_000);
        InetSocketAddress relayB = SimulatedNetwork.address(RELAY_B, 50_000);
        SimulatedPhone.Way way = phone.way().orElseThrow();
        return List.of(relayA, relayB).contains(way.remote())
                || List.of(relayA, relayB).contains(phone.address(way.path()));
    }

    @Test
    void openNetworksTalkDirectlyWithinARoundTripOrTwo() {
        a.host(OPEN_A);
        b.host(OPEN_B);

        call();
        run(100);

        assertThat(a.selectedAt()).isBetween(20L, 60L);
        assertThat(b.selectedAt()).isBetween(20L, 60L);
        assertBothHear(50);
    }

    @Test
    void twoConesTalkDirectly() {
        behindRouters(false, false);

        call();
        run(1_000);

        assertBothHear(50);
        assertThat(isRelayed(a)).isFalse();
        assertThat(isRelayed(b)).isFalse();
        assertThat(a.selectedAt()).isLessThan(500);
    }

    @Test
    void aSymmetricRouterTalksDirectlyToAnOpenPhone() {
        network.behind(
                network.router("203.0.113.10", true), SimulatedNetwork.address(INSIDE_A, 5004));
        a.host(INSIDE_A).reflexive().relay(RELAY_A);
        b.host(OPEN_B);

        call();
        run(1_000);

        assertBothHear(50);
        assertThat(isRelayed(a)).isFalse();
    }

    @Test
    void twoSymmetricRoutersNeedARelay() {
        behindRouters(true, true);

        call();
        run(2_000);

        assertBothHear(50);
        assertThat(isRelayed(a)).isTrue();
        assertThat(isRelayed(b)).isTrue();
        assertThat(a.selectedAt()).isLessThan(1_000);
    }

    @Test
    void aCheckOfTheOtherSideShowsAnAddressThatNobodyNamed() {
        network.behind(
                network.router("203.0.113.10", false), SimulatedNetwork.address(INSIDE_A, 5004));
        a.host(INSIDE_A); // without STUN it doesn't know of its router
        b.host(OPEN_B);

        call();
        run(500);

        assertBothHear(50);
        assertThat(b.way().orElseThrow().remote().getAddress().getHostAddress())
                .isEqualTo("203.0.113.10");
    }

    @Test
    void withoutAnyCandidateThatCanBeReadTheChecksOfTheOtherSideSuffice() {
        a.host(OPEN_A);
        b.host(OPEN_B);

        a.start(b, true, List.of());
        b.start(a, false);
        run(500);

        assertBothHear(50);
    }

    @Test
    void ipv6IsTakenWhereBothHaveIt() {
        a.host("2001:db8::1").host(OPEN_A);
        b.host("2001:db8::2").host(OPEN_B);

        call();
        run(500);

        assertThat(a.way().orElseThrow().remote().getAddress().getHostAddress())
                .isEqualTo("2001:db8:0:0:0:0:0:2");
        assertBothHear(50);
    }

    @Test
    void bothThinkThatTheyChoose() {
        a.host(OPEN_A);
        b.host(OPEN_B);

        a.start(b, true);
        b.start(a, true);
        run(1_000);

        assertBothHear(50);
        assertThat(a.agent().way()).contains("nominated");
        assertThat(b.agent().way()).contains("nominated");
    }

    @Test
    void bothThinkThatTheOtherChooses() {
        a.host(OPEN_A);
        b.host(OPEN_B);

        a.start(b, false);
        b.start(a, false);
        run(1_000);

        assertBothHear(50);
        assertThat(a.agent().way()).contains("nominated");
        assertThat(b.agent().way()).contains("nominated");
    }

    @Test
    void aFifthOfThePacketsLostDoesNotHinder() {
        behindRouters(false, false);
        network.lose(20);

        call();
        run(3_000);

        assertThat(isRelayed(a)).isFalse();
        assertThat(a.selectedAt()).isBetween(0L, 1_500L);
        assertThat(b.selectedAt()).isBetween(0L, 1_500L);
    }

    @Test
    void aRouterThatForgotIsFollowedWithinTwoSeconds() {
        SimulatedNetwork.Router router = network.router("203.0.113.10", false);
        network.behind(router, SimulatedNetwork.address(INSIDE_A, 5004));
        a.host(INSIDE_A).reflexive();
        b.host(OPEN_B);
        call();
        run(5_000);
        assertBothHear(50);

        router.restart(); // other ports from now on
        run(2_000);

        assertBothHear(50);
        assertThat(a.lost() + b.lost()).isZero();
    }

    @Test
    void aRouterThatForgotIsFollowedByTheOneThatChoosesToo() {
        SimulatedNetwork.Router router = network.router("203.0.113.10", false);
        network.behind(router, SimulatedNetwork.address(INSIDE_A, 5004));
        a.host(INSIDE_A).reflexive();
        b.host(OPEN_B);
        a.start(b, false);
        b.start(a, true);
        run(5_000);

        router.restart();
        run(2_000);

        assertBothHear(50);
    }

    @Test
    void aSideThatIsGoneIsNoticedOnceAndNothingIsSentAfterHalfAMinute() {
        a.host(OPEN_A);
        b.host(OPEN_B);
        call();
        run(3_000);
        network.unplug(b.address(0));

        network.run(1_300, a::tick);
        assertThat(a.silences()).isEqualTo(1);
        assertThat(a.lost()).isZero();
        assertThat(a.agent().isWithoutWay(network.now())).isTrue();

        network.run(2_700, a::tick);
        assertThat(a.silences()).isEqualTo(1);
        assertThat(a.lost()).isEqualTo(1);
        assertThat(a.failed()).isZero();

        network.run(30_000, a::tick);
        assertThat(a.lost()).isEqualTo(1);
        assertThat(a.failed()).isEqualTo(1);
        assertThat(a.way()).isEmpty();
    }

    @Test
    void whereThereIsNoWayThatIsSaidAfterAWhile() {
        a.host(INSIDE_A);
        network.behind(
                network.router("203.0.113.10", true), SimulatedNetwork.address(INSIDE_A, 5004));
        network.behind(
                network.router("203.0.113.20", true), SimulatedNetwork.address(INSIDE_B, 5004));
        b.host(INSIDE_B);

        call();
        run(9_000);
        assertThat(a.failed()).isZero();
        run(2_000);
        assertThat(a.failed()).isEqualTo(1);
        assertThat(b.failed()).isEqualTo(1);
    }

    @Test
    void whereThereWasAWayThatIsSaidLater() {
        network.behind(
                network.router("203.0.113.10", true), SimulatedNetwork.address(INSIDE_A, 5004));
        network.behind(
                network.router("203.0.113.20", true), SimulatedNetwork.address(INSIDE_B, 5004));
        a.host(INSIDE_A);
        b.host(INSIDE_B);

        a.startAgain(b, true);
        b.startAgain(a, false);
        run(1_500);
        assertThat(a.agent().isWithoutWay(network.now())).isTrue();
        run(28_000);
        assertThat(a.failed()).isZero();
        run(2_000);
        assertThat(a.failed()).isEqualTo(1);
        assertThat(b.failed()).isEqualTo(1);
    }

    @Test
    void onlyWhoKnowsThePasswordIsAnswered() throws StunException {
        a.host(OPEN_A);
        b.host(OPEN_B);
        call();
        List<StunMessage> answers = new ArrayList<>();
        InetSocketAddress stranger = SimulatedNetwork.address("192.0.2.66", 6666);
        network.listen(
                stranger,
                (bytes, _, _) -> {
                    try {
                        answers.add(StunMessage.parse(bytes, bytes.length));
                    } catch (StunException e) {
                        throw new AssertionError(e);
                    }
                });
        StunMessage.Builder check =
                StunMessage.request(StunMessage.BINDING, TransactionId.random(new Random(3)))
                        .putText(StunMessage.USERNAME, "guess:work")
                        .putLong(StunMessage.ICE_CONTROLLING, 1)
                        .putFlag(StunMessage.USE_CANDIDATE);

        network.send(stranger, a.address(0), check.unsigned());
        network.send(
                stranger, a.address(0), check.sign(StunMessage.shortTermKey("guessed password")));
        run(1_000);

        assertThat(answers).extracting(StunMessage::errorCode).contains(401);
        assertThat(answers).allMatch(answer -> answer.kind() == StunMessage.Kind.ERROR);
        assertThat(a.way().orElseThrow().remote()).isEqualTo(b.address(0));
    }

    @Test
    void forgedAnswersAndNoiseChangeNothing() throws StunException {
        a.host(OPEN_A);
        b.host(OPEN_B);
        call();
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            StunMessage request =
                    StunMessage.parse(
                            StunMessage.request(StunMessage.BINDING, TransactionId.random(random))
                                    .plain(),
                            20);
            byte[] forged =
                    request.success()
                            .putAddress(StunMessage.XOR_MAPPED_ADDRESS, b.address(0))
                            .sign(StunMessage.shortTermKey("something else entirely"));
            a.agent().onStun(0, StunMessage.parse(forged, forged.length), b.address(0), 1);
        }

        assertThat(a.way()).isEmpty();
        run(200);
        assertBothHear(50);
    }
}
