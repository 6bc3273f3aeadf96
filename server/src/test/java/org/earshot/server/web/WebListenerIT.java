package org.earshot.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WebListenerIT {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void whatIsTakenIsSaidInOneSentenceAndNothingElse() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        root.addAppender(said);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<InetSocketAddress, Optional<SSLContext>> at = new LinkedHashMap<>();
            at.put(ANY, Optional.empty());
            at.put((InetSocketAddress) other.getLocalSocketAddress(), Optional.empty());
            assertThatThrownBy(() -> open(at))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "console.listen: 127.0.0.1:%d is taken by another program: stop that one, or set another port",
                            other.getLocalPort());
            assertThat(said.list)
                    .as("a log that has stack traces tells an administrator nothing more")
                    .isEmpty();
        } finally {
            root.detachAppender(said);
        }
    }

    @Test
    void eachAddressIsServedOnItsRealPort() throws Exception {
        try (WebListener listener = open(Map.of(ANY, Optional.empty()));
                HttpClient http = HttpClient.newHttpClient()) {
            InetSocketAddress at = listener.addresses().getFirst();
            assertThat(at.getPort()).isPositive();
            URI there = URI.create("http://127.0.0.1:" + at.getPort() + "/hello");
            assertThat(
                            http.send(
                                            HttpRequest.newBuilder(there).build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .body())
                    .isEqualTo("here");
        }
    }

    private static WebListener open(Map<InetSocketAddress, Optional<SSLContext>> at)
            throws IOException {
        return WebListener.open(
                "console.listen",
                at,
                WebListener.Host.ANY,
                config -> config.routes.get("/hello", http -> http.result("here")));
    }
}
