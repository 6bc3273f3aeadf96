package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A group of twenty: a phone answers 415 to CPIM and one to everything, one is off, and one never answers. None of them costs the others
/// anything, among them baresip and Linphone.
class GroupIT {
    private static final int WELL = 14;
    private static final int TEXTS = 10;

    /// Less than half of what a phone costs that is waited for (RFC 3261 §17.1.2.2).
    private static final int SECONDS = 10;

    private static final String STAFF = "sip:staff@127.0.0.1";

    // who has no display name is shown by address
    private static final String AUTHOR = "[sip:m0@127.0.0.1] ";
    private static final String GREETING = "You are in the group \"Staff\" now.";

    private final Map<String, List<String>> received = new TreeMap<>();
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void makeGroup() {
        lab = Lab.of("group");
        server = EarshotServer.start(lab);
        List<String> members =
                new ArrayList<>(
                        List.of("picky", "stubborn", "off", "silent", "baresip", "linphone"));
        for (int i = 0; i < WELL; i++) {
            members.add("m" + i);
        }
        members.forEach(name -> server.withUser(name, "pw" + name));
        server.admin("group", "add", "staff", "--display-name", "Staff", "--owner", "m0");
        for (String name : members) {
            if (!name.equals("m0")) {
                server.admin("group", "member", "add", "staff", name);
            }
        }
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void nobodyWaitsForTheOneWhoIsOffSilentOrPicky() throws Exception {
        LoadPhone author = logIn();
        BarePhone picky = BarePhone.udp(lab, "picky", "pwpicky", server.address("udp"));
        picky.answering(
                "MESSAGE", message -> isCpim(message) ? "415 Unsupported Media Type" : "200 OK");
        assertThat(picky.register(";type=\"text/plain,message/cpim\"")).startsWith("SIP/2.0 200");
        BarePhone stubborn =
                BarePhone.udp(lab, "stubborn", "pwstubborn", server.address("udp")).registered();
        stubborn.answering("MESSAGE", "415 Unsupported Media Type");
        BarePhone silent =
                BarePhone.udp(lab, "silent", "pwsilent", server.address("udp")).registered();
        String udp = server.address("udp");
        Baresip baresip = Baresip.of(lab, "baresip").at(udp, "udp").knowing(STAFF).start();
        baresip.event("REGISTER_OK");
        Linphone linphone =
                Linphone.start(lab, "linphone", "pwlinphone", udp, "udp", Optional.empty());
        await("each is greeted", () -> received.values().stream().allMatch(all -> all.size() == 1));
        silent.request("MESSAGE", GREETING);
        baresip.textsOf(STAFF, 1);
        linphone.says(GREETING);

        long start = System.nanoTime();
        for (int i = 0; i < TEXTS; i++) {
            assertThat(author.message("staff", "text " + i).get(20, TimeUnit.SECONDS))
                    .isEqualTo(200);
        }
        long answered = System.nanoTime();
        await(
                "each has each text",
                () -> received.values().stream().allMatch(all -> all.size() == 1 + TEXTS));
        long took = System.nanoTime() - start;
        System.out.printf(
                "group of twenty: %d texts were taken in %d ms, and with %d phones after %d ms%n",
                TEXTS,
                TimeUnit.NANOSECONDS.toMillis(answered - start),
                WELL - 1,
                TimeUnit.NANOSECONDS.toMillis(took));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(took)).isLessThan(SECONDS);

        assertThat(received).hasSize(WELL - 1); // what one writes does not come back
        assertThat(received)
                .allSatisfy((_, all) -> {
                    assertThat(all.getFirst()).startsWith(GREETING);
                    assertThat(all.subList(1, all.size())).isEqualTo(texts());
                });
        List<String> shown = baresip.textsOf(STAFF, 1 + TEXTS);
        assertThat(shown.subList(shown.size() - TEXTS, shown.size())).isEqualTo(texts());
        for (int i = 0; i < TEXTS; i++) {
            linphone.says("text " + i); // what was said before is dropped: it is in order
        }
        checkPicky(picky);
        assertThat(messages(stubborn)).isNotEmpty();
        checkWhoWasOff();

        // a stranger may not write
        server.withUser("stranger", "pwstranger");
        BarePhone stranger = BarePhone.udp(lab, "stranger", "pwstranger", udp);
        assertThat(stranger.message("staff", "let me in")).startsWith("SIP/2.0 403");
    }

    /// @return the one who writes
    private LoadPhone logIn() throws IOException {
        SSLContext trust = TrustedCertificates.fromPem(server.ca()).context();
        List<LoadPhone> phones = new ArrayList<>();
        for (int i = 0; i < WELL; i++) {
            String name = "m" + i;
            List<String> texts = new CopyOnWriteArrayList<>();
            if (i > 0) { // who founded it is not greeted
                received.put(name, texts);
            }
            phones.add(
                    lab.closing(
                            LoadPhone.connect(
                                            name,
                                            "pw" + name,
                                            server.address("tls"),
                                            Optional.of(trust),
                                            texts::add)
                                    .registered()));
        }
        return phones.getFirst();
    }

    private static List<String> texts() {
        return IntStream.range(0, TEXTS).mapToObj(i -> AUTHOR + "text " + i).toList();
    }

    private static List<String> messages(BarePhone phone) {
        return phone.everything().stream()
                .filter(message -> message.startsWith("MESSAGE "))
                .toList();
    }

    private static boolean isCpim(String message) {
        return BarePhone.lines(message, "Content-Type").getFirst().contains("message/cpim");
    }

    /// It is offered each in CPIM, and then gets the text itself, in order.
    private static void checkPicky(BarePhone picky) {
        picky.request("MESSAGE", AUTHOR + "text " + (TEXTS - 1));
        List<String> all = messages(picky);
        assertThat(all).anyMatch(GroupIT::isCpim);
        assertThat(
                        all.stream()
                                .filter(message -> !isCpim(message))
                                .map(BarePhone::body)
                                .filter(text -> !text.startsWith(GREETING))
                                .toList())
                .isEqualTo(texts());
    }

    /// Who comes later gets all of it, in order.
    private void checkWhoWasOff() throws IOException {
        BarePhone off = BarePhone.udp(lab, "off", "pwoff", server.address("udp"));
        off.answering("MESSAGE", "200 OK");
        off.registered();
        assertThat(BarePhone.body(off.request("MESSAGE"))).startsWith(GREETING);
        for (String text : texts()) {
            String message = off.request("MESSAGE");
            assertThat(BarePhone.body(message)).isEqualTo(text);
            assertThat(BarePhone.lines(message, "From").getFirst()).contains(STAFF);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
