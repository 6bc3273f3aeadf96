package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.login.LoginCodes;

/// Somebody at the console, by real HTTP. For one thread.
final class ConsoleClient implements AutoCloseable {
    static final String PASSWORD = "a password of mine";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final MonitoredServer on;
    private final String base;
    private Optional<String> cookie = Optional.empty();
    private String csrf = "";

    ConsoleClient(MonitoredServer on) {
        this.on = on;
        base = "http://127.0.0.1:" + on.console().getPort();
    }

    String base() {
        return base;
    }

    /// An answer.
    record Answer(int status, JsonNode body, HttpResponse<String> http) {}

    /// A request with the session's cookie and token.
    Answer ask(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json");
        cookie.ifPresent(one -> request.header("Cookie", one));
        if (!csrf.isEmpty()) {
            request.header("X-Earshot-CSRF", csrf);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                answer.statusCode(),
                json ? JSON.readTree(answer.body()) : JSON.createObjectNode(),
                answer);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return ask("GET", "/api/v1" + path, "");
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return ask("POST", "/api/v1" + path, body);
    }

    /// What the owner of DATA reads in the file there.
    String setupToken() throws IOException {
        return Files.readString(on.data().resolve("console-link")).strip().replaceFirst(".*=", "");
    }

    /// Makes one of the first people by the link.
    ///
    /// @return what their authenticator app gets
    String setUp(String role, String name) throws IOException, InterruptedException {
        Answer made =
                post(
                        "/setup",
                        "{\"token\":\"%s\",\"role\":\"%s\",\"name\":\"%s\",\"password\":\"%s\"}"
                                .formatted(setupToken(), role, name, PASSWORD));
        assertThat(made.status()).as(made.http().body()).isEqualTo(200);
        return made.body().path("otpauth").asText();
    }

    /// Logs in, and is that person from now on.
    Answer logIn(String name, String otpauth) throws IOException, InterruptedException {
        Instant now = InstantSource.system().instant();
        return logIn(name, PASSWORD, LoginCodes.of(otpauth, now));
    }

    Answer logIn(String name, String password, String code)
            throws IOException, InterruptedException {
        Answer answer =
                post(
                        "/session",
                        "{\"name\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}"
                                .formatted(name, password, code));
        answer.http()
                .headers()
                .firstValue("Set-Cookie")
                .ifPresent(set -> cookie = Optional.of(set.replaceFirst(";.*", "")));
        csrf = answer.body().path("csrf").asText();
        return answer;
    }

    /// Of the session.
    String cookie() {
        return cookie.orElseThrow();
    }

    @Override
    public void close() {
        http.close();
    }
}
