package org.earshot.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SIPp as the trunks of a house: one that does not take our login, one that does, and one that name servers find; calls out and in over real
/// sockets. One server for all tests.
class TrunkIT {
    private static Lab house;
    private static EarshotServer server;
    private static TestNames names;
    private static int refusing;
    private static int taking;
    private static DatagramSocket busy;

    private Lab lab;

    @BeforeAll
    static void start() throws IOException {
        house = Lab.of("trunk-server");
        refusing = Lab.freePortPair();
        taking = Lab.freePortPair();
        busy = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("busy").start(TrunkIT::refuse);
        names =
                TestNames.start(
                        Map.of(
                                "_sip._udp.trunk.test",
                                List.of(
                                        new TestNames.Service(20, 0, taking, "localhost"),
                                        new TestNames.Service(
                                                10, 0, busy.getLocalPort(), "localhost"))));
        Path file =
                house.write(
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
                          - name: found
                            host: trunk.test
                            user: earshot
                            number: "+49301234"
                            keepAlive: 0s
                        dialplan:
                          country: "49"
                          rules:
                            - name: abroad
                              pattern: "+44*"
                              who: [alice]
                              trunks: [refusing, taking]
                            - name: south
                              pattern: "+39*"
                              who: [alice]
                              trunks: [found]
                          numbers:
                            - number: "+4930123417"
                              to: [alice]
                        """
                                .formatted(refusing, taking));
        Path data = house.privateFolder("trunk-data");
        Path secrets = Files.createDirectory(data.resolve("trunks"));
        secret(secrets.resolve("refusing.secret"), "a wrong one");
        secret(secrets.resolve("taking.secret"), "a trunk's secret");
        secret(secrets.resolve("found.secret"), "a trunk's secret");
        server =
                EarshotServer.startFrom(house, file, data, names.environment())
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
    }

    private static void secret(Path file, String text) throws IOException {
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void stop() {
        house.close();
        names.close();
        busy.close();
    }

    /// A place of a trunk that takes no calls now.
    private static void refuse() {
        byte[] room = new byte[65_535];
        while (!busy.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                busy.receive(packet);
                String request = new String(packet.getData(), 0, packet.getLength(), UTF_8);
                if (request.startsWith("INVITE")) {
                    byte[] answer =
                            request.lines()
                                    .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq):.*"))
                                    .map(line -> line.startsWith("To:") ? line + ";tag=b" : line)
                                    .collect(
                                            Collectors.joining(
                                                    "\r\n",
                                                    "SIP/2.0 503 Service Unavailable\r\n",
                                                    "\r\nContent-Length: 0\r\n\r\n"))
                                    .getBytes(UTF_8);
                    busy.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                assertThat(busy.isClosed()).as(e.toString()).isTrue();
            }
        }
    }

    @BeforeEach
    void open() {
        lab = Lab.of("trunk");
    }

    @AfterEach
    void close() {
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
    void aTrunkIsFoundByNameServersAndAtItsSecondPlaceWhereTheFirstIsBusy() throws Exception {
        String first = "udp:localhost:" + busy.getLocalPort() + ", localhost:" + taking;
        long end = System.nanoTime() + 20_000_000_000L;
        while (!server.admin("trunk", "list").contains(first)) {
            assertThat(System.nanoTime()).as(server.admin("trunk", "list")).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
        ChildProcess trunk = trunk("trunk-login", taking);
        BarePhone alice =
                BarePhone.tls(lab, "alice", "pwalice", server.address("tls"), server.ca())
                        .registered();

        String answer = alice.invite("003906123", BarePhone.SDP);
        assertThat(answer).startsWith("SIP/2.0 200").contains("sip:gateway@127.0.0.1:" + taking);
        alice.acknowledge(answer);
        assertThat(server.admin("trunk", "list"))
                .as("who was busy is asked last")
                .contains("udp:localhost:" + taking + ", localhost:" + busy.getLocalPort())
                .contains("calls 1 of 30");
        assertThat(alice.hangUpOwn(answer)).startsWith("SIP/2.0 200");
        assertThat(Sipp.exit(trunk)).isZero();
        assertThat(server.admin("trunk", "list")).doesNotContain("calls 1 of 30");
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
