package org.earshot.softphone.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.earshot.softphone.file.StoreSignIn;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.AccountFailure.Trouble;

/// Asks one server, for one account or for nobody yet. Every method blocks, and may be interrupted; thread-safe. What is not done is an
/// [AccountFailure].
final class AccountClient implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ANSWERING = Duration.ofSeconds(30);

    /// Two hundred people with long names are less.
    private static final int MOST_BYTES = 1 << 20;

    private static final int MOST_WORDS = 300;

    private final HttpClient http;
    private final URI service;
    private final Optional<StoreSignIn> signIn;

    /// @param trust by which the server's certificate is checked, and its name with it
    /// @param service `https://HOST` or `https://HOST:PORT`
    /// @param signIn empty: for nobody yet
    AccountClient(SSLContext trust, URI service, Optional<StoreSignIn> signIn, Executor threads) {
        this.http =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECTING)
                        .executor(threads)
                        .build();
        this.service = service;
        this.signIn = signIn;
    }

    /// What the server said.
    static final class Answer {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Answer(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        HttpHeaders headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }

        JsonNode json() throws AccountFailure {
            try {
                JsonNode json = JSON.readTree(body);
                if (json != null && json.isObject()) {
                    return json;
                }
            } catch (JsonProcessingException _) {
                // as below
            } catch (IOException _) {
                // bytes that are no text
            }
            throw strange();
        }
    }

    static AccountFailure strange() {
        return new AccountFailure(
                Trouble.BROKEN, "the server answers what this phone does not understand");
    }

    /// A query's name and value.
    static String field(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Answer get(String path, String... headers) throws AccountFailure, InterruptedException {
        return ask("GET", path, BodyPublishers.noBody(), List.of(headers));
    }

    Answer delete(String path, String... headers) throws AccountFailure, InterruptedException {
        return ask("DELETE", path, BodyPublishers.noBody(), List.of(headers));
    }

    Answer send(String method, String path, ObjectNode json, String... headers)
            throws AccountFailure, InterruptedException {
        return ask(
                method,
                path,
                BodyPublishers.ofString(json.toString()),
                List.of(headers),
                "application/json");
    }

    Answer put(String path, byte[] body) throws AccountFailure, InterruptedException {
        return ask(
                "PUT",
                path,
                BodyPublishers.ofByteArray(body),
                List.of(),
                "application/octet-stream");
    }

    private Answer ask(String method, String path, BodyPublisher body, List<String> headers)
            throws AccountFailure, InterruptedException {
        return ask(method, path, body, headers, "");
    }

    /// Asks, and once more where the server asks who we are.
    private Answer ask(
            String method, String path, BodyPublisher body, List<String> headers, String type)
            throws AccountFailure, InterruptedException {
        try {
            Answer answer = once(method, path, body, headers, type);
            if (answer.status() == 401
                    && signIn.isPresent()
                    && signIn.get().challenged(answer.headers().allValues("WWW-Authenticate"))) {
                answer = once(method, path, body, headers, type);
            }
            boolean right =
                    answer.status() / 100 == 2 || (answer.status() == 304 && method.equals("GET"));
            if (!right) {
                throw failure(answer);
            }
            return answer;
        } catch (SSLException e) {
            throw new AccountFailure(
                    Trouble.NOT_TRUSTED,
                    "the server's certificate is not the right one: " + e.getMessage());
        } catch (IOException e) {
            throw new AccountFailure(
                    Trouble.PASSING,
                    "the server can't be reached"
                            + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
        }
    }

    private Answer once(
            String method, String path, BodyPublisher body, List<String> headers, String type)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service + path))
                        .method(method, body)
                        .timeout(ANSWERING);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        signIn.flatMap(by -> by.authorization(method, path))
                .ifPresent(value -> request.header("Authorization", value));
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream content = answer.body()) {
            // the limit of a request ends where its answer begins
            CompletableFuture.delayedExecutor(ANSWERING.toSeconds(), TimeUnit.SECONDS)
                    .execute(() -> close(content));
            byte[] bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("its answer has no end");
            }
            return new Answer(answer.statusCode(), answer.headers(), bytes);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException _) {
            // nobody reads it any more
        }
    }

    private static AccountFailure failure(Answer answer) {
        String words =
                new String(
                                answer.body(),
                                0,
                                Math.min(answer.body().length, MOST_WORDS),
                                StandardCharsets.UTF_8)
                        .replaceAll("[\\p{Cc}\\p{Cf}]", " ")
                        .strip();
        boolean plain =
                answer.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.startsWith("text/plain"))
                        .isPresent();
        Trouble trouble =
                switch (answer.status()) {
                    case 401 -> Trouble.WRONG_PASSWORD;
                    case 403 -> Trouble.NOT_ALLOWED;
                    case 404, 405 -> Trouble.GONE;
                    case 409, 413, 422 -> Trouble.NOT_ACCEPTED;
                    case 408, 429, 503 -> Trouble.PASSING;
                    default -> Trouble.BROKEN;
                };
        if (plain && !words.isEmpty()) {
            return new AccountFailure(trouble, words);
        }
        return new AccountFailure(
                trouble,
                trouble == Trouble.WRONG_PASSWORD
                        ? "wrong password, or no such account"
                        : "the server answered " + answer.status());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
