package org.earshot.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.config.ConfigException;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.TrustedNetworks;
import org.earshot.proxy.route.NumberPattern;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkLogin;

/// A way to the telephone network; one of the sections in the list `trunks`.
///
/// @param name by which the dial plan names it; also of the file with its password
/// @param host a name or a numeric address
/// @param port 0: the name servers say by SRV where a name is, and with which port (RFC 3263); where they know of none, that of the transport
/// @param transport how it is reached
/// @param domain what stands behind the @ there; "": the host
/// @param user for who is challenged, with the password in `DATA/trunks/NAME.secret`; "": it knows us by our address
/// @param register whether we register there
/// @param maxCalls at once
/// @param from networks (CIDR) from which its calls come
/// @param certificate whether calls are its too that come over TLS from whoever shows a trusted certificate of the domain
/// @param number what the called see of callers without a number of their own
/// @param identity how they are told who calls
/// @param keepAlive how often it is asked whether it is there; zero: never
/// @param answerWithin how long a call waits for its first word
public record TrunkConfig(
        String name,
        String host,
        int port,
        Transports transport,
        String domain,
        String user,
        boolean register,
        int maxCalls,
        List<String> from,
        boolean certificate,
        String number,
        Trunk.Identity identity,
        Duration keepAlive,
        Duration answerWithin) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern HOST =
            Pattern.compile(
                    "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9+._-]{0,64}");
    private static final String NO_HOST = "trunk.invalid";
    private static final String NO_NUMBER = "+0";
    private static final int LAST_PORT = 65_535;
    private static final int MOST_CALLS = 10_000;

    /// How a trunk is reached.
    public enum Transports {
        UDP,
        TCP,
        TLS
    }

    public TrunkConfig {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException("name", "is 1 to 32 small letters, digits and -");
        }
        if (!HOST.matcher(host).matches()) {
            throw new ConfigException(
                    "host",
                    "is a name or a numeric address, IPv6 in brackets; the port stands in port");
        }
        if (!domain.isEmpty() && !HOST.matcher(domain).matches()) {
            throw new ConfigException("domain", "is a name or a numeric address");
        }
        if (port < 0 || port > LAST_PORT) {
            throw new ConfigException("port", "must be 0 to 65535");
        }
        if (!USER.matcher(user).matches()) {
            throw new ConfigException("user", "is letters, digits and +._-, 64 at most");
        }
        if (register && user.isEmpty()) {
            throw new ConfigException("register", "needs a login: set user");
        }
        if (maxCalls < 1 || maxCalls > MOST_CALLS) {
            throw new ConfigException("maxCalls", "must be 1 to 10000");
        }
        try {
            TrustedNetworks.of(from);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "from",
                    e.getMessage() + "; networks are written 192.0.2.0/24 or 2001:db8::/32");
        }
        from = List.copyOf(from);
        if (certificate && transport != Transports.TLS) {
            throw new ConfigException("certificate", "needs transport: tls");
        }
        if (!isNumber(number)) {
            throw new ConfigException(
                    "number", "is what the called see, such as +4930123450, and must be there");
        }
        between("keepAlive", keepAlive, Duration.ofSeconds(1), true);
        between("answerWithin", answerWithin, Duration.ofMillis(500), false);
    }

    private static boolean isNumber(String text) {
        try {
            return NumberPattern.of(text).isExact();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void between(String key, Duration value, Duration least, boolean orZero) {
        boolean right = value.compareTo(least) >= 0 && value.compareTo(Duration.ofHours(1)) <= 0;
        if (!right && !(orZero && value.isZero())) {
            throw new ConfigException(
                    key, "must be " + least.toMillis() + "ms to 1h" + (orZero ? ", or 0s" : ""));
        }
    }

    /// What holds where a section names no other.
    static TrunkConfig template() {
        return new TrunkConfig(
                "trunk",
                NO_HOST,
                0,
                Transports.UDP,
                "",
                "",
                false,
                30,
                List.of(),
                false,
                NO_NUMBER,
                Trunk.Identity.ASSERTED,
                Duration.ofSeconds(30),
                Duration.ofSeconds(6));
    }

    /// The key that has no value of use unless somebody sets it.
    Optional<String> missing() {
        return host.equals(NO_HOST)
                ? Optional.of("host")
                : number.equals(NO_NUMBER) ? Optional.of("number") : Optional.empty();
    }

    /// Where the password stands.
    Path secretFile(Path data) {
        return data.resolve("trunks").resolve(name + ".secret");
    }

    private TrunkLogin login(Path data) {
        return SecretFile.read(
                "trunks: the password of " + name,
                secretFile(data),
                text -> new TrunkLogin(user, text));
    }

    /// The same for the proxy. Reads the password.
    ///
    /// @param data the server's data folder
    /// @throws ConfigException if that can't be used
    public Trunk trunk(Path data) {
        Transport way = Transport.valueOf(transport.name());
        return new Trunk(
                name,
                LocalDomain.canonical(host),
                port == 0 ? way.defaultPort() : port,
                port == 0 && !isNumeric(host),
                way,
                domain.isEmpty() ? host.toLowerCase(Locale.ROOT) : domain.toLowerCase(Locale.ROOT),
                user.isEmpty() ? Optional.empty() : Optional.of(login(data)),
                register,
                maxCalls,
                from,
                certificate,
                number,
                identity,
                keepAlive,
                answerWithin);
    }

    private static boolean isNumeric(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    /// As a section of the file has it, on one line, for administrators.
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add("name: " + name);
        words.add("host: " + host);
        words.add("port: " + port);
        words.add("transport: " + transport.name().toLowerCase(Locale.ROOT));
        words.add("domain: " + domain);
        words.add("user: " + user);
        words.add("register: " + register);
        words.add("maxCalls: " + maxCalls);
        words.add("from: " + from);
        words.add("certificate: " + certificate);
        words.add("number: " + number);
        words.add("identity: " + identity.name().toLowerCase(Locale.ROOT));
        words.add("keepAlive: " + keepAlive.toMillis() + "ms");
        words.add("answerWithin: " + answerWithin.toMillis() + "ms");
        return "{" + String.join(", ", words) + "}";
    }
}
