package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What is written stands in no log, whatever its level: neither what is delivered, nor what is refused, nor what can't be parsed.
class NoBodiesInTheLogIT {
    private static final Pattern UDP = Pattern.compile(" udp=127\\.0\\.0\\.1:([0-9]+)");
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String RARE = "zebrafinch";

    @TempDir private Path temp;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<Logger, Level> levels = new HashMap<>();
    private int requests;

    @BeforeEach
    void everythingIsLogged() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger, logger.getLevel());
                logger.setLevel(
                        logger.getName().equals(Logger.ROOT_LOGGER_NAME) ? Level.TRACE : null);
            }
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        // the console need not see it
        root.iteratorForAppenders().forEachRemaining(appender -> appender.stop());
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void asItWas() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAppender(log);
        root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
        levels.forEach(Logger::setLevel);
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
                DatagramSocket phone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            phone.setSoTimeout(PATIENCE_MILLIS);
            for (String name : List.of("alice", "bob")) {
                AdminClient.ask(
                        data,
                        new AdminRequest(
                                List.of("user", "add", name, "--password-stdin"), "a password"));
            }
            Matcher port = UDP.matcher(server.ready());
            assertThat(port.find()).isTrue();
            InetSocketAddress there =
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));

            assertThat(ask(phone, there, "MESSAGE", "bob", "text/plain", RARE + " first"))
                    .startsWith("SIP/2.0 202");
            assertThat(
                            ask(
                                    phone,
                                    there,
                                    "MESSAGE",
                                    "bob",
                                    "application/pkcs7-mime",
                                    RARE + " second"))
                    .startsWith("SIP/2.0 415");
            assertThat(ask(phone, there, "MESSAGE", "bob", "message/cpim", RARE + ": third"))
                    .startsWith("SIP/2.0 ");
            assertThat(ask(phone, there, "INFO", "bob", "text/plain", RARE + " fourth"))
                    .startsWith("SIP/2.0 ");
            send(phone, there, "MESSAGE sip:bob@localhost SIP/2.0\r\nVia: nonsense\r\n\r\n" + RARE);
            send(phone, there, "MESSAGE sip:bob@localhost SIP/2.0\r\nContent-Length: 4\r\n" + RARE);
            send(phone, there, RARE + "\r\n\r\n");
            // so that these have been looked at before the end
            assertThat(ask(phone, there, "OPTIONS", "bob", "text/plain", RARE))
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
        for (ILoggingEvent event : List.copyOf(log.list)) {
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        assertThat(log.list)
                .as("the log at its finest level")
                .anyMatch(event ->
                        event.getLevel().toInt() < Level.INFO_INT
                                && event.getLoggerName().startsWith("org.earshot"));
        assertThat(lines).noneMatch(line -> line.contains(RARE));
    }

    private static void send(DatagramSocket phone, InetSocketAddress there, String text)
            throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        phone.send(new DatagramPacket(bytes, bytes.length, there));
    }

    /// @return the final answer
    private String ask(
            DatagramSocket phone,
            InetSocketAddress there,
            String method,
            String to,
            String type,
            String body)
            throws IOException {
        requests++;
        String text =
                """
                %1$s sip:%6$s@localhost SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK%3$d;rport
                Max-Forwards: 70
                From: <sip:alice@localhost>;tag=a
                To: <sip:%6$s@localhost>
                Call-ID: %3$d@phone
                CSeq: 1 %1$s
                Contact: <sip:alice@127.0.0.1:%2$d>
                Content-Type: %4$s
                Content-Length: %5$d

                """
                        .formatted(
                                method,
                                phone.getLocalPort(),
                                requests,
                                type,
                                body.getBytes(UTF_8).length,
                                to)
                        .replace("\n", "\r\n");
        send(phone, there, text + body);
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[65_000], 65_000);
            phone.receive(packet);
            String answer = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            if (!answer.startsWith("SIP/2.0 1")
                    && answer.contains("Call-ID: " + requests + "@phone")) {
                return answer;
            }
        }
    }
}
