package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Chat and presence as SIPp scenarios of strangers do it, with SIPp's own digest, which knows MD5 only.
class SippMessagesIT {
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void start() {
        lab = Lab.of("sipp-messages");
        Lab.program("sipp");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aMessageReachesAPhoneThatIsThereAndWaitsForOneThatIsNot() {
        assertThat(Sipp.exit(sipp("message-later", "alice", "bob"))).isZero();
        String port = Integer.toString(Lab.freePortPair());
        assertThat(Sipp.exit(sipp("message-phone", "bob", "bob", "-p", port))).isZero();
        // the one that waited, and a new one
        ChildProcess phone = sipp("message-callee", "bob", "bob", "-p", port, "-m", "2");
        assertThat(Sipp.exit(sipp("message", "alice", "bob"))).isZero();
        assertThat(Sipp.exit(phone)).isZero();
    }

    @Test
    void aPublicationIsMadeRefreshedModifiedAndRemoved() {
        assertThat(Sipp.exit(sipp("publish", "alice", "alice"))).isZero();
        assertThat(Sipp.exit(sipp("subscribe-closed", "bob", "alice"))).isZero();
    }

    @Test
    void whatIsPublishedWithoutARegistrationIsToldToWatchers() {
        assertThat(Sipp.exit(sipp("subscribe-closed", "bob", "alice"))).isZero();
        assertThat(Sipp.exit(sipp("publish-open", "alice", "alice"))).isZero();
        assertThat(Sipp.exit(sipp("subscribe-open", "bob", "alice"))).isZero();
    }

    @Test
    void aWatcherIsToldOfAChangeAndHerSubjectOfTheWatcher() throws Exception {
        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", server.address("udp"));
        alice.answering("NOTIFY", "200 OK");
        assertThat(alice.subscribe("alice", "presence.winfo")).startsWith("SIP/2.0 200");
        ChildProcess watcher = sipp("subscribe-change", "bob", "alice");
        assertThat(alice.request("NOTIFY", "sip:bob@127.0.0.1")).contains("watcherinfo");
        assertThat(Sipp.exit(sipp("publish-open", "alice", "alice"))).isZero();
        assertThat(Sipp.exit(watcher)).isZero();
    }

    private ChildProcess sipp(String scenario, String user, String service, String... options) {
        List<String> all = new ArrayList<>(List.of("-key", "user", user, "-s", service));
        all.addAll(List.of("-au", user, "-ap", "pw" + user));
        if (!List.of(options).contains("-m")) {
            all.addAll(List.of("-m", "1"));
        }
        all.addAll(List.of(options));
        return Sipp.start(lab, scenario, server, all.toArray(String[]::new));
    }
}
