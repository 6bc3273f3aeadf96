package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Texts above what a datagram holds (RFC 3428 §8), seen on real connections.
class LargeMessageIT {
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() {
        lab = Lab.of("large-message");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private BarePhone tls(String name) throws Exception {
        return BarePhone.tls(lab, name, "pw" + name, server.address("tls"), server.ca());
    }

    private static String text(int characters) {
        return "0123456789 grüße 你好 ".repeat(characters / 20 + 1).substring(0, characters);
    }

    @Test
    void theyArriveWholeOverTls() throws Exception {
        BarePhone bob = tls("bob").registered();
        BarePhone alice = tls("alice").registered();
        for (int size : new int[] {2_000, 60_000, 300_000}) {
            String text = text(size);
            bob.answering("MESSAGE", "200 OK");
            assertThat(alice.message("bob", text)).startsWith("SIP/2.0 200");
            assertThat(BarePhone.body(bob.request("MESSAGE"))).isEqualTo(text);
        }
    }

    /// RFC 3261 §18.1.1: by TCP, and where nobody listens there by UDP all the same.
    @Test
    void aPhoneThatHasOnlyUdpGetsThemToo() throws Exception {
        BarePhone bob = BarePhone.udp(lab, "bob", "pwbob", server.address("udp"));
        bob.answering("MESSAGE", "200 OK");
        bob.registered();
        BarePhone alice = tls("alice").registered();
        assertThat(alice.message("bob", text(3_000))).startsWith("SIP/2.0 20");
        assertThat(BarePhone.body(bob.request("MESSAGE"))).isEqualTo(text(3_000));
    }
}
