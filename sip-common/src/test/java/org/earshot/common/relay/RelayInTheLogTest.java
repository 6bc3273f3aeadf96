package org.earshot.common.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.earshot.common.stack.MalformedMessage;
import org.earshot.common.stack.SipMessages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A message with a credential is read and written, and none of it stands in the log, whatever its level.
class RelayInTheLogTest {
    private static final String ANSWER =
            """
            SIP/2.0 200 OK
            Via: SIP/2.0/TLS 192.0.2.4:5070;branch=z9hG4bK1
            From: <sip:alice@example.org>;tag=1
            To: <sip:alice@example.org>;tag=2
            Call-ID: 1@phone
            CSeq: 1 REGISTER
            Earshot-Relay: %s
            Earshot-Relay: <stun:a>
            Content-Length: 0

            """
                    .replace("\n", "\r\n");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<Logger, Level> levels = new HashMap<>();

    @BeforeEach
    void everythingIsLogged() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger, logger.getLevel());
                logger.setLevel(
                        logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME)
                                ? Level.TRACE
                                : null);
            }
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        // the console need not see it
        root.iteratorForAppenders().forEachRemaining(appender -> appender.stop());
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void asItWas() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAppender(log);
        root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
        levels.forEach(Logger::setLevel);
    }

    @Test
    void noCredentialIsThere() throws MalformedMessage {
        LoggerFactory.getLogger(RelayInTheLogTest.class).trace("the log is on");
        for (String value :
                List.of(
                        "<turn:a>;username=\"u\";credential=\"hush\";expires=60",
                        "<turn:a;username=\"u\";credential=\"hush\";expires=60",
                        "\"<turn:a>;credential=\"hush")) {
            byte[] bytes = ANSWER.formatted(value).getBytes(UTF_8);
            String written = new String(SipMessages.encode(SipMessages.parse(bytes)), UTF_8);
            assertThat(written).contains("Earshot-Relay: " + value + "\r\n");
        }
        assertThat(log.list)
                .isNotEmpty()
                .noneMatch(event -> event.getFormattedMessage().contains("hush"));
    }
}
