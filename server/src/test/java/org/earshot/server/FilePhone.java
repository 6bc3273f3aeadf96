package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.sip.header.WWWAuthenticateHeader;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.auth.DigestChallenge;
import org.earshot.common.auth.Ha1;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.stack.SipMessages;

/// A phone as far as the file store knows it: HTTPS, and the answers to challenges. For one thread.
final class FilePhone {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;
    private final String user;
    private final String password;
    private final DigestAlgorithm algorithm;

    FilePhone(Path ca, String user, String password, DigestAlgorithm algorithm) {
        SSLContext tls = TrustedCertificates.fromPem(ca).context();
        this.client = HttpClient.newBuilder().sslContext(tls).connectTimeout(PATIENCE).build();
        this.user = user;
        this.password = password;
        this.algorithm = algorithm;
    }

    /// Asks once, without credentials.
    HttpResponse<byte[]> plain(String method, URI uri) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /// Asks, is challenged, and asks again with the answer.
    HttpResponse<byte[]> ask(String method, URI uri, byte[] body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Authorization", authorization(method, uri))
                        .method(
                                method,
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(URI uri, String... headers) throws Exception {
        return ask("GET", uri, new byte[0], headers);
    }

    /// What stands in Authorization of a request that is sent now.
    String authorization(String method, URI uri) throws Exception {
        HttpResponse<byte[]> challenged = plain(method, uri);
        assertThat(challenged.statusCode()).isEqualTo(401);
        List<WWWAuthenticateHeader> challenges = new ArrayList<>();
        for (String value : challenged.headers().allValues("WWW-Authenticate")) {
            challenges.add(parse(value));
        }
        Optional<DigestChallenge> challenge =
                challenges.stream()
                        .map(DigestChallenge::parse)
                        .flatMap(Optional::stream)
                        .filter(one -> one.algorithm() == algorithm)
                        .findFirst();
        Ha1 ha1 = Ha1.of(algorithm, user, challenge.orElseThrow().realm(), password);
        String line =
                challenge
                        .get()
                        .answer(user, ha1, method, target(uri), "0a4f113b0a4f113b", 1)
                        .header(RequestAuthenticator.Role.REGISTRAR)
                        .toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static String target(URI uri) {
        return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    /// Asks without credentials, with a body.
    HttpResponse<byte[]> post(URI uri, String json) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static WWWAuthenticateHeader parse(String value) throws ParseException {
        return (WWWAuthenticateHeader)
                SipMessages.headers().createHeader(WWWAuthenticateHeader.NAME, value);
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }
}
