package org.earshot.server.oidc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/// An identity provider on loopback that lets everybody in under the name that the test says: it checks the client's secret, that a code serves once and
/// for whom it was asked, and the code's verifier.
public final class FakeProvider implements AutoCloseable {
    public static final String CLIENT = "earshot console";
    public static final String SECRET = "s3cret:+%of_the_client";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpsServer server;
    private final Path trusted;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private volatile RsaJsonWebKey key;
    private volatile Consumer<JwtClaims> mutation = _ -> {};
    private volatile Runnable stall = () -> {};
    private volatile boolean stalls;
    private final CountDownLatch closed = new CountDownLatch(1);

    private FakeProvider(Path folder) throws Exception {
        ServerNames names = ServerNames.of("localhost", List.of());
        trusted = folder.resolve("provider-ca.pem");
        ServerTls tls =
                ServerTls.of(
                        CertificateAuthority.open(
                                KeyRing.open(folder.resolve("provider-keys")),
                                names,
                                trusted,
                                InstantSource.system()),
                        names,
                        folder.resolve("provider-tls").resolve("server.pem"),
                        InstantSource.system());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.createContext("/", this::handle);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        key = newKey("1");
        server.start();
    }

    public static FakeProvider start(Path folder) throws Exception {
        return new FakeProvider(folder);
    }

    static RsaJsonWebKey newKey(String id) throws JoseException {
        RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
        made.setKeyId(id);
        return made;
    }

    /// As providers do from time to time.
    public void changeKey() throws JoseException {
        key = newKey("2");
    }

    /// What stands in the next tokens.
    public void says(Consumer<JwtClaims> changed) {
        mutation = changed;
    }

    /// From now on each answer stops after its header fields and the first byte.
    ///
    /// @param then runs when it has
    void stalls(Runnable then) {
        stall = then;
        stalls = true;
    }

    /// The first bytes, until the test is over.
    private void stall(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        stall.run();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String issuer() {
        return "https://localhost:" + server.getAddress().getPort() + "/realm";
    }

    public Path trusted() {
        return trusted;
    }

    /// What a browser does that was sent here: somebody logs in.
    ///
    /// @return where it is sent back to
    public URI logIn(URI sent, String name) {
        Map<String, String> asked = form(sent.getRawQuery());
        asked.put("name", name);
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        return URI.create(
                asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String part : text.split("&", -1)) {
            int equal = part.indexOf('=');
            fields.put(
                    URLDecoder.decode(part.substring(0, equal), StandardCharsets.UTF_8),
                    URLDecoder.decode(part.substring(equal + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (stalls) {
                stall(exchange);
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/realm/.well-known/openid-configuration" ->
                        answer(
                                exchange,
                                200,
                                JSON.writeValueAsString(
                                        Map.of(
                                                "issuer", issuer(),
                                                "authorization_endpoint", issuer() + "/login",
                                                "token_endpoint", issuer() + "/token",
                                                "jwks_uri", issuer() + "/keys")));
                case "/realm/keys" ->
                        answer(
                                exchange,
                                200,
                                "{\"keys\":["
                                        + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
                                        + "]}");
                case "/realm/token" -> token(exchange);
                default -> answer(exchange, 404, "{}");
            }
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> given =
                form(
                        new String(
                                exchange.getRequestBody().readNBytes(10_000),
                                StandardCharsets.US_ASCII));
        String basic =
                new String(
                        Base64.getDecoder()
                                .decode(
                                        exchange.getRequestHeaders()
                                                .getFirst("Authorization")
                                                .substring(6)),
                        StandardCharsets.UTF_8);
        String[] client = basic.split(":", -1);
        if (!URLDecoder.decode(client[0], StandardCharsets.UTF_8).equals(CLIENT)
                || !URLDecoder.decode(client[1], StandardCharsets.UTF_8).equals(SECRET)) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        Map<String, String> asked = codes.remove(given.get("code"));
        if (asked == null
                || !asked.get("redirect_uri").equals(given.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(given.get("code_verifier")))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setAudience(CLIENT);
        claims.setSubject("subject of " + asked.get("name").replaceFirst("@.*", ""));
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("nonce", asked.get("nonce"));
        claims.setStringClaim("preferred_username", asked.get("name"));
        mutation.accept(claims);
        try {
            answer(
                    exchange,
                    200,
                    JSON.writeValueAsString(
                            Map.of(
                                    "access_token", "unused",
                                    "token_type", "Bearer",
                                    "id_token", signed(claims, key))));
        } catch (JoseException e) {
            throw new IOException(e);
        }
    }

    static String signed(JwtClaims claims, RsaJsonWebKey by) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(by.getPrivateKey());
        jws.setKeyIdHeaderValue(by.getKeyId());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return jws.getCompactSerialization();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
