package org.earshot.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.earshot.common.config.ConfigException;

/// Everything that `config/earshot.yaml` can set, with the dotted path of the components as keys
/// (`listen.udp`). Each key is explained there; a test holds the two together.
///
/// @param domain the SIP domain that this server is responsible for: a name or a numeric address
/// @param data the folder of everything that the server keeps (mode 0700)
public record ServerConfig(
        String domain,
        Path data,
        Listen listen,
        Https https,
        Console console,
        Database database,
        Keys keys,
        Tls tls,
        Security security,
        Registrar registrar,
        Proxy proxy,
        Message message,
        Limits limits) {

    public ServerConfig {
        if (!domain.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\]")) {
            throw new ConfigException(
                    "domain",
                    "\""
                            + domain
                            + "\" is neither a domain name nor a numeric address (IPv6 in brackets)");
        }
        domain = domain.toLowerCase(java.util.Locale.ROOT);
    }

    /// Where SIP is served: `HOST:PORT`, several separated by commas, or `off`.
    public record Listen(String udp, String tcp, String tls, String ws, String wss, String msrp) {
        public Listen {
            ListenAddress.parse("listen.udp", udp);
            ListenAddress.parse("listen.tcp", tcp);
            ListenAddress.parse("listen.tls", tls);
            notYet("listen.ws", ws);
            notYet("listen.wss", wss);
            notYet("listen.msrp", msrp);
        }
    }

    /// The HTTPS listener for phones.
    public record Https(String listen) {
        public Https {
            notYet("https.listen", listen);
        }
    }

    /// The administrators' console.
    public record Console(String listen) {
        public Console {
            notYet("console.listen", listen);
        }
    }

    /// Where accounts, bindings and the archive are kept.
    ///
    /// @param url `memory`, `jdbc:h2:…` or `jdbc:mysql:…`; empty: H2 in the data folder
    public record Database(String url, String user, Optional<Path> passwordFile) {}

    /// The key ring.
    ///
    /// @param dir empty: `keys` in the data folder
    public record Keys(Optional<Path> dir) {}

    /// The server's certificate; both empty: made and signed by a CA of our own.
    ///
    /// @param certificate PEM, the leaf first, then what lies between it and the root
    /// @param privateKey PEM, PKCS#8
    public record Tls(Optional<Path> certificate, Optional<Path> privateKey) {
        public Tls {
            if (certificate.isPresent() != privateKey.isPresent()) {
                throw new ConfigException(
                        certificate.isPresent() ? "tls.privateKey" : "tls.certificate",
                        "is missing: a certificate and its private key go together");
            }
        }
    }

    /// Who is believed.
    ///
    /// @param trusted networks (CIDR) that are neither challenged nor checked for identity
    /// @param md5Only how the User-Agent begins of phones that give up where SHA-256 is asked for too
    public record Security(List<String> trusted, List<String> md5Only) {}

    /// How long a registration lives (RFC 3261 §10.3).
    public record Registrar(
            Duration minExpires, Duration defaultExpires, Duration maxExpires, int maxContacts) {
        public Registrar {
            positive("registrar.minExpires", minExpires);
            if (minExpires.compareTo(defaultExpires) > 0) {
                throw new ConfigException(
                        "registrar.minExpires", "is above registrar.defaultExpires");
            }
            if (defaultExpires.compareTo(maxExpires) > 0) {
                throw new ConfigException(
                        "registrar.defaultExpires", "is above registrar.maxExpires");
            }
            if (maxContacts < 1 || maxContacts > 100) {
                throw new ConfigException("registrar.maxContacts", "must be 1 to 100");
            }
        }
    }

    /// How long a call may ring (RFC 3261 §16.6, timer C).
    public record Proxy(Duration timerC) {
        public Proxy {
            if (timerC.compareTo(Duration.ofMinutes(3)) <= 0) {
                throw new ConfigException(
                        "proxy.timerC", "must be more than 3m (RFC 3261 section 16.6)");
            }
        }
    }

    /// How many messages an account may send: `ratePerSecond` for ever, `burst` at once.
    public record Message(int ratePerSecond, int burst) {
        public Message {
            if (ratePerSecond < 1 || burst < 1) {
                throw new ConfigException(
                        ratePerSecond < 1 ? "message.ratePerSecond" : "message.burst",
                        "must be at least 1");
            }
        }
    }

    /// What one peer may use up.
    public record Limits(int connections, int connectionsPerAddress, int maxBodyBytes) {
        public Limits {
            if (connections < 1) {
                throw new ConfigException("limits.connections", "must be at least 1");
            }
            if (connectionsPerAddress < 1) {
                throw new ConfigException("limits.connectionsPerAddress", "must be at least 1");
            }
            if (maxBodyBytes < 1300 || maxBodyBytes > 64 << 20) {
                throw new ConfigException("limits.maxBodyBytes", "must be 1300 to 67108864");
            }
        }
    }

    /// What holds when nothing is set: loopback only, the embedded store.
    public static ServerConfig defaults(Path data) {
        return new ServerConfig(
                "localhost",
                data,
                new Listen(
                        "127.0.0.1:5060", "127.0.0.1:5060", "127.0.0.1:5061", "off", "off", "off"),
                new Https("off"),
                new Console("off"),
                new Database("", "earshot", Optional.empty()),
                new Keys(Optional.empty()),
                new Tls(Optional.empty(), Optional.empty()),
                new Security(List.of(), List.of("baresip v0.", "baresip v1.")),
                new Registrar(Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofHours(2), 10),
                new Proxy(Duration.ofSeconds(200)),
                new Message(200, 1000),
                new Limits(20_000, 1_000, 1 << 20));
    }

    /// The folder of the key ring.
    public Path keysDir() {
        return keys.dir().orElse(data.resolve("keys"));
    }

    /// The folder of the archive's anchor journal, outside the database.
    public Path anchorsDir() {
        return data.resolve("anchors");
    }

    /// Whether nothing is to survive the process.
    public boolean isInMemory() {
        return database.url().equals("memory");
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new ConfigException(key, "must be more than nothing");
        }
    }

    private static void notYet(String key, String value) {
        if (!value.equals("off")) {
            throw new ConfigException(
                    key, "is not served by this version; the only value it takes is off");
        }
    }
}
