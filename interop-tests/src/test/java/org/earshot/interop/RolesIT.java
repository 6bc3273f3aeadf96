package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Registrar and proxy as processes of their own, on one database and one key ring.
class RolesIT {
    private Lab lab;
    private EarshotServer registrar;
    private EarshotServer proxy;

    @BeforeEach
    void start() throws Exception {
        lab = Lab.of("roles");
        String[] shared = SharedStore.withoutBus(lab);
        registrar = start("registrar", shared);
        proxy = start("proxy", shared);
        registrar.withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
    }

    @Test
    void whoRegistersAtOneIsReachedThroughTheOther() throws Exception {
        BarePhone bob = BarePhone.udp(lab, "bob", "pwbob", registrar.address("udp")).registered();
        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", proxy.address("udp"));
        assertThat(alice.register()).as("REGISTER at the proxy").startsWith("SIP/2.0 405");

        bob.answering("MESSAGE", "200 OK");
        assertThat(alice.message("bob", "through the other")).startsWith("SIP/2.0 200");
        assertThat(bob.everything()).anyMatch(message -> message.endsWith("through the other"));
        bob.answering("INVITE", "486 Busy Here");
        assertThat(alice.invite("bob", BarePhone.SDP)).startsWith("SIP/2.0 486");
    }

    @Test
    void aMessageReachesAPhoneThatOnlyItsConnectionToTheRegistrarLeadsTo() throws Exception {
        BarePhone bob =
                BarePhone.tls(lab, "bob", "pwbob", registrar.address("tls"), registrar.ca());
        bob.answering("MESSAGE", "200 OK");
        bob.registered();
        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", proxy.address("udp"));
        assertThat(alice.message("bob", "over the connection")).startsWith("SIP/2.0 20");
        assertThat(bob.request("MESSAGE", "over the connection")).contains("sip:alice@");
        assertThat(alice.message("bob", "and again")).startsWith("SIP/2.0 20");
        bob.request("MESSAGE", "and again");
    }

    @Test
    void aCallReachesAPhoneThatOnlyItsConnectionToTheRegistrarLeadsTo() throws Exception {
        BarePhone bob =
                BarePhone.tls(lab, "bob", "pwbob", registrar.address("tls"), registrar.ca())
                        .registered();
        bob.answering("BYE", "200 OK");
        BarePhone alice = BarePhone.tls(lab, "alice", "pwalice", proxy.address("tls"), proxy.ca());
        alice.answering("BYE", "200 OK");
        for (boolean byCallee : new boolean[] {true, false}) {
            BareCall call = BareCall.answered(alice, "bob", bob);
            if (byCallee) {
                // what belongs to the call goes to the proxy, which is all that the phone is told
                assertThat(BarePhone.lines(call.invite(), "Record-Route"))
                        .singleElement()
                        .asString()
                        .contains("@" + proxy.address("tls") + ";");
                BarePhone atTheProxy =
                        BarePhone.tls(lab, "bob", "pwbob", proxy.address("tls"), proxy.ca());
                assertThat(atTheProxy.hangUp(call.invite())).startsWith("SIP/2.0 200");
                alice.request("BYE");
            } else {
                assertThat(alice.hangUpOwn(call.answer())).startsWith("SIP/2.0 200");
                bob.request("BYE");
            }
        }
        assertThat(proxy.admin("calls")).contains("nobody is on the phone");
    }

    @Test
    void whoWatchesAtOneSeesWhatHappensAtTheOther() throws Exception {
        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", proxy.address("udp"));
        alice.answering("NOTIFY", "200 OK");
        assertThat(alice.subscribe("bob", "presence")).startsWith("SIP/2.0 200");
        assertThat(alice.request("NOTIFY")).contains("<basic>closed</basic>");
        BarePhone bob = BarePhone.udp(lab, "bob", "pwbob", registrar.address("udp")).registered();
        assertThat(alice.request("NOTIFY")).contains("<basic>open</basic>");
        assertThat(alice.subscribe("bob", "dialog")).startsWith("SIP/2.0 200");
        assertThat(alice.request("NOTIFY")).contains("terminated");
        bob.unregister();
        assertThat(alice.request("NOTIFY")).contains("<basic>closed</basic>");
    }

    private EarshotServer start(String role, String... shared) {
        Path data = lab.privateFolder(role + "-data");
        return EarshotServer.start(lab, role, data, shared);
    }
}
