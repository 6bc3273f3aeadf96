package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.message.IsComposing;
import org.junit.jupiter.api.Test;

/// Two nodes on one MariaDB: who is connected to one of them is reached and watched from the other.
class TwoNodesIT {
    private static final int CHANGES = 25;

    /// By the bus, and not when the database is asked again, once a second. The promise of 200 ms is for a machine that does nothing else: what
    /// this one took is printed.
    private static final double MILLISECONDS = 500;

    @Test
    void whatHappensAtOneIsHeardAtTheOther() throws Exception {
        try (Lab lab = Lab.of("two-nodes")) {
            DatabaseConfig database = MariaDb.shared().newDatabase();
            Path keys = lab.privateFolder("keys");
            String[] shared = {
                "database.url=" + database.url(),
                "database.user=" + database.user(),
                "keys.dir=" + keys,
                "bus.listen=127.0.0.1:0"
            };
            EarshotServer here =
                    EarshotServer.start(lab, lab.privateFolder("one"), shared)
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob");
            EarshotServer there = EarshotServer.start(lab, lab.privateFolder("two"), shared);
            BarePhone alice =
                    BarePhone.tls(lab, "alice", "pwalice", here.address("tls"), here.ca())
                            .registered();
            BarePhone bob =
                    BarePhone.tls(lab, "bob", "pwbob", there.address("tls"), there.ca())
                            .registered();
            for (BarePhone phone : new BarePhone[] {alice, bob}) {
                phone.answering("MESSAGE", "200 OK");
                phone.answering("NOTIFY", "200 OK");
            }

            messages(alice, bob);
            typing(alice, bob);
            presence(alice, bob);

            // a node that dies takes nothing with it: its phone comes to the other one
            assertThat(alice.message("bob", "before")).startsWith("SIP/2.0 20");
            there.kill();
            assertThat(alice.message("bob", "while nobody is there")).startsWith("SIP/2.0 202");
            BarePhone again = BarePhone.tls(lab, "bob", "pwbob", here.address("tls"), here.ca());
            again.answering("MESSAGE", "200 OK");
            again.registered();
            again.request("MESSAGE", "while nobody is there");
        }
    }

    private static void messages(BarePhone alice, BarePhone bob) {
        Latencies delays = new Latencies();
        for (int i = 0; i < 20; i++) {
            String text = "from node to node " + i;
            long start = System.nanoTime();
            assertThat(alice.message("bob", text)).as("taken at once").startsWith("SIP/2.0 200");
            bob.request("MESSAGE", text);
            delays.add(System.nanoTime() - start);
        }
        System.out.printf(
                "two nodes: a message took %.1f ms (median), %.1f ms (longest of %d)%n",
                delays.milliseconds(0.5), delays.milliseconds(1), delays.count());
    }

    private static void typing(BarePhone alice, BarePhone bob) {
        String active =
                new String(
                        IsComposing.active("text/plain", Duration.ofSeconds(60)).toBytes(),
                        StandardCharsets.UTF_8);
        assertThat(alice.message("bob", IsComposing.CONTENT_TYPE, active)).startsWith("SIP/2.0 20");
        assertThat(bob.request("MESSAGE", "isComposing"))
                .contains("<sip:alice@127.0.0.1>")
                .contains("active");
    }

    private static void presence(BarePhone alice, BarePhone bob) {
        Latencies delays = new Latencies();
        for (int i = 0; i < CHANGES; i++) {
            // one after the other a watch would be told ever more seldom
            assertThat(bob.subscribe("alice", "presence")).startsWith("SIP/2.0 200");
            bob.request("NOTIFY", "<basic>open</basic>");
            String note = "note-" + i;
            long start = System.nanoTime();
            assertThat(alice.publish(open(note))).startsWith("SIP/2.0 200");
            bob.request("NOTIFY", note);
            delays.add(System.nanoTime() - start);
        }
        System.out.printf(
                "two nodes: a change of presence was seen after %.1f ms (median), %.1f ms (longest of %d)%n",
                delays.milliseconds(0.5), delays.milliseconds(1), delays.count());
        assertThat(delays.count()).isEqualTo(CHANGES);
        assertThat(delays.milliseconds(0.5))
                .as("ms, half of the changes")
                .isLessThanOrEqualTo(MILLISECONDS);
    }

    private static String open(String note) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@127.0.0.1">
          <tuple id="t"><status><basic>open</basic></status><note>%s</note></tuple>
        </presence>
        """
                .formatted(note);
    }
}
