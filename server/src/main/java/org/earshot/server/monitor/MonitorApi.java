package org.earshot.server.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// `/metrics`, `/health` and `/ready` for whatever watches the server.
///
/// Whoever is on this machine may read all of it, but for web pages that a browser here has from elsewhere (a name of theirs may lead
/// to 127.0.0.1). From other machines a token is needed; without it a load balancer hears whether the server is well, and no more.
public final class MonitorApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEARER = "Bearer ";

    private final Metrics metrics;
    private final Checkup health;
    private final Checkup readiness;
    private final String domain;
    private final Optional<String> token;

    /// @param health what must work for the process to be worth keeping
    /// @param readiness what must work for the server to be sent requests
    /// @param domain that is the server's
    /// @param token for who comes from other machines; empty: nobody does
    public MonitorApi(
            Metrics metrics,
            Checkup health,
            Checkup readiness,
            String domain,
            Optional<String> token) {
        this.metrics = metrics;
        this.health = health;
        this.readiness = readiness;
        this.domain = domain;
        this.token = token;
    }

    /// Adds what is served.
    public void addTo(JavalinConfig config) {
        config.routes.before(this::guard);
        config.routes.get("/metrics", this::metrics);
        config.routes.get("/health", http -> answer(http, "healthy", health.run()));
        config.routes.get("/ready", http -> answer(http, "ready", readiness.run()));
    }

    private void guard(Context http) {
        http.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
        if (isLocal(http) && !namesThisMachine(http.header("Host"))) {
            http.status(421)
                    .contentType("text/plain; charset=utf-8")
                    .result("Ask for the numeric address, localhost, or the domain\n")
                    .skipRemainingHandlers();
        }
    }

    private void metrics(Context http) {
        if (isTrusted(http)) {
            http.contentType(Metrics.CONTENT_TYPE).result(metrics.text());
        } else {
            http.status(401)
                    .header("WWW-Authenticate", "Bearer realm=\"console\"")
                    .contentType("text/plain; charset=utf-8")
                    .result("The token of console.tokenFile is needed\n");
        }
    }

    private void answer(Context http, String what, List<Finding> findings)
            throws JsonProcessingException {
        boolean good = findings.stream().allMatch(Finding::isGood);
        ObjectNode answer = JSON.createObjectNode().put(what, good);
        if (isTrusted(http)) {
            ArrayNode checks = answer.putArray("checks");
            for (Finding finding : findings) {
                ObjectNode check =
                        checks.addObject()
                                .put("check", finding.check())
                                .put("good", finding.isGood())
                                .put("milliseconds", finding.took().toMillis());
                finding.problem().ifPresent(problem -> check.put("problem", problem));
            }
        }
        http.status(good ? 200 : 503)
                .contentType("application/json")
                .result(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n");
    }

    private boolean isTrusted(Context http) {
        return isLocal(http)
                || token.filter(expected -> isSame(http.header("Authorization"), expected))
                        .isPresent();
    }

    private static boolean isSame(String authorization, String expected) {
        return authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        authorization.substring(BEARER.length()).strip().getBytes(UTF_8),
                        expected.getBytes(UTF_8));
    }

    /// Whether it came over loopback's own address, on which no other machine can reach us.
    private static boolean isLocal(Context http) {
        return literal(http.req().getLocalAddr())
                .filter(InetAddress::isLoopbackAddress)
                .isPresent();
    }

    /// A page that leads a browser to loopback does so by a name of its own; nobody can by a number.
    private boolean namesThisMachine(String host) {
        if (host == null) {
            return true; // HTTP/1.0: no browser
        }
        String name = host.replaceFirst(":[0-9]*$", "");
        return name.equalsIgnoreCase("localhost")
                || name.equalsIgnoreCase(domain)
                || literal(name).isPresent();
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(
                    InetAddress.ofLiteral(
                            text.startsWith("[") && text.endsWith("]")
                                    ? text.substring(1, text.length() - 1)
                                    : text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
