package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;

/// A group of twenty: one phone answers 415, one is off, one never answers. None of them costs the others anything.
class GroupIT {
    private static final int WELL = 17;
    private static final int TEXTS = 3;

    // who has no display name is shown by address
    private static final String AUTHOR = "[sip:m0@127.0.0.1] ";
    private static final String GREETING = "You are in the group \"Staff\" now.";

    @Test
    void nobodyWaitsForTheOneWhoIsOff() throws Exception {
        try (Lab lab = Lab.of("group")) {
            EarshotServer server = EarshotServer.start(lab);
            List<String> members = new ArrayList<>(List.of("picky", "off", "silent"));
            for (int i = 0; i < WELL; i++) {
                members.add("m" + i);
            }
            members.forEach(name -> server.withUser(name, "pw" + name));
            admin(server, "group", "add", "staff", "--display-name", "Staff", "--owner", "m0");
            for (String name : members) {
                if (!name.equals("m0")) {
                    admin(server, "group", "member", "add", "staff", name);
                }
            }

            SSLContext trust = TrustedCertificates.fromPem(server.ca()).context();
            CountDownLatch received = new CountDownLatch((WELL - 1) * TEXTS);
            CountDownLatch greeted = new CountDownLatch(WELL - 1); // who founded it is not
            List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
            List<LoadPhone> phones = new ArrayList<>();
            for (int i = 0; i < WELL; i++) {
                String name = "m" + i;
                phones.add(
                        lab.closing(
                                LoadPhone.connect(
                                                name,
                                                "pw" + name,
                                                server.address("tls"),
                                                Optional.of(trust),
                                                text -> {
                                                    if (text.startsWith(AUTHOR + "text ")) {
                                                        received.countDown();
                                                    } else if (text.startsWith(GREETING)) {
                                                        greeted.countDown();
                                                    } else {
                                                        wrong.add(name + ": " + text);
                                                    }
                                                })
                                        .registered()));
            }
            BarePhone picky =
                    BarePhone.udp(lab, "picky", "pwpicky", server.address("udp")).registered();
            picky.answering("MESSAGE", "415 Unsupported Media Type");
            BarePhone.udp(lab, "silent", "pwsilent", server.address("udp")).registered();

            assertThat(greeted.await(20, TimeUnit.SECONDS)).as("each is greeted").isTrue();
            long start = System.nanoTime();
            for (int i = 0; i < TEXTS; i++) {
                int status =
                        phones.getFirst().message("staff", "text " + i).get(20, TimeUnit.SECONDS);
                assertThat(status).isBetween(200, 299);
            }
            assertThat(received.await(20, TimeUnit.SECONDS))
                    .as("%d texts have not come", received.getCount())
                    .isTrue();
            System.out.printf(
                    "group of twenty: %d texts were with %d phones after %d ms%n",
                    TEXTS, WELL - 1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            assertThat(wrong).isEmpty();

            // who comes later gets all of it, in order
            BarePhone off = BarePhone.udp(lab, "off", "pwoff", server.address("udp"));
            off.answering("MESSAGE", "200 OK");
            off.registered();
            assertThat(BarePhone.body(off.request("MESSAGE"))).startsWith(GREETING);
            for (int i = 0; i < TEXTS; i++) {
                String message = off.request("MESSAGE");
                assertThat(BarePhone.body(message)).isEqualTo(AUTHOR + "text " + i);
                assertThat(BarePhone.lines(message, "From").getFirst())
                        .contains("sip:staff@127.0.0.1");
            }

            // a stranger may not write
            server.withUser("stranger", "pwstranger");
            BarePhone stranger =
                    BarePhone.udp(lab, "stranger", "pwstranger", server.address("udp"));
            assertThat(stranger.message("staff", "let me in")).startsWith("SIP/2.0 403");
        }
    }

    private static void admin(EarshotServer server, String... command) {
        AdminAnswer answer =
                AdminClient.ask(server.data(), new AdminRequest(List.of(command), ""))
                        .orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
    }
}
