package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.WholeLog;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written stands in no log, whatever its level: neither what is delivered, nor what is refused, nor what can't be parsed.
class NoBodiesInTheLogIT {
    private static final String RARE = "zebrafinch";

    @TempDir private Path temp;
    private final WholeLog log = new WholeLog();

    @AfterEach
    void asItWas() {
        log.close();
    }

    @Test
    void aRareWordOfAMessageIsNotInTheLog() throws IOException {
        Path data = temp.resolve("data");
        List<String> settings =
                List.of(
                        "listen.udp=127.0.0.1:0",
                        "listen.tcp=off",
                        "listen.tls=off",
                        "security.trusted=127.0.0.0/8");
        try (Server server =
                        Server.start(
                                ConfigFiles.read(
                                        Optional.empty(), Optional.of(data), settings, Map.of()),
                                ServerMain.Role.BOTH,
                                InstantSource.system());
                UdpPhone phone = new UdpPhone(server)) {
            for (String name : List.of("alice", "bob")) {
                AdminClient.ask(
                        data,
                        new AdminRequest(
                                List.of("user", "add", name, "--password-stdin"), "a password"));
            }
            assertThat(phone.ask("MESSAGE", "bob", "Content-Type: text/plain", RARE + " first"))
                    .startsWith("SIP/2.0 202");
            assertThat(
                            phone.ask(
                                    "MESSAGE",
                                    "bob",
                                    "Content-Type: application/pkcs7-mime",
                                    RARE + " second"))
                    .startsWith("SIP/2.0 415");
            assertThat(phone.ask("MESSAGE", "bob", "Content-Type: message/cpim", RARE + ": third"))
                    .startsWith("SIP/2.0 ");
            assertThat(phone.ask("INFO", "bob", "Content-Type: text/plain", RARE + " fourth"))
                    .startsWith("SIP/2.0 ");
            phone.send("MESSAGE sip:bob@localhost SIP/2.0\r\nVia: nonsense\r\n\r\n" + RARE);
            phone.send("MESSAGE sip:bob@localhost SIP/2.0\r\nContent-Length: 4\r\n" + RARE);
            phone.send(RARE + "\r\n\r\n");
            // so that these have been looked at before the end
            assertThat(phone.ask("OPTIONS", "bob", "Content-Type: text/plain", RARE))
                    .startsWith("SIP/2.0 ");
            assertThat(
                            AdminClient.ask(
                                            data,
                                            new AdminRequest(
                                                    List.of("archive", "search", "--content"), ""))
                                    .orElseThrow()
                                    .output())
                    .contains(RARE + " first");
            assertThat(
                            AdminClient.ask(data, new AdminRequest(List.of("status", "--json"), ""))
                                    .orElseThrow()
                                    .output())
                    .doesNotContain(RARE);
        }
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.events())) {
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(log.events())
                .as("the log at its finest level")
                .anyMatch(event ->
                        event.getLevel().toInt() < Level.INFO_INT
                                && event.getLoggerName().startsWith("org.earshot"));
        assertThat(lines).noneMatch(line -> line.contains(RARE));
    }
}
