package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three days of somebody whose phones come, go, refuse, are busy and don't answer, at random, while two others write. In the
/// end nothing waits; each phone has got each text once, in its order, or the
/// record says that it refused it.
class MessageChurnTest {
    private static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");
    private static final Flow CAROL_TLS =
            RecordedRequest.flow(Transport.TLS, "192.0.2.8", 40008, 8);
    private static final List<String> PHONES =
            List.of("urn:uuid:desk", "urn:uuid:mobile", "urn:uuid:home");

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);
    private final Map<String, List<String>> got = new LinkedHashMap<>();
    private final List<LoopbackNode.Sent> unanswered = new ArrayList<>();
    private final Set<String> there = new HashSet<>();
    private Random random = new Random(0);
    private boolean perfect;
    private int seen;
    private int written;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everythingArrivesOnceAndInOrder(long seed) {
        random = new Random(seed);
        f.authenticator.trust(CAROL_TLS, f.accounts.find(CAROL).orElseThrow());
        PHONES.forEach(phone -> got.put(phone, new ArrayList<>()));
        PHONES.forEach(this::come); // known from the beginning
        Instant end = f.clock.instant().plus(Duration.ofDays(3));
        while (f.clock.instant().isBefore(end)) {
            step();
            answer();
            f.clock.advance(Duration.ofMillis(1_000 + random.nextInt(600_000)));
        }
        perfect = true;
        for (int i = 0; i < 20; i++) {
            PHONES.forEach(this::come);
            answer();
            f.clock.advance(Duration.ofMinutes(11));
            answer();
        }
        assertThat(written).isGreaterThan(150);
        assertThat(f.messages.backlogs(Optional.of(BOB)).values())
                .allSatisfy(backlog -> assertThat(backlog.waiting()).isZero());
        got.forEach(this::assertWhole);
        f.clock.advance(Duration.ofMinutes(10));
        f.proxy.messages().maintain();
        assertThat(f.proxy.messages().queues()).isZero();
        assertThat(f.clock.waiting()).isZero();
    }

    private void assertWhole(String phone, List<String> texts) {
        assertThat(texts).as(phone).doesNotHaveDuplicates();
        long refused =
                f.archive.events.stream()
                        .filter(ArchiveEvent.MessageDelivered.class::isInstance)
                        .map(ArchiveEvent.MessageDelivered.class::cast)
                        .filter(one -> one.status() >= 300)
                        .filter(one -> one.device().contains(":" + port(phone) + ";"))
                        .count();
        assertThat(texts.size() + refused).as(phone).isEqualTo(written);
        for (String writer : List.of("alice", "carol")) {
            assertThat(
                            texts.stream()
                                    .filter(text -> text.startsWith(writer))
                                    .map(text -> Integer.parseInt(text.split(" ", 2)[1]))
                                    .toList())
                    .as("%s to %s", writer, phone)
                    .isSorted();
        }
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> write(random.nextBoolean());
            case 4, 5, 6 -> come(PHONES.get(random.nextInt(3)));
            case 7, 8 -> go(PHONES.get(random.nextInt(3)));
            default -> f.proxy.messages().maintain();
        }
    }

    private void write(boolean alice) {
        String text = (alice ? "alice " : "carol ") + ++written;
        String request =
                f.text("MESSAGE", "", text)
                        .replace("application/sdp", "text/plain")
                        .replace("1 MESSAGE", written + " MESSAGE");
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
        return 41000 + PHONES.indexOf(phone);
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

    private void answer(LoopbackNode.Sent sent) {
        String uri = sent.request().getRequestURI().toString();
        int port = Integer.parseInt(uri.replaceAll(".*:(4100[0-9]).*", "$1"));
        String phone = PHONES.get(port - 41000);
        int dice = perfect ? 0 : random.nextInt(20);
        if (dice < 14) {
            got.get(phone).add(new String(sent.request().getRawContent(), StandardCharsets.UTF_8));
            sent.respond(200, "OK");
        } else if (dice < 17) {
            sent.respond(List.of(480, 486, 500).get(random.nextInt(3)), "Not Now");
        } else if (dice < 19) {
            sent.timeOut();
        } else {
            sent.fail("unreachable");
        }
    }
}
