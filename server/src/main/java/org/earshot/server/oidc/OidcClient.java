package org.earshot.server.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.login.Identity;
import org.earshot.server.config.OidcConfig;

/// Asks one identity provider. What it says of itself is kept for an hour, and its keys as long, but for a token that none of them fits. Blocks for some seconds a
/// request at most, whatever the provider does; thread-safe.
public final class OidcClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofHours(1);

    /// How often at most a provider that did not answer is asked again for what it says of itself.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int LARGEST = 1 << 20;

    /// Where its browsers come back.
    public static final String CALLBACK = "/api/v1/session/oidc/callback";

    private final OidcConfig config;
    private final Optional<String> secret;
    private final InstantSource clock;
    private final Duration patience;
    private final HttpClient http;
    private Optional<Known> known = Optional.empty();
    private Instant notBefore = Instant.MIN;

    /// What the provider says of itself (OpenID Connect Discovery 1.0 §3).
    private record Known(URI authorization, URI token, URI jwks, String keys, Instant until) {}

    /// @throws org.earshot.common.config.ConfigException if the secret can't be read
    /// @throws org.earshot.common.key.KeyRingException if `console.oidc.trusted` can't be
    public OidcClient(OidcConfig config, InstantSource clock) {
        this(config, clock, PATIENCE);
    }

    /// @param patience how long one request may take, to the last byte of its answer
    OidcClient(OidcConfig config, InstantSource clock, Duration patience) {
        this.config = config;
        this.patience = patience;
        this.clock = clock;
        secret = config.secret();
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(patience)
                        .followRedirects(HttpClient.Redirect.NEVER);
        config.trusted().ifPresent(file -> builder.sslContext(context(file)));
        http = builder.build();
    }

    private static SSLContext context(java.nio.file.Path file) {
        return TrustedCertificates.fromPem(file).context();
    }

    /// Where a browser is sent to begin (RFC 6749 §4.1.1).
    public URI begin(Attempt attempt) throws OidcException {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", config.clientId());
        asked.put("redirect_uri", config.url() + CALLBACK);
        asked.put("scope", "openid profile email");
        asked.put("state", attempt.state());
        asked.put("nonce", attempt.nonce());
        asked.put("code_challenge", attempt.challenge());
        asked.put("code_challenge_method", "S256");
        String at = known(false).authorization().toString();
        return URI.create(at + (at.indexOf('?') < 0 ? "?" : "&") + form(asked));
    }

    /// Who came back with a code.
    ///
    /// @param identity who they are there for good
    /// @param name the value of the claim, which may be somebody else's one day
    public record Who(Identity identity, String name) {
        /// In no log.
        @Override
        public String toString() {
            return "Who[]";
        }
    }

    /// Who came back with a code.
    public Who end(Attempt attempt, String code) throws OidcException {
        Known provider = known(false);
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("grant_type", "authorization_code");
        asked.put("code", code);
        asked.put("redirect_uri", config.url() + CALLBACK);
        asked.put("code_verifier", attempt.verifier());
        asked.put("client_id", config.clientId());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(provider.token())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(asked)));
        secret.ifPresent(one -> request.header("Authorization", basic(one)));
        String token = text(ask(request), "id_token");
        try {
            return who(token, provider, attempt);
        } catch (OidcException e) {
            Known again = known(true); // the provider may have changed its keys
            if (again.keys().equals(provider.keys())) {
                throw e;
            }
            return who(token, again, attempt);
        }
    }

    private Who who(String token, Known provider, Attempt attempt) throws OidcException {
        IdToken.Who said =
                IdToken.read(
                        token,
                        provider.keys(),
                        config.issuer(),
                        config.clientId(),
                        attempt.nonce(),
                        config.claim(),
                        clock.instant());
        try {
            return new Who(new Identity(config.issuer(), said.subject()), said.name());
        } catch (IllegalArgumentException e) {
            throw new OidcException("the provider's token is not good: " + e.getMessage());
        }
    }

    /// RFC 6749 §2.3.1: both parts encoded as in a form.
    private String basic(String with) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (encoded(config.clientId()) + ":" + encoded(with))
                                        .getBytes(StandardCharsets.UTF_8));
    }

    private synchronized Known known(boolean anew) throws OidcException {
        Instant now = clock.instant();
        if (!anew && known.isPresent() && now.isBefore(known.get().until())) {
            return known.get();
        }
        if (now.isBefore(notBefore)) {
            return known.filter(_ -> anew)
                    .orElseThrow(() ->
                            new OidcException(config.issuer() + " did not answer a moment ago"));
        }
        try {
            Known found = ask(now);
            known = Optional.of(found);
            notBefore = anew ? clock.instant().plus(PAUSE) : Instant.MIN;
            return found;
        } catch (OidcException e) {
            // from now on: whoever has waited for this answer must not begin with another such wait
            notBefore = clock.instant().plus(PAUSE);
            throw e;
        }
    }

    private Known ask(Instant now) throws OidcException {
        JsonNode said =
                ask(
                        HttpRequest.newBuilder(
                                URI.create(
                                        config.issuer().replaceFirst("/$", "")
                                                + "/.well-known/openid-configuration")));
        if (!config.issuer().equals(said.path("issuer").asText())) {
            throw new OidcException(
                    "the provider calls itself "
                            + said.path("issuer").asText()
                            + ": set console.oidc.issuer to that, if it is yours");
        }
        URI jwks = uri(said, "jwks_uri");
        return new Known(
                uri(said, "authorization_endpoint"),
                uri(said, "token_endpoint"),
                jwks,
                ask(HttpRequest.newBuilder(jwks)).toString(),
                now.plus(KEPT));
    }

    private static URI uri(JsonNode said, String name) throws OidcException {
        try {
            URI uri = URI.create(text(said, name));
            if ("https".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new OidcException("the provider's " + name + " is no https address");
    }

    private static String text(JsonNode in, String name) throws OidcException {
        String text = in.path(name).asText();
        if (text.isEmpty()) {
            throw new OidcException("the provider did not say " + name);
        }
        return text;
    }

    private JsonNode ask(HttpRequest.Builder request) throws OidcException {
        HttpRequest built = request.header("Accept", "application/json").build();
        // the request's own timeout would end with the header fields
        CompletableFuture<HttpResponse<byte[]>> asked =
                http.sendAsync(
                        built,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
        try {
            HttpResponse<byte[]> answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new OidcException(
                        "the provider answers "
                                + answer.statusCode()
                                + error(answer.body())
                                + " at "
                                + built.uri().getPath());
            }
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new OidcException("the provider's answer is no JSON");
        } catch (TimeoutException e) {
            throw new OidcException(
                    config.issuer() + " has not answered within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new OidcException(
                    config.issuer() + " can't be reached: " + words(e.getCause()), e.getCause());
        } catch (IOException e) {
            throw new OidcException("the provider's answer can't be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OidcException("the server ends", e);
        } finally {
            asked.cancel(true); // of one that is over, nothing
        }
    }

    private static String words(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /// Such as ` (invalid_client)` (RFC 6749 §5.2).
    private static String error(byte[] body) {
        try {
            String error = JSON.readTree(body).path("error").asText();
            return error.matches("[a-z_]{1,40}") ? " (" + error + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
