package org.earshot.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.config.ConfigException;

/// What administrators and their tools reach by HTTP: the section `console`.
///
/// @param listen `HOST:PORT`, several separated by commas, or `off`; empty: [#STANDARD], or another port of loopback where that is taken
/// @param sessionIdle how long a session lasts in which nothing is done
/// @param sessionLongest how long one lasts at most
/// @param oidc whether people log in by an identity provider too
/// @param tokenFile holds what whoever comes from elsewhere must show; needed where an address is not loopback
public record ConsoleConfig(
        String listen,
        Optional<Path> tokenFile,
        Duration sessionIdle,
        Duration sessionLongest,
        OidcConfig oidc) {
    private static final String KEY = "console.listen";
    private static final String STANDARD = "127.0.0.1:5080";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{20,255}=*");

    private static final Duration LONGEST = Duration.ofHours(24);

    /// With sessions as they are when nobody has set them.
    public ConsoleConfig(String listen, Optional<Path> tokenFile) {
        this(listen, tokenFile, Duration.ofMinutes(20), Duration.ofHours(10), OidcConfig.off());
    }

    public ConsoleConfig {
        if (sessionIdle.compareTo(Duration.ofSeconds(1)) < 0
                || sessionIdle.compareTo(sessionLongest) > 0) {
            throw new ConfigException(
                    "console.sessionIdle",
                    "must be 1s or more, and not above console.sessionLongest");
        }
        if (sessionLongest.compareTo(LONGEST) > 0) {
            throw new ConfigException("console.sessionLongest", "must be 24h or less");
        }
        listen = listen.strip();
        boolean fromElsewhere = parse(listen).stream().anyMatch(ConsoleConfig::isForOthers);
        if (fromElsewhere && tokenFile.isEmpty()) {
            throw new ConfigException(
                    "console.tokenFile",
                    "is missing: console.listen can be reached from other machines, and what it says is for whoever has the token");
        }
        if (!fromElsewhere && tokenFile.isPresent()) {
            throw new ConfigException(
                    "console.tokenFile",
                    "is for who comes from other machines, and console.listen is on loopback");
        }
    }

    private static List<InetSocketAddress> parse(String listen) {
        return ListenAddress.parse(KEY, listen.isEmpty() ? STANDARD : listen);
    }

    /// Where it is served; none: it is not.
    public List<InetSocketAddress> addresses() {
        return parse(listen);
    }

    /// Whether nobody has said where: then another port is as good.
    public boolean isUnset() {
        return listen.isEmpty();
    }

    /// Whether other machines may reach an address: there it is served over TLS alone.
    public static boolean isForOthers(InetSocketAddress address) {
        return !address.getAddress().isLoopbackAddress();
    }

    /// Whether anything of it needs a certificate.
    public boolean isSecureServed() {
        return addresses().stream().anyMatch(ConsoleConfig::isForOthers);
    }

    /// What whoever comes from other machines must show. Reads the file.
    ///
    /// @throws ConfigException if that can't be used
    public Optional<String> token() {
        return tokenFile.map(
                file -> SecretFile.read("console.tokenFile", file, ConsoleConfig::token));
    }

    private static String token(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "the token is one line of 20 to 255 letters, digits and ._~+/-, such as of openssl rand -hex 32");
        }
        return text;
    }
}
