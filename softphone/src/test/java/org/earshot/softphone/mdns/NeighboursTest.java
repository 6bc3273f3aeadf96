package org.earshot.softphone.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Announcements and searches on one link, without sockets and in simulated time.
class NeighboursTest {
    private static final DnsName TYPE = DnsName.of("_sip._udp.local");

    /// A link: what one says all hear, also whoever said it.
    private final class Machine {
        private final InetAddress address;
        private Announcement announcement;
        private Search search;
        private final List<List<Found>> found = new ArrayList<>();

        Machine(int number) {
            address = InetAddress.ofLiteral("192.168.1." + number);
            machines.add(this);
        }

        Machine announces(String name, int port) {
            announcement =
                    new Announcement(TYPE, name, port, DnsName.of("h" + address.hashCode()), now);
            return this;
        }

        Machine searches() {
            search =
                    Search.forServices(
                            TYPE,
                            name -> announcement != null && announcement.instance().equals(name),
                            found::add,
                            now);
            return this;
        }

        private void tick() {
            Optional.ofNullable(announcement).flatMap(a -> a.tick(now)).ifPresent(this::say);
            Optional.ofNullable(search).flatMap(s -> s.tick(now)).ifPresent(q -> say(_ -> q));
        }

        private void say(Announcement.Saying saying) {
            DnsMessage message = saying.with(List.of(address));
            said.merge(this, 1, Integer::sum);
            for (Machine each : machines) {
                each.hear(message);
            }
        }

        private void hear(DnsMessage message) {
            Optional<Announcement.Saying> answer =
                    Optional.ofNullable(announcement).flatMap(a -> a.heard(message, now));
            if (search != null) {
                search.heard(message);
            }
            answer.ifPresent(this::say);
        }

        String name() {
            return announcement.instance().first();
        }

        List<String> names() {
            return found.isEmpty() ? List.of() : found.getLast().stream().map(Found::name).toList();
        }
    }

    private final List<Machine> machines = new ArrayList<>();
    private final Map<Machine, Integer> said = new HashMap<>();
    private long now;

    private void pass(long millis) {
        for (long end = now + millis; now < end; now += 50) {
            List.copyOf(machines).forEach(Machine::tick);
        }
    }

    @Test
    void whoIsAnnouncedIsFound() {
        new Machine(1).announces("Bob’s phone", 5070);
        pass(3000);
        Machine alice = new Machine(2).searches();
        pass(100);
        assertThat(alice.found.getLast())
                .containsExactly(
                        new Found("Bob’s phone", InetAddress.ofLiteral("192.168.1.1"), 5070));
    }

    @Test
    void whoComesLaterIsFoundTooAndOnesOwnIsNot() {
        Machine alice = new Machine(2).announces("alice", 5060).searches();
        pass(1000);
        new Machine(1).announces("bob", 5060);
        pass(3000);
        assertThat(alice.names()).containsExactly("bob");
    }

    @Test
    void whoSaysGoodbyeIsGone() {
        Machine bob = new Machine(1).announces("bob", 5060);
        Machine alice = new Machine(2).searches();
        pass(3000);
        assertThat(alice.names()).containsExactly("bob");
        bob.announcement.goodbye().ifPresent(bob::say);
        assertThat(alice.names()).isEmpty();
    }

    @Test
    void whoWasNeverAnnouncedNeedsNoGoodbye() {
        Machine bob = new Machine(1).announces("bob", 5060);
        pass(100);
        assertThat(bob.announcement.goodbye()).isEmpty();
    }

    @Test
    void aNameThatIsTakenGetsANumber() {
        Machine first = new Machine(1).announces("bob", 5060);
        pass(3000);
        Machine second = new Machine(2).announces("BOB", 5060);
        Machine third = new Machine(3).announces("bob", 5060);
        pass(9000);
        assertThat(first.name()).isEqualTo("bob");
        assertThat(List.of(second.name(), third.name()))
                .extracting(name -> name.toLowerCase(java.util.Locale.ROOT))
                .containsExactlyInAnyOrder("bob (2)", "bob (3)");
    }

    @Test
    void ofTwoWhoWantANameAtOnceOneGetsIt() {
        Machine one = new Machine(1).announces("bob", 5060);
        Machine other = new Machine(2).announces("bob", 5061);
        pass(9000);
        assertThat(List.of(one.name(), other.name())).containsExactlyInAnyOrder("bob", "bob (2)");
    }

    @Test
    void aLongNameWithANumberIsNotTooLong() {
        String name = "ü".repeat(31);
        Machine one = new Machine(1).announces(name, 5060);
        pass(3000);
        Machine other = new Machine(2).announces(name, 5060);
        pass(9000);
        assertThat(one.name()).isEqualTo(name);
        assertThat(other.name()).isEqualTo("ü".repeat(29) + " (2)");
    }

    @Test
    void manyQuestionsGetFewAnswers() {
        Machine bob = new Machine(1).announces("bob", 5060);
        pass(5000);
        said.clear();
        DnsMessage question =
                DnsMessage.question(List.of(new DnsMessage.Question(TYPE, DnsType.PTR)), List.of());
        for (int i = 0; i < 1000; i++) {
            bob.hear(question);
        }
        assertThat(said.get(bob)).isEqualTo(1);
        pass(1050);
        bob.hear(question);
        assertThat(said.get(bob)).isEqualTo(2);
    }

    @Test
    void whoKnowsAlreadyIsNotAnswered() {
        Machine bob = new Machine(1).announces("bob", 5060);
        pass(5000);
        said.clear();
        bob.hear(
                DnsMessage.question(
                        List.of(new DnsMessage.Question(TYPE, DnsType.PTR)),
                        List.of(
                                new DnsRecord(
                                        TYPE,
                                        false,
                                        4500,
                                        new DnsRecord.Pointer(TYPE.child("bob"))))));
        assertThat(said).isEmpty();
    }

    @Test
    void whoOnlySearchesSaysNothingOfHimself() {
        List<DnsMessage> heard = new ArrayList<>();
        Search search = Search.forServices(TYPE, _ -> false, _ -> {}, 0);
        for (long time = 0; time < 10_000; time += 50) {
            search.tick(time).ifPresent(heard::add);
        }
        assertThat(heard).hasSize(3);
        assertThat(heard).allMatch(m -> !m.response() && m.records().isEmpty());
    }

    @Test
    void whoeverTeasesWithTheNameIsNotAnsweredForEver() {
        Machine bob = new Machine(1).announces("bob", 5060);
        for (int i = 0; i < 1000; i++) {
            pass(50);
            DnsRecord theirs =
                    new DnsRecord(
                            bob.announcement.instance(),
                            true,
                            120,
                            new DnsRecord.Service(1, DnsName.of("mallory.local")));
            bob.hear(DnsMessage.answer(List.of(theirs)));
        }
        assertThat(said.getOrDefault(bob, 0)).isLessThan(50);
    }

    @Test
    void aFloodOfAnswersFillsNothing() {
        List<List<Found>> found = new ArrayList<>();
        Search search = Search.forServices(TYPE, _ -> false, found::add, 0);
        for (int i = 0; i < 5000; i++) {
            DnsName name = TYPE.child("phone " + i);
            DnsName host = DnsName.of("host" + i + ".local");
            search.heard(
                    DnsMessage.answer(
                            List.of(
                                    new DnsRecord(TYPE, false, 120, new DnsRecord.Pointer(name)),
                                    new DnsRecord(
                                            name, true, 120, new DnsRecord.Service(5060, host)),
                                    new DnsRecord(
                                            host,
                                            true,
                                            120,
                                            new DnsRecord.Address(
                                                    InetAddress.ofLiteral("10.0.0.1"))))));
        }
        assertThat(found.getLast()).hasSize(64);
    }

    @Test
    void whateverIsSaidDoesNoHarm() {
        Machine bob = new Machine(1).announces("bob", 5060).searches();
        pass(3000);
        byte[] whole =
                DnsWriter.write(
                        DnsMessage.answer(
                                List.of(
                                        new DnsRecord(
                                                TYPE,
                                                false,
                                                120,
                                                new DnsRecord.Pointer(TYPE.child("bob"))),
                                        new DnsRecord(
                                                TYPE.child("bob"),
                                                true,
                                                120,
                                                new DnsRecord.Service(5060, TYPE)),
                                        new DnsRecord(
                                                TYPE,
                                                true,
                                                120,
                                                new DnsRecord.Address(bob.address)))));
        Random random = new Random(6763);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = whole.clone();
            bytes[2] = (byte) (random.nextBoolean() ? 0x84 : 0); // a question, too
            for (int k = random.nextInt(4); k > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                bob.hear(DnsReader.read(bytes, bytes.length));
            } catch (MalformedDnsException _) {
                continue;
            }
            if (i % 100 == 0) {
                pass(100);
            }
        }
        pass(20_000);
        assertThat(bob.announcement.next()).isEqualTo(Announcement.NEVER);
        assertThat(bob.found.getLast().size()).isLessThanOrEqualTo(64);
    }

    @Test
    void aHostIsFound() {
        List<List<Found>> found = new ArrayList<>();
        DnsName host = DnsName.of("bob-laptop.local");
        Search search = Search.forHost(host, found::add, 0);
        assertThat(search.tick(0).orElseThrow().questions())
                .containsExactly(
                        new DnsMessage.Question(host, DnsType.A),
                        new DnsMessage.Question(host, DnsType.AAAA));
        search.heard(
                DnsMessage.answer(
                        List.of(
                                new DnsRecord(
                                        DnsName.of("Bob-Laptop.local"),
                                        true,
                                        120,
                                        new DnsRecord.Address(
                                                InetAddress.ofLiteral("10.0.0.1"))))));
        assertThat(found.getLast()).extracting(Found::address).hasSize(1);
    }
}
