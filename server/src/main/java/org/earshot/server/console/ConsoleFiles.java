package org.earshot.server.console;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Serves the console's files: a fixed list, read once, so that no request can name another one. Thread-safe.
public final class ConsoleFiles {
    /// Preact and htm in one module (Apache-2.0, MIT), from a jar.
    private static final String FRAMEWORK =
            "/META-INF/resources/_static/htm/3.1.1/preact/standalone.module.js";

    /// Of our own.
    static final List<String> NAMES =
            List.of(
                    "console.css",
                    "icon.svg",
                    "en.json",
                    "de.json",
                    "said-en.json",
                    "said-de.json",
                    "main.js",
                    "api.js",
                    "words.js",
                    "said.js",
                    "ui.js",
                    "gate.js",
                    "live.js",
                    "people.js",
                    "phones.js",
                    "calls.js",
                    "call.js",
                    "ladder.js",
                    "quality.js",
                    "routing.js",
                    "security.js",
                    "tokens.js",
                    "compliance.js",
                    "settings.js",
                    "start.js",
                    "configuration.js",
                    "directory.js");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "json", "application/json; charset=utf-8",
                    "svg", "image/svg+xml");

    /// Adds what is served. Headers that keep a browser from trusting anything else are the API's, for every answer.
    ///
    /// @throws IllegalStateException if a file is missing
    public void addTo(JavalinConfig config) {
        add(config, "/", "index.html", "index.html");
        for (String name : NAMES) {
            add(config, "/console/" + name, name, name);
        }
        add(config, "/console/htm.js", FRAMEWORK, "htm.js");
    }

    private static void add(JavalinConfig config, String path, String resource, String name) {
        byte[] content = read(resource);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        String tag = "\"" + hash(content) + "\"";
        config.routes.get(path, http -> serve(http, content, type, tag));
    }

    private static void serve(Context http, byte[] content, String type, String tag) {
        // asked for each time, sent only when it has changed
        http.header("Cache-Control", "no-cache").header("ETag", tag);
        if (tag.equals(http.header("If-None-Match"))) {
            http.status(304);
        } else {
            http.contentType(type).result(content);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
