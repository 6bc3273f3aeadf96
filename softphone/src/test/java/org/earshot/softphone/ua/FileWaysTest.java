package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.junit.jupiter.api.Test;

/// Which way files go, with two phones that are joined in memory and files that don't move but by hand.
class FileWaysTest {
    private static final Path PICTURE = Path.of("/home/alice/picture.png");
    private static final String RELAY = "<msrps://192.0.2.200:2855;tcp>";
    private static final String STRAIGHT = "msrps://192.0.2.1:2855/x;tcp";
    private static final String RELAYED = "msrps://192.0.2.200:2855/tok;tcp";

    private final FakeTimers timers = new FakeTimers();
    private final FakeFiles files = new FakeFiles();
    private final FakeFiles atBobs = new FakeFiles();
    private final TestPhone alice = phone("alice", "192.0.2.1", files);
    private final TestPhone bob = phone("bob", "192.0.2.2", atBobs);

    private TestPhone phone(String name, String host, FakeFiles carrier) {
        return new TestPhone(
                name,
                host,
                Transport.TLS,
                timers,
                PhoneParts.of(name)
                        .with(new FileKit(carrier, FileStore.ofThisRun(), FilePolicy.usual())));
    }

    private static FileChanged of(TestPhone phone) {
        return phone.last(FileChanged.class);
    }

    /// With what each server tells of relays; "" for nothing.
    private void join(String toAlice, String toBob) {
        register(alice, toAlice);
        register(bob, toBob);
        TestPhone.join(alice, bob);
    }

    private static void register(TestPhone phone, String told) {
        if (told.isEmpty()) {
            phone.registered();
        } else {
            phone.registeredWith("Earshot-Msrp-Relay", told);
        }
    }

    private void send() {
        alice.agent.files().send("bob", PICTURE);
        bob.agent.files().accept(of(bob).id());
    }

    private List<String> pathAtBobs() {
        return atBobs.last().peer.path();
    }

    @Test
    void theStraightWayIsTakenWhereItLeadsSomewhere() {
        join(RELAY + ";way=best", RELAY + ";way=best");
        send();
        assertThat(of(alice).way()).contains(FileWay.DIRECT);
        assertThat(of(bob).way()).contains(FileWay.DIRECT);
        files.last().listener.connected();
        timers.advance(Duration.ofMinutes(5));
        assertThat(files.begun).hasSize(1);
        assertThat(pathAtBobs()).containsExactly(STRAIGHT);
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(FilePhase.COMPLETE);
        assertThat(files.relays).isEmpty();
    }

    @Test
    void whoDoesNotComeStraightIsAwaitedAtTheRelay() {
        join(RELAY, RELAY);
        send();
        timers.advance(FileWays.PATIENCE);
        assertThat(files.begun).hasSize(2);
        assertThat(files.relays)
                .containsExactly("sip:alice@example.org at msrps://192.0.2.200:2855;tcp");
        assertThat(files.last().active).isFalse();
        assertThat(atBobs.last().active).isTrue();
        assertThat(pathAtBobs()).startsWith(RELAYED).hasSize(2);
        assertThat(atBobs.begun.getFirst().cancelled).isPresent();
        assertThat(of(alice).way()).contains(FileWay.RELAY);
        assertThat(of(bob).way()).contains(FileWay.RELAY);
        assertThat(atBobs.relays).isEmpty();

        files.last().listener.connected();
        timers.advance(Duration.ofMinutes(1));
        files.last().listener.progress(500);
        files.last().breaks();
        atBobs.last().breaks();
        timers.advance(Duration.ofSeconds(2));
        assertThat(files.begun).as("goes on the same way").hasSize(3);
        assertThat(pathAtBobs()).startsWith(RELAYED);
        files.last().complete();
        assertThat(of(alice).state()).isEqualTo(FilePhase.COMPLETE);
        assertThat(files.open + atBobs.open).isZero();
    }

    @Test
    void theNextFileToTheSamePersonGoesTheWayThatIsLeftUntilAWhileIsOver() {
        join(RELAY, RELAY);
        send();
        timers.advance(FileWays.PATIENCE);
        files.last().listener.connected();
        files.last().complete();
        atBobs.last().complete();
        send();
        assertThat(pathAtBobs()).startsWith(RELAYED);
        files.last().listener.connected();
        files.last().complete();
        atBobs.last().complete();
        timers.advance(FileWays.REMEMBERED);
        send();
        assertThat(pathAtBobs()).containsExactly(STRAIGHT);
    }

    @Test
    void aRelayThatCanNotBeReachedIsNoWayEither() {
        join(RELAY, RELAY);
        files.noRelay = java.util.Optional.of("no way over the relay: Connection refused");
        send();
        timers.advance(FileWays.PATIENCE);
        assertThat(of(alice).reason()).contains("no way over the relay", "by itself");
        timers.advance(Duration.ofSeconds(5));
        assertThat(files.begun).hasSize(2);
        assertThat(pathAtBobs()).as("straight once more").containsExactly(STRAIGHT);
    }

    @Test
    void theAdministratorMayWantNoOtherWay() {
        join(RELAY + ";way=relay", RELAY + ";way=relay");
        send();
        assertThat(pathAtBobs()).startsWith(RELAYED);
        assertThat(of(alice).way()).contains(FileWay.RELAY);
        files.last().breaks();
        timers.advance(Duration.ofSeconds(2));
        assertThat(files.relays).hasSize(2);
        assertThat(pathAtBobs()).startsWith(RELAYED);
    }

    @Test
    void theReceiversRelayIsTakenWhereTheSenderHasNone() {
        join("", RELAY + ";way=relay");
        send();
        assertThat(files.last().active).isTrue();
        assertThat(files.last().peer.path()).startsWith(RELAYED).hasSize(2);
        assertThat(atBobs.last().active).isFalse();
        assertThat(of(alice).way()).contains(FileWay.RELAY);
        assertThat(of(bob).way()).contains(FileWay.RELAY);
    }

    @Test
    void aReceiverThatCouldNotConnectIsAtItsRelayTheNextTime() {
        join("", RELAY);
        send();
        assertThat(files.last().active).isFalse();
        atBobs.last().breaks();
        files.last().breaks();
        timers.advance(Duration.ofSeconds(2));
        assertThat(files.last().active).isTrue();
        assertThat(files.last().peer.path()).startsWith(RELAYED);
    }

    @Test
    void withoutARelayNobodyIsHurried() {
        join("", "");
        send();
        timers.advance(Duration.ofMinutes(1));
        assertThat(files.begun).hasSize(1);
        assertThat(of(alice).way()).contains(FileWay.DIRECT);
    }

    @Test
    void aHeaderThatCanNotBeReadIsNone() {
        join("<msrp://192.0.2.200;tcp>;way=relay", "<msrps://192.0.2.200");
        send();
        assertThat(pathAtBobs()).containsExactly(STRAIGHT);
    }
}
