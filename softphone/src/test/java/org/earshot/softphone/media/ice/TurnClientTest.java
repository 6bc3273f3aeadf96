package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.ice.TurnClient.Family;
import org.earshot.softphone.media.ice.TurnClient.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a relayed address is got, kept and given back.
class TurnClientTest {
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.2", 3478);

    private final TurnSimulation simulation = new TurnSimulation();
    private final SimulatedTurnServer server = simulation.server;
    private final long began = simulation.now;

    @Test
    void aChallengeIsAnsweredAndThereIsAnAddress() {
        simulation.start();
        assertThat(simulation.relayed).contains(SimulatedTurnServer.RELAYED);
        assertThat(simulation.mapped).contains(SimulatedTurnServer.MAPPED);
        assertThat(server.count(StunMessage.ALLOCATE)).isEqualTo(2);
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void anIpv6AddressIsAskedFor() {
        TurnSimulation ipv6 =
                new TurnSimulation(SimulatedTurnServer.PASSWORD, Transport.UDP, Family.IPV6);
        ipv6.start();
        assertThat(ipv6.relayed).contains(SimulatedTurnServer.RELAYED_IPV6);
        InetSocketAddress peer = new InetSocketAddress("2001:db8::9", 4000);
        ipv6.send(peer, "hello");
        ipv6.receive(peer, "hello yourself");
        assertThat(server(ipv6)).containsExactly("hello");
        assertThat(ipv6.data).hasSize(1).first().extracting(it -> it.peer()).isEqualTo(peer);
    }

    @Test
    void aWrongPasswordIsTheEnd() {
        TurnSimulation wrong = new TurnSimulation("another", Transport.UDP, Family.IPV4);
        wrong.start();
        assertThat(wrong.failures)
                .singleElement()
                .asString()
                .contains("192.0.2.1:3478", "refuses user name and password", "(401)");
        assertThat(wrong.server.count(StunMessage.ALLOCATE)).isEqualTo(2);
        assertThat(wrong.client.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "300, can't be used",
        "400, says no",
        "403, forbids",
        "420, says no",
        "437, earlier allocation",
        "440, family",
        "441, somebody else's",
        "442, does not relay UDP",
        "486, user-quota",
        "500, says no",
        "508, total-quota"
    })
    void eachErrorIsToldInWords(int code, String words) {
        server.refusals.put(StunMessage.ALLOCATE, code);
        simulation.start();
        assertThat(simulation.failures)
                .singleElement()
                .asString()
                .contains("the relay 192.0.2.1:3478", words, "(" + code + ")")
                .doesNotContain("\u0007");
        int sent = simulation.sent.size();
        simulation.pass(1, TimeUnit.HOURS);
        assertThat(simulation.sent).hasSize(sent);
        assertThat(simulation.failures).hasSize(1);
    }

    @Test
    void aLostRequestIsRepeatedSooner() {
        server.lose = 3;
        simulation.start();
        simulation.pass(5, TimeUnit.SECONDS);
        // the fourth comes through; what follows is the signed one
        assertThat(simulation.times(began)).containsExactly(0L, 250L, 750L, 1750L, 1750L);
        assertThat(simulation.relayed).isPresent();
    }

    @Test
    void aLostAnswerIsGivenAgain() {
        simulation.client.start(simulation.now);
        server.loseAnswers = 1;
        simulation.settle(); // the challenge arrives, and what it leads to is answered in vain
        assertThat(server.isAllocated(simulation.now)).isTrue();
        assertThat(simulation.relayed).isEmpty();
        simulation.pass(250, TimeUnit.MILLISECONDS);
        assertThat(simulation.relayed).isPresent();
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void silenceIsGivenUp() {
        server.silent = true;
        simulation.start();
        simulation.pass(6_999, TimeUnit.MILLISECONDS);
        assertThat(simulation.failures).isEmpty();
        simulation.pass(1, TimeUnit.MILLISECONDS);
        assertThat(simulation.failures)
                .singleElement()
                .asString()
                .contains("192.0.2.1:3478 does not answer", "UDP");
        assertThat(simulation.times(began)).containsExactly(0L, 250L, 750L, 1750L, 3750L);
    }

    @Test
    void nothingIsRepeatedOverAStream() {
        TurnSimulation stream =
                new TurnSimulation(SimulatedTurnServer.PASSWORD, Transport.STREAM, Family.IPV4);
        stream.server.silent = true;
        stream.start();
        stream.pass(10, TimeUnit.SECONDS);
        assertThat(stream.times(began)).containsExactly(0L);
        assertThat(stream.failures).singleElement().asString().endsWith("does not answer");
    }

    @Test
    void aStaleNonceIsReplaced() {
        simulation.start();
        server.renewNonce();
        simulation.pass(541, TimeUnit.SECONDS);
        assertThat(server.count(StunMessage.REFRESH)).isEqualTo(2);
        assertThat(server.isAllocated(simulation.now + TimeUnit.SECONDS.toNanos(590))).isTrue();
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void aNonceThatIsAlwaysStaleIsTheEnd() {
        server.alwaysStale = true;
        simulation.start();
        assertThat(simulation.failures).singleElement().asString().contains("(438)");
        assertThat(server.count(StunMessage.ALLOCATE)).isEqualTo(5);
    }

    @Test
    void anotherServerIsTriedOnce() {
        simulation.takesRedirects = true;
        server.alternate = Optional.of(OTHER);
        simulation.start();
        assertThat(server.count(StunMessage.ALLOCATE)).isEqualTo(2);
        assertThat(simulation.client.server()).isEqualTo(OTHER);
        assertThat(simulation.failures)
                .singleElement()
                .asString()
                .contains("192.0.2.2:3478 sends us to another one");
    }

    @Test
    void theOtherServerIsUsed() {
        simulation.takesRedirects = true;
        server.alternate = Optional.of(OTHER);
        simulation.client.start(simulation.now);
        server.alternate = Optional.empty(); // from here on it stands for the other
        simulation.settle();
        assertThat(simulation.relayed).isPresent();
        assertThat(simulation.client.server()).isEqualTo(OTHER);
        assertThat(simulation.failures).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.2, 0", "2001:db8::1, 3478", "0.0.0.0, 3478", "224.0.0.1, 3478"})
    void anotherServerThatCanNotBeOneIsNotTried(String host, int port) {
        simulation.takesRedirects = true;
        server.alternate = Optional.of(new InetSocketAddress(host, port));
        simulation.start();
        assertThat(simulation.failures).singleElement().asString().contains("(300)");
        assertThat(simulation.client.server()).isEqualTo(TurnSimulation.SERVER);
    }

    @Test
    void whoCanNotGoElsewhereFails() {
        server.alternate = Optional.of(OTHER);
        simulation.start();
        assertThat(simulation.failures).singleElement().asString().contains("(300)");
    }

    @ParameterizedTest
    @CsvSource({"600, 540, 541", "3600, 3540, 3541", "100, 50, 51", "10, 5, 6"})
    void anAllocationIsRefreshedBeforeItEnds(int lifetime, int before, int after) {
        server.lifetimeSeconds = lifetime;
        simulation.start();
        simulation.pass(before - 1, TimeUnit.SECONDS);
        assertThat(server.count(StunMessage.REFRESH)).isZero();
        simulation.pass(after - before + 1, TimeUnit.SECONDS);
        assertThat(server.count(StunMessage.REFRESH)).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            simulation.pass(lifetime, TimeUnit.SECONDS);
            assertThat(server.isAllocated(simulation.now)).isTrue();
        }
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void aServerThatFallsSilentIsAskedUntilTheEnd() {
        simulation.start();
        server.silent = true;
        simulation.pass(599, TimeUnit.SECONDS);
        assertThat(simulation.failures).isEmpty();
        simulation.pass(1, TimeUnit.SECONDS);
        assertThat(simulation.failures).singleElement().asString().contains("does not answer");
    }

    @Test
    void aServerThatComesBackInTimeIsAsGoodAsEver() {
        simulation.start();
        server.silent = true;
        simulation.pass(580, TimeUnit.SECONDS);
        server.silent = false;
        simulation.pass(500, TimeUnit.SECONDS);
        assertThat(simulation.failures).isEmpty();
        assertThat(server.isAllocated(simulation.now)).isTrue();
    }

    @Test
    void aServerThatWasRestartedIsNoticed() {
        simulation.start();
        server.restart();
        simulation.pass(541, TimeUnit.SECONDS);
        assertThat(simulation.failures).singleElement().asString().contains("restarted", "(437)");
    }

    @Test
    void aServerThatIsProbedSaysAtOnceThatItWasRestarted() {
        simulation.start();
        server.restart();
        server.renewNonce();
        simulation.client.probe(simulation.now);
        simulation.pass(1, TimeUnit.MILLISECONDS);
        assertThat(simulation.failures).singleElement().asString().contains("restarted", "(437)");
    }

    @Test
    void aServerThatIsProbedAndHasTheAddressKeepsItForLonger() {
        simulation.start();
        simulation.pass(100, TimeUnit.SECONDS);
        simulation.client.probe(simulation.now);
        simulation.client.probe(simulation.now);
        simulation.pass(530, TimeUnit.SECONDS);
        assertThat(server.count(StunMessage.REFRESH)).isEqualTo(1);
        assertThat(server.isAllocated(simulation.now)).isTrue();
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void aServerThatIsAwayWhenProbedIsAskedUntilItIsBack() {
        simulation.start();
        server.silent = true;
        simulation.client.probe(simulation.now);
        simulation.pass(20, TimeUnit.SECONDS);
        assertThat(simulation.failures).isEmpty();
        server.silent = false;
        server.restart();
        simulation.pass(4, TimeUnit.SECONDS);
        assertThat(simulation.failures).singleElement().asString().contains("restarted", "(437)");
    }

    @Test
    void anAddressIsGivenBack() {
        simulation.start();
        simulation.client.close();
        assertThat(server.isAllocated(simulation.now)).isFalse();
        int sent = simulation.sent.size();
        simulation.settle();
        simulation.client.permit(OTHER, simulation.now);
        simulation.send(OTHER, "too late");
        simulation.pass(1, TimeUnit.HOURS);
        simulation.client.close();
        assertThat(simulation.sent).hasSize(sent);
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void anAddressThatIsJustBeingGivenIsGivenBackToo() {
        simulation.client.start(simulation.now);
        byte[] challenge = server.out.remove();
        simulation.client.onPacket(challenge, challenge.length, simulation.now);
        assertThat(server.isAllocated(simulation.now)).isTrue();
        simulation.client.close(); // and the answer isn't read any more
        assertThat(server.isAllocated(simulation.now)).isFalse();
        simulation.settle();
        assertThat(simulation.relayed).isEmpty();
    }

    @Test
    void nothingHappensBeforeTheStartAndOnlyOneStart() {
        assertThat(simulation.client.nextNanos()).isEqualTo(Long.MAX_VALUE);
        simulation.client.onTime(simulation.now);
        simulation.send(OTHER, "too early");
        assertThat(simulation.sent).isEmpty();
        simulation.start();
        assertThatThrownBy(simulation::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noSecretIsPrinted() {
        simulation.start();
        TurnCredentials credentials =
                new TurnCredentials(SimulatedTurnServer.USER, SimulatedTurnServer.PASSWORD);
        for (String text : List.of(simulation.client.toString(), credentials.toString())) {
            assertThat(text).doesNotContain("alice", SimulatedTurnServer.PASSWORD, "nonce of");
        }
    }

    private static List<String> server(TurnSimulation simulation) {
        return simulation.server.relayed.stream().map(it -> it.text()).toList();
    }
}
