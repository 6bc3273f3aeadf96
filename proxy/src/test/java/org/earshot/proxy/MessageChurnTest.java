package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.message.DeviceId;
import org.earshot.proxy.message.MessageConfig;
import org.earshot.proxy.message.group.Group;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A week of somebody whose phones come, go, refuse, are busy and don't answer, at random, while two others write, also to a group of all three,
/// where texts wait for a day: one phone stays away for longer twice, one comes once and never again. Each phone has got each text once, in its
/// order, or the record says that it refused it, or that nobody waits for it any longer. In the end nothing is left of anything.
class MessageChurnTest {
    private static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");
    private static final Flow CAROL_TLS =
            RecordedRequest.flow(Transport.TLS, "192.0.2.8", 40008, 8);
    private static final List<String> PHONES =
            List.of("urn:uuid:desk", "urn:uuid:mobile", "urn:uuid:home");
    private static final String HOME = PHONES.getLast();
    private static final String VISITOR = "urn:uuid:visitor";
    private static final List<String> ALL =
            Stream.concat(PHONES.stream(), Stream.of(VISITOR)).toList();
    private static final AddressOfRecord TEAM = new AddressOfRecord("team", "example.org");
    private static final String TO_ALL = " to all";
    private static final Duration WAIT = Duration.ofDays(1);

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private final Map<String, List<String>> got = new LinkedHashMap<>();
    private final List<LoopbackNode.Sent> unanswered = new ArrayList<>();
    private final Set<String> there = new HashSet<>();
    private final Map<String, Integer> refused = new HashMap<>();
    private Random random = new Random(0);
    private Instant begin = Instant.EPOCH;
    private boolean perfect;
    private int seen;
    private int written;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everythingArrivesOnceAndInOrderAndNothingStays(long seed) {
        random = new Random(seed);
        f.configureMessages(MessageChurnTest::forADay);
        f.authenticator.trust(CAROL_TLS, f.accounts.find(CAROL).orElseThrow());
        f.groups.create(
                new Group(
                        TEAM,
                        "The Team",
                        false,
                        false,
                        0,
                        f.clock.instant(),
                        Stream.of(ALICE, BOB, CAROL)
                                .map(member -> new Group.Member(member, false))
                                .toList()));
        PHONES.forEach(phone -> got.put(phone, new ArrayList<>()));
        PHONES.forEach(this::come); // known from the beginning
        got.put(VISITOR, new ArrayList<>());
        come(VISITOR);
        begin = f.clock.instant();
        while (day() < 7) {
            if (day() == 1) {
                go(VISITOR);
            }
            step();
            answer();
            f.clock.advance(Duration.ofMillis(1_000 + random.nextInt(600_000)));
        }
        comeToRest();
        assertThat(written).isGreaterThan(500);
        PHONES.forEach(this::assertWhole);
        assertThat(got.get(VISITOR)).as("what came while it was there").isNotEmpty();
        Set<String> expired = expired();
        assertThat(lost(PHONES.getFirst())).as("expired for one that is there").isEmpty();
        assertThat(lost(HOME)).as("expired while it was away").isNotEmpty();
        assertThat(expired).hasSizeLessThanOrEqualTo(written);
        assertNothingIsLeft();
    }

    private static MessageConfig forADay(MessageConfig standard) {
        return new MessageConfig(
                standard.maxBytes(),
                standard.perSecond(),
                standard.burst(),
                WAIT,
                standard.maxWaiting(),
                standard.blockedAnswer(),
                standard.copiesToAll(),
                standard.retryAfter());
    }

    private long day() {
        return Duration.between(begin, f.clock.instant()).toDays();
    }

    /// From the end of the second day for a day and a half, and again from the end of the fifth.
    private boolean isAway(String phone) {
        long hour = Duration.between(begin, f.clock.instant()).toHours();
        return phone.equals(HOME) && !perfect && hour % 72 >= 36;
    }

    /// All who will come are there, and take everything.
    private void comeToRest() {
        perfect = true;
        for (int i = 0; i < 20; i++) {
            PHONES.forEach(this::come);
            answer();
            f.clock.advance(Duration.ofMinutes(11));
            answer();
        }
        for (String phone : PHONES) {
            DeviceId device = new DeviceId(BOB, phone);
            assertThat(f.messages.waiting(device, Set.of(), 1).messages()).as(phone).isEmpty();
        }
    }

    /// Every text has come once, in its order, or the record says why not.
    private void assertWhole(String phone) {
        List<String> texts = got.get(phone);
        assertThat(texts).as(phone).doesNotHaveDuplicates();
        Set<String> missing = lost(phone);
        missing.removeAll(expired());
        assertThat(missing).as("not at %s, and not in the record", phone).isEmpty();
        for (String conversation : List.of("alice [0-9]+", "carol [0-9]+", ".*" + TO_ALL)) {
            assertThat(
                            texts.stream()
                                    .filter(text -> text.matches(conversation))
                                    .filter(text -> !stoodAside(phone, text))
                                    .map(text -> Integer.parseInt(text.split(" ", -1)[1]))
                                    .toList())
                    .as("%s at %s", conversation, phone)
                    .isSorted();
        }
    }

    /// What neither came to a phone nor was refused by it.
    private Set<String> lost(String phone) {
        Map<UUID, String> texts = texts();
        Set<String> lost = new HashSet<>(texts.values());
        assertThat(lost).hasSize(written);
        lost.removeAll(got.get(phone));
        events(ArchiveEvent.MessageDelivered.class)
                .filter(one -> one.status() >= 300)
                .filter(one -> one.device().contains(":" + port(phone) + ";"))
                .forEach(one -> lost.remove(texts.get(one.received())));
        return lost;
    }

    /// What some device waited for in vain.
    private Set<String> expired() {
        Map<UUID, String> texts = texts();
        return events(ArchiveEvent.MessageExpired.class)
                .map(one -> texts.get(one.received()))
                .collect(Collectors.toSet());
    }

    private Map<UUID, String> texts() {
        return events(ArchiveEvent.MessageReceived.class)
                .collect(
                        Collectors.toMap(
                                ArchiveEvent.MessageReceived::id,
                                one ->
                                        new String(
                                                one.content().body().array(),
                                                StandardCharsets.UTF_8)));
    }

    private <T extends ArchiveEvent> Stream<T> events(Class<T> type) {
        return f.archive.events.stream().filter(type::isInstance).map(type::cast);
    }

    private void assertNothingIsLeft() {
        f.clock.advance(WAIT.plusHours(1));
        f.proxy.messages().maintain();
        assertThat(f.messages.backlogs(Optional.empty()).values())
                .allSatisfy(backlog -> assertThat(backlog.waiting()).isZero());
        assertThat(f.messages.removeExpired(f.clock.instant(), 1))
                .as("all are over, and gone")
                .isZero();
        f.clock.advance(Duration.ofMinutes(10));
        f.proxy.messages().maintain();
        assertThat(f.proxy.messages().queues()).isZero();
        assertThat(f.clock.waiting()).isZero();
        assertThat(f.messages.devices(BOB)).hasSize(PHONES.size() + 1);
        f.clock.advance(Duration.ofDays(31));
        f.proxy.messages().maintain();
        assertThat(f.messages.devices(BOB))
                .as("all stayed away for a month: who was there last may fetch what waits")
                .extracting(device -> device.id().instance())
                .containsExactlyInAnyOrderElementsOf(PHONES);
        f.clock.advance(Duration.ofMinutes(1)); // whoever shows what waits hears of it
        assertThat(f.clock.waiting()).isZero();
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> write(random.nextBoolean());
            case 4, 5, 6 -> {
                String phone = PHONES.get(random.nextInt(3));
                if (isAway(phone)) {
                    go(phone);
                } else {
                    come(phone);
                }
            }
            case 7, 8 -> go(PHONES.get(random.nextInt(3)));
            default -> f.proxy.messages().maintain();
        }
    }

    private void write(boolean alice) {
        boolean all = random.nextInt(3) == 0;
        String text = (alice ? "alice " : "carol ") + ++written + (all ? TO_ALL : "");
        String request =
                f.text("MESSAGE", "", text)
                        .replace("application/sdp", "text/plain")
                        .replace("1 MESSAGE", written + " MESSAGE")
                        .replace(
                                "sip:bob@example.org SIP",
                                all ? "sip:team@example.org SIP" : "sip:bob@example.org SIP");
        String from =
                alice
                        ? request
                        : request.replace("<sip:alice@example.org>", "<sip:carol@example.org>")
                                .replace("1@phone", "2@phone");
        assertThat(f.send(alice ? ALICE_TLS : CAROL_TLS, from).statuses())
                .doesNotContain(403, 488, 503);
    }

    private void come(String phone) {
        go(phone);
        int port = port(phone);
        Flow flow = RecordedRequest.flow(Transport.TLS, "192.0.2.9", port, port);
        there.add(phone);
        f.bind(BOB, "sip:bob@192.0.2.9:" + port + ";transport=tls", flow, phone, false);
    }

    private static int port(String phone) {
        return 41000 + ALL.indexOf(phone);
    }

    private void go(String phone) {
        there.remove(phone);
        f.bindings.update(
                BOB,
                before ->
                        before.stream()
                                .filter(one -> !one.instanceId().equals(Optional.of(phone)))
                                .toList());
    }

    /// Phones answer what they were sent, most of it now.
    private void answer() {
        do {
            while (seen < f.node.sent().size()) {
                unanswered.add(f.node.take());
                seen++;
            }
            List<LoopbackNode.Sent> now = List.copyOf(unanswered);
            unanswered.clear();
            for (LoopbackNode.Sent sent : now) {
                if (perfect || random.nextInt(10) > 0) {
                    answer(sent);
                } else {
                    unanswered.add(sent);
                }
            }
        } while (seen < f.node.sent().size());
    }

    /// Without the author that the server puts in front.
    private static String shown(LoopbackNode.Sent sent) {
        return new String(sent.request().getRawContent(), StandardCharsets.UTF_8)
                .replaceFirst("^\\[[^]]*] ", "");
    }

    /// What a phone did not take so often that it stood aside for others comes when it comes.
    private boolean stoodAside(String phone, String text) {
        return refused.getOrDefault(phone + " " + text, 0) >= 5;
    }

    private void answer(LoopbackNode.Sent sent) {
        String uri = sent.request().getRequestURI().toString();
        int port = Integer.parseInt(uri.replaceAll(".*:(4100[0-9]).*", "$1"));
        String phone = ALL.get(port - 41000);
        int dice = perfect ? 0 : random.nextInt(20);
        if (dice < 14) {
            String text = new String(sent.request().getRawContent(), StandardCharsets.UTF_8);
            assertThat(text.startsWith("[")).as(text).isEqualTo(text.endsWith(TO_ALL));
            got.get(phone).add(shown(sent));
            sent.respond(200, "OK");
        } else if (dice < 17) {
            refused.merge(phone + " " + shown(sent), 1, Integer::sum);
            sent.respond(List.of(480, 486, 500).get(random.nextInt(3)), "Not Now");
        } else if (dice < 19) {
            sent.timeOut();
        } else {
            sent.fail("unreachable");
        }
    }
}
