package org.earshot.common.websocket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whose web pages may open a WebSocket to us (RFC 6455 §4.2.2, §10.2; RFC 6454). A browser tells where a page came
/// from and can't be made to lie by the page. Who is no browser sends no Origin, or any; against those stands the
/// password. Immutable.
public final class AllowedOrigins {
    /// Nobody's pages; only who sends no Origin.
    public static final AllowedOrigins NONE = new AllowedOrigins(Set.of(), Optional.empty());

    private final Set<String> origins;
    private final Optional<String> host;

    private AllowedOrigins(Set<String> origins, Optional<String> host) {
        this.origins = origins;
        this.host = host;
    }

    /// Pages that came by HTTPS from a host, at any port, and those of further origins.
    ///
    /// @param host such as our domain
    /// @param origins as browsers write them, such as `https://phone.example.org` or `http://127.0.0.1:8080`
    /// @throws IllegalArgumentException for what is no origin; the message says how one looks
    public static AllowedOrigins of(String host, List<String> origins) {
        Set<String> canonical = new HashSet<>();
        for (String origin : origins) {
            canonical.add(
                    canonical(origin)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "\""
                                                    + origin
                                                    + "\" is no origin: write it as https://phone.example.org, with a port where it has one and no path")));
        }
        return new AllowedOrigins(
                Set.copyOf(canonical), Optional.of(host.toLowerCase(Locale.ROOT)));
    }

    /// @param origin the Origin field; empty if there was none
    boolean allows(Optional<String> origin) {
        return origin.isEmpty() || canonical(origin.get()).filter(this::isAllowed).isPresent();
    }

    private boolean isAllowed(String canonical) {
        return origins.contains(canonical)
                || host.filter(h -> URI.create(canonical).getHost().equals(h))
                        .filter(_ -> canonical.startsWith("https:"))
                        .isPresent();
    }

    /// Scheme, host and port, without the port that the scheme means anyway (RFC 6454 §6.2).
    private static Optional<String> canonical(String origin) {
        try {
            URI uri = new URI(origin.strip().toLowerCase(Locale.ROOT));
            boolean http = "http".equals(uri.getScheme());
            if ((!http && !"https".equals(uri.getScheme()))
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || !uri.getRawPath().isEmpty()
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                return Optional.empty();
            }
            int port = uri.getPort() == (http ? 80 : 443) ? -1 : uri.getPort();
            return Optional.of(
                    uri.getScheme() + "://" + uri.getHost() + (port < 0 ? "" : ":" + port));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
