package org.earshot.server.acme;

import io.javalin.config.JavalinConfig;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the authority finds under `/.well-known/acme-challenge/TOKEN` while it looks whether the names are ours (RFC 8555 §8.3), and nothing else. Thread-safe.
public final class Proofs {
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /// From now on a token is answered.
    ///
    /// @param text the token and the thumbprint of the account's key: nothing of it is secret
    void show(String token, String text) {
        texts.put(token, text);
    }

    /// Not any more.
    void hide(String token) {
        texts.remove(token);
    }

    Optional<String> of(String token) {
        return Optional.ofNullable(texts.get(token));
    }

    /// Adds what is served; all else is 404.
    public void addTo(JavalinConfig config) {
        config.routes.get(
                "/.well-known/acme-challenge/{token}",
                http ->
                        of(http.pathParam("token"))
                                .ifPresentOrElse(
                                        text ->
                                                http.contentType("application/octet-stream")
                                                        .result(text),
                                        () -> http.status(404)));
    }
}
