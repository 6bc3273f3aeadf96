package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SIPp as the trunks of a house: one that does not take our login, and one that does; calls out and in over real sockets.
class TrunkIT {
    private Lab lab;
    private EarshotServer server;
    private int refusing;
    private int taking;

    @BeforeEach
    void open() throws IOException {
        lab = Lab.of("trunk");
        refusing = Lab.freePortPair();
        taking = Lab.freePortPair();
        Path file =
                lab.write(
                        "earshot.yaml",
                        """
                        trunks:
                          - name: refusing
                            host: 127.0.0.1
                            port: %d
                            domain: refusing.example
                            user: earshot
                            number: "+49301234"
                            keepAlive: 0s
                          - name: taking
                            host: 127.0.0.1
                            port: %d
                            domain: trunk.example
                            user: earshot
                            from: [127.0.0.1]
                            number: "+49301234"
                            keepAlive: 0s
                        dialplan:
                          country: "49"
                          rules:
                            - name: abroad
                              pattern: "+44*"
                              who: [alice]
                              trunks: [refusing, taking]
                          numbers:
                            - number: "+4930123417"
                              to: [alice]
                        """
                                .formatted(refusing, taking));
        Path data = lab.privateFolder("trunk-data");
        Path secrets = Files.createDirectory(data.resolve("trunks"));
        secret(secrets.resolve("refusing.secret"), "a wrong one");
        secret(secrets.resolve("taking.secret"), "a trunk's secret");
        server =
                EarshotServer.startFrom(lab, file, data)
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
    }

    private static void secret(Path file, String text) throws IOException {
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    private ChildProcess trunk(String scenario, int port) {
        return Sipp.start(lab, scenario, server, "-p", Integer.toString(port), "-m", "1");
    }

    @Test
    void aCallGoesOutByTheTrunkThatTakesOurLogin() throws Exception {
        ChildProcess first = trunk("trunk-refusing", refusing);
        ChildProcess second = trunk("trunk-login", taking);
        BarePhone alice =
                BarePhone.tls(lab, "alice", "pwalice", server.address("tls"), server.ca())
                        .registered();

        String answer = alice.invite("00442012345", BarePhone.SDP);
        assertThat(answer)
                .startsWith("SIP/2.0 200")
                .contains("sip:00442012345@127.0.0.1", "sip:gateway@127.0.0.1:" + taking);
        alice.acknowledge(answer);
        assertThat(server.admin("trunk", "list"))
                .contains("refusing", "1 failed")
                .contains("calls 1 of 30");
        assertThat(alice.hangUpOwn(answer)).startsWith("SIP/2.0 200");
        assertThat(Sipp.exit(first)).as("the trunk that takes no login").isZero();
        assertThat(Sipp.exit(second)).as("the trunk that takes it").isZero();
        assertThat(server.admin("trunk", "list")).doesNotContain("calls 1 of 30");
        assertThat(server.admin("archive", "search", "--kind", "call-ended"))
                .contains("sip:alice@127.0.0.1 to sip:00442012345@127.0.0.1");
    }

    @Test
    void aCallFromTheTrunkRingsWhoseNumberItIs() throws Exception {
        BarePhone alice =
                BarePhone.tls(lab, "alice", "pwalice", server.address("tls"), server.ca())
                        .registered();
        ChildProcess caller = trunk("trunk-caller", taking);
        String invite = alice.request("INVITE");
        assertThat(invite).contains("sip:+4420999@trunk.example");
        alice.answering("BYE", "200 OK");
        alice.answer(invite, "200 OK", BarePhone.SDP);
        assertThat(Sipp.exit(caller)).as("the trunk's call").isZero();
    }

    @Test
    void nobodyElseCallsOutAndNothingIsCarriedThrough() throws Exception {
        BarePhone bob =
                BarePhone.tls(lab, "bob", "pwbob", server.address("tls"), server.ca()).registered();
        assertThat(bob.invite("00442012345", BarePhone.SDP))
                .startsWith("SIP/2.0 403")
                .contains("you may not dial this number");
        assertThat(bob.invite("0033123", BarePhone.SDP)).startsWith("SIP/2.0 404");
        assertThat(server.admin("dialplan", "test", "00442012345", "--from", "bob"))
                .contains("rule abroad: fits, but is not for bob");
    }
}
