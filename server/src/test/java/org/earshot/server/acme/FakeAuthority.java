package org.earshot.server.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/// A certificate authority that speaks the protocol (RFC 8555) on loopback: checks each signature, its `url` and that each nonce serves once, looks for the proof of each name at one address, and issues what the request for a certificate asks for.
public final class FakeAuthority implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpsServer server;
    private final Path trusted;
    private final InstantSource clock;
    private final KeyPair key;
    private final X509Certificate root;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, PublicJsonWebKey> accounts = new ConcurrentHashMap<>();
    private final Map<Integer, Order> orders = new ConcurrentHashMap<>();
    private final List<String> seen = new ArrayList<>();
    private volatile int proofPort;
    private volatile boolean limited;

    private static final class Order {
        private final List<String> names = new ArrayList<>();
        private final Set<String> proven = new HashSet<>();
        private String account = "";
        private String error = "";
        private byte[] certificate = new byte[0];

        String status() {
            return !error.isEmpty()
                    ? "invalid"
                    : certificate.length > 0
                            ? "valid"
                            : proven.containsAll(names) ? "ready" : "pending";
        }
    }

    private FakeAuthority(Path folder, InstantSource clock) throws Exception {
        this.clock = clock;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        key = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Fake Authority");
        Instant now = clock.instant();
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(3650))),
                        name,
                        key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        root = signed(builder);
        ServerNames names = ServerNames.of("localhost", List.of());
        trusted = folder.resolve("authority-ca.pem");
        ServerTls tls =
                ServerTls.of(
                        CertificateAuthority.open(
                                KeyRing.open(folder.resolve("authority-keys")),
                                names,
                                trusted,
                                InstantSource.system()),
                        names,
                        folder.resolve("authority-tls").resolve("server.pem"),
                        InstantSource.system());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.createContext("/", this::handle);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    public static FakeAuthority start(Path folder, InstantSource clock) throws Exception {
        return new FakeAuthority(folder, clock);
    }

    /// Where proof is looked for, whatever the name: tests have no port 80.
    public void looksAt(int port) {
        proofPort = port;
    }

    /// From now on no order is taken, as Let's Encrypt says it.
    void limit(boolean is) {
        limited = is;
    }

    public String directory() {
        return base() + "/directory";
    }

    /// PEM, by which its HTTPS is trusted.
    public Path trusted() {
        return trusted;
    }

    public X509Certificate root() {
        return root;
    }

    int accounts() {
        return accounts.size();
    }

    /// Paths that were asked for, in order.
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    private String base() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    private X509Certificate signed(X509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(key.getPrivate())));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            synchronized (this) {
                seen.add(exchange.getRequestMethod() + " " + path);
            }
            try {
                serve(exchange, path);
            } catch (Refused e) {
                answer(
                        exchange,
                        e.status,
                        "application/problem+json",
                        JSON.writeValueAsBytes(
                                Map.of(
                                        "type",
                                        "urn:ietf:params:acme:error:" + e.type,
                                        "detail",
                                        String.valueOf(e.getMessage()))));
            } catch (Exception e) {
                answer(exchange, 500, "text/plain", e.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void serve(HttpExchange exchange, String path) throws Exception {
        if (path.equals("/directory")) {
            json(
                    exchange,
                    200,
                    Map.of(
                            "newNonce", base() + "/nonce",
                            "newAccount", base() + "/account",
                            "newOrder", base() + "/order",
                            "revokeCert", base() + "/revoke",
                            "keyChange", base() + "/change",
                            "meta", Map.of("termsOfService", base() + "/terms")));
            return;
        }
        if (path.equals("/nonce")) {
            answer(exchange, 200, "text/plain", new byte[0]);
            return;
        }
        JsonWebSignature jws = verified(exchange, path);
        JsonNode body = payload(jws);
        String account = account(jws);
        String[] parts = path.split("/", -1);
        switch (parts[1]) {
            case "account" -> newAccount(exchange, jws, body);
            case "order" -> order(exchange, parts, account, body);
            case "authorization" -> authorization(exchange, parts);
            case "challenge" -> challenge(exchange, parts, account);
            case "finalize" -> certify(exchange, parts, body);
            case "certificate" ->
                    answer(
                            exchange,
                            200,
                            "application/pem-certificate-chain",
                            orders.get(Integer.valueOf(parts[2])).certificate);
            default -> throw new Refused(404, "malformed", "nothing there");
        }
    }

    private JsonWebSignature verified(HttpExchange exchange, String path) throws Exception {
        JsonNode flat = JSON.readTree(exchange.getRequestBody().readNBytes(100_000));
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(
                flat.path("protected").asText()
                        + "."
                        + flat.path("payload").asText()
                        + "."
                        + flat.path("signature").asText());
        if (!nonces.remove(jws.getHeader("nonce"))) {
            throw new Refused(400, "badNonce", "that nonce was used, or was never given");
        }
        if (!(base() + path).equals(jws.getHeader("url"))) {
            throw new Refused(401, "unauthorized", "signed for another url");
        }
        PublicJsonWebKey signer =
                path.equals("/account")
                        ? (PublicJsonWebKey)
                                JsonWebKey.Factory.newJwk(
                                        JSON.writeValueAsString(
                                                jws.getHeaders().getObjectHeaderValue("jwk")))
                        : accounts.get(String.valueOf(jws.getKeyIdHeaderValue()));
        if (signer == null) {
            throw new Refused(401, "accountDoesNotExist", "no such account");
        }
        jws.setKey(signer.getPublicKey());
        if (!jws.verifySignature()) {
            throw new Refused(401, "unauthorized", "a wrong signature");
        }
        return jws;
    }

    private static JsonNode payload(JsonWebSignature jws) throws IOException, JoseException {
        String text = jws.getPayload();
        return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
    }

    private static String account(JsonWebSignature jws) {
        return String.valueOf(jws.getKeyIdHeaderValue());
    }

    private void newAccount(HttpExchange exchange, JsonWebSignature jws, JsonNode body)
            throws Exception {
        if (!body.path("termsOfServiceAgreed").asBoolean()) {
            throw new Refused(403, "userActionRequired", "agree to the terms");
        }
        PublicJsonWebKey given =
                (PublicJsonWebKey)
                        JsonWebKey.Factory.newJwk(
                                JSON.writeValueAsString(
                                        jws.getHeaders().getObjectHeaderValue("jwk")));
        String id = base() + "/accounts/" + thumbprint(given);
        boolean known = accounts.put(id, given) != null;
        exchange.getResponseHeaders().set("Location", id);
        json(exchange, known ? 200 : 201, Map.of("status", "valid"));
    }

    private static String thumbprint(PublicJsonWebKey key) throws JoseException {
        return key.calculateBase64urlEncodedThumbprint("SHA-256");
    }

    private void order(HttpExchange exchange, String[] parts, String account, JsonNode body)
            throws Exception {
        int id;
        if (parts.length > 2) {
            id = Integer.parseInt(parts[2]);
        } else {
            if (limited) {
                throw new Refused(429, "rateLimited", "too many orders this week");
            }
            id = orders.size() + 1;
            Order made = new Order();
            made.account = account;
            body.path("identifiers").forEach(name -> made.names.add(name.path("value").asText()));
            orders.put(id, made);
            exchange.getResponseHeaders().set("Location", base() + "/order/" + id);
        }
        json(exchange, parts.length > 2 ? 200 : 201, described(id));
    }

    private Map<String, Object> described(int id) {
        Order order = orders.get(id);
        Map<String, Object> all = new java.util.HashMap<>();
        all.put("status", order.status());
        all.put(
                "identifiers",
                order.names.stream().map(name -> Map.of("type", "dns", "value", name)).toList());
        all.put(
                "authorizations",
                order.names.stream()
                        .map(name -> base() + "/authorization/" + id + "/" + name)
                        .toList());
        all.put("finalize", base() + "/finalize/" + id);
        if (order.certificate.length > 0) {
            all.put("certificate", base() + "/certificate/" + id);
        }
        return all;
    }

    private void authorization(HttpExchange exchange, String[] parts) throws IOException {
        Order order = orders.get(Integer.valueOf(parts[2]));
        json(
                exchange,
                200,
                Map.of(
                        "status", state(order, parts[3]),
                        "identifier", Map.of("type", "dns", "value", parts[3]),
                        "challenges", List.of(challenge(order, parts[2], parts[3]))));
    }

    private static String state(Order order, String name) {
        return !order.error.isEmpty()
                ? "invalid"
                : order.proven.contains(name) ? "valid" : "pending";
    }

    private Map<String, Object> challenge(Order order, String id, String name) {
        Map<String, Object> all =
                new java.util.HashMap<>(
                        Map.of(
                                "type",
                                "http-01",
                                "url",
                                base() + "/challenge/" + id + "/" + name,
                                "token",
                                token(id, name),
                                "status",
                                state(order, name)));
        if (!order.error.isEmpty()) {
            all.put(
                    "error",
                    Map.of("type", "urn:ietf:params:acme:error:connection", "detail", order.error));
        }
        return all;
    }

    private static String token(String id, String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("a-token-" + id + name).getBytes(StandardCharsets.UTF_8));
    }

    private void challenge(HttpExchange exchange, String[] parts, String account) throws Exception {
        Order order = orders.get(Integer.valueOf(parts[2]));
        String token = token(parts[2], parts[3]);
        String expected = token + "." + thumbprint(accounts.get(account));
        String found;
        try {
            found =
                    http.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + proofPort
                                                                    + "/.well-known/acme-challenge/"
                                                                    + token))
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
        } catch (IOException e) {
            found = String.valueOf(e.getMessage());
        }
        if (found.equals(expected) && order.account.equals(account)) {
            order.proven.add(parts[3]);
        } else {
            order.error = "Fetching the proof of " + parts[3] + ": connection refused";
        }
        json(exchange, 200, challenge(order, parts[2], parts[3]));
    }

    private void certify(HttpExchange exchange, String[] parts, JsonNode body) throws Exception {
        Order order = orders.get(Integer.valueOf(parts[2]));
        if (!order.status().equals("ready")) {
            throw new Refused(403, "orderNotReady", "prove the names first");
        }
        PKCS10CertificationRequest wish =
                new PKCS10CertificationRequest(
                        Base64.getUrlDecoder().decode(body.path("csr").asText()));
        Instant now = clock.instant();
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        new X500Name("CN=Fake Authority"),
                        new BigInteger(64, new java.security.SecureRandom()),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(Duration.ofDays(90))),
                        wish.getSubject(),
                        wish.getSubjectPublicKeyInfo());
        Extensions asked =
                Extensions.getInstance(
                        wish.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                                .getAttributeValues()[0]);
        builder.addExtension(
                Extension.subjectAlternativeName,
                true, // RFC 5280 §4.2.1.6: the subject is empty
                asked.getExtensionParsedValue(Extension.subjectAlternativeName));
        StringBuilder pem = new StringBuilder();
        for (X509Certificate one : List.of(signed(builder), root)) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(one.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        order.certificate = pem.toString().getBytes(StandardCharsets.US_ASCII);
        json(exchange, 200, described(Integer.parseInt(parts[2])));
    }

    private void json(HttpExchange exchange, int status, Object body) throws IOException {
        answer(exchange, status, "application/json", JSON.writeValueAsBytes(body));
    }

    private void answer(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        nonces.add(nonce);
        exchange.getResponseHeaders().set("Replay-Nonce", nonce);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String type;

        private Refused(int status, String type, String detail) {
            super(detail);
            this.status = status;
            this.type = type;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
