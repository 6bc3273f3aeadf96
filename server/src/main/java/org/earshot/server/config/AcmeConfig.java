package org.earshot.server.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.config.ConfigException;

/// A certificate of a public authority, which the server gets and renews by itself (ACME, RFC 8555); the section `tls.acme`.
///
/// @param directory the authority's directory (https), or `off`
/// @param agreeToTerms whether the administrator has read its terms and agrees; without that it gives nothing
/// @param email whom the authority tells of trouble; empty: nobody
/// @param names further names for the certificate, besides the domain
/// @param listen where the authority's questions are answered (RFC 8555 §8.3), over HTTP
/// @param trusted PEM, by whom the authority's own server is certified; empty: whom the system trusts
public record AcmeConfig(
        String directory,
        boolean agreeToTerms,
        String email,
        List<String> names,
        String listen,
        Optional<Path> trusted) {
    private static final String OFF = "off";
    private static final int MOST_NAMES = 50;

    public AcmeConfig {
        names = List.copyOf(names);
        if (!directory.equals(OFF)) {
            check(directory);
            if (!agreeToTerms) {
                throw new ConfigException(
                        "tls.acme.agreeToTerms",
                        "is false: read the terms of the authority behind tls.acme.directory, and set it to true if you agree");
            }
            if (ListenAddress.parse("tls.acme.listen", listen).isEmpty()) {
                throw new ConfigException(
                        "tls.acme.listen",
                        "is off: the authority asks for proof on port 80 of each name; set it to 0.0.0.0:80, or to where a proxy hands on /.well-known/acme-challenge/");
            }
        }
        if (names.size() > MOST_NAMES) {
            throw new ConfigException("tls.acme.names", "must be at most " + MOST_NAMES);
        }
        for (String name : names) {
            checkName("tls.acme.names", name);
        }
    }

    private static void check(String directory) {
        URI uri;
        try {
            uri = URI.create(directory);
        } catch (IllegalArgumentException e) {
            throw wrong(directory);
        }
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw wrong(directory);
        }
    }

    private static ConfigException wrong(String directory) {
        return new ConfigException(
                "tls.acme.directory",
                "\""
                        + directory
                        + "\" is neither off nor an https address such as https://acme-v02.api.letsencrypt.org/directory");
    }

    /// @throws ConfigException if no public authority certifies such a name
    static void checkName(String key, String name) {
        if (!name.matches(
                "(?i)(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")) {
            throw new ConfigException(
                    key,
                    "\""
                            + name
                            + "\" is no full host name, and tls.acme gets certificates for such names only");
        }
    }

    static AcmeConfig off() {
        return new AcmeConfig(OFF, false, "", List.of(), "0.0.0.0:80", Optional.empty());
    }

    public boolean isOn() {
        return !directory.equals(OFF);
    }

    /// Where the authority's questions are answered; none where it is off.
    public List<InetSocketAddress> addresses() {
        return isOn() ? ListenAddress.parse("tls.acme.listen", listen) : List.of();
    }

    /// What the certificate is to name, the domain first.
    public List<String> allNames(String domain) {
        List<String> all = new ArrayList<>(List.of(domain));
        names.stream().filter(name -> !all.contains(name)).forEach(all::add);
        return all;
    }
}
