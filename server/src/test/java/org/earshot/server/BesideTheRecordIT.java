package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server, asked over a socket for what the record would not hold.
class BesideTheRecordIT {
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

    @TempDir private Path temp;
    private Server server;
    private UdpPhone phone;

    @BeforeEach
    void start() throws IOException {
        List<String> settings =
                List.of(
                        "listen.udp=127.0.0.1:0",
                        "listen.tcp=off",
                        "listen.tls=off",
                        "console.listen=off",
                        "security.trusted=127.0.0.0/8");
        server =
                Server.start(
                        ConfigFiles.read(
                                Optional.empty(),
                                Optional.of(temp.resolve("data")),
                                settings,
                                Map.of()),
                        ServerMain.Role.BOTH,
                        InstantSource.system());
        phone = new UdpPhone(server);
    }

    @AfterEach
    void stop() throws Exception {
        phone.close();
        server.close();
    }

    @Test
    void aCallWithoutChatIsRouted() throws IOException {
        // nobody has that name: routing came so far
        assertThat(ask("INVITE", "application/sdp", SDP)).startsWith("SIP/2.0 404 ");
    }

    @Test
    void aCallWithChatIs488AndSaysWhy() throws IOException {
        assertThat(ask("INVITE", "application/sdp", SDP + "m=message 2855 TCP/MSRP *\r\n"))
                .startsWith("SIP/2.0 488 ")
                .contains(
                        "Warning: 399 localhost \"chat inside a call is not recorded, send a message instead\"");
    }

    @Test
    void anEncryptedMessageIsRefusedAndRecorded() throws IOException {
        assertThat(ask("MESSAGE", "application/pkcs7-mime", "MIIB"))
                .startsWith("SIP/2.0 415 ")
                .contains("Warning: 399 localhost", "application/pkcs7-mime", "Accept: text/plain");
        assertThat(admin("archive", "search")).contains("message-refused");
    }

    @Test
    void callsThatWereRefusedAreRecordedWithWhoDidAndWhy() throws IOException {
        ask("INVITE", "application/sdp", SDP);
        ask("INVITE", "application/sdp", SDP + "m=message 2855 TCP/MSRP *\r\n");
        ask("INFO", "text/plain", "sell all zebrafinches");
        // its records come a moment later, and before those that this writes itself
        String refused = admin("archive", "search", "--kind", "call-refused", "--json");
        for (int i = 0; i < 100 && !refused.contains("488"); i++) {
            refused = admin("archive", "search", "--kind", "call-refused", "--json");
        }
        assertThat(refused.replace(" ", "")).contains("\"status\":404", "\"status\":488");
        String withheld =
                admin("archive", "search", "--kind", "text-withheld", "--words", "zebrafinches");
        assertThat(withheld)
                .contains("text-withheld", "sip:alice@localhost to sip:nobody@localhost");
        assertThat(admin("archive", "verify")).contains("intact");
    }

    @Test
    void aNoteIsInTheRecordBeforeAnybodySeesIt() throws IOException {
        String note =
                """
                <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:nobody@localhost">
                <tuple id="t"><status><basic>open</basic></status></tuple>
                <note>meet me at the kingfisher</note></presence>
                """;
        AdminClient.ask(
                temp.resolve("data"),
                new AdminRequest(
                        List.of("user", "add", "alice", "--password-stdin"), "pw of alice"));
        assertThat(
                        ask(
                                "PUBLISH",
                                "alice",
                                "Event: presence\nContent-Type: application/pidf+xml",
                                note))
                .startsWith("SIP/2.0 200 ");
        assertThat(
                        admin(
                                "archive",
                                "search",
                                "--kind",
                                "presence-published",
                                "--words",
                                "kingfisher"))
                .contains("presence-published", "sip:alice@localhost");
    }

    private String admin(String... command) {
        return AdminClient.ask(temp.resolve("data"), new AdminRequest(List.of(command), ""))
                .orElseThrow()
                .output();
    }

    /// @return the final answer
    private String ask(String method, String type, String body) throws IOException {
        return ask(method, "nobody", "Content-Type: " + type, body);
    }

    private String ask(String method, String to, String headers, String body) throws IOException {
        return phone.ask(method, to, headers, body);
    }
}
