package org.earshot.server.web;

import io.javalin.http.Context;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.header.Header;
import org.earshot.common.account.Account;
import org.earshot.common.auth.Authentication;
import org.earshot.common.auth.DigestAuthenticator;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;

/// Who sends an HTTP request? Digest with the passwords of SIP (RFC 7616). Thread-safe.
public final class SignIn {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final DigestAuthenticator authenticator;
    private final String node;

    /// @param node names this start of this node, for the record
    public SignIn(DigestAuthenticator authenticator, String node) {
        this.authenticator = authenticator;
        this.node = node;
    }

    /// Somebody who signed in.
    ///
    /// @param flow the connection over which they come
    /// @param label of the password: "" for the account's own, else the name of the one phone that it was made for
    public record Known(Account account, Flow flow, String label) {
        /// Whether they may act for the account, and not only for one phone of it.
        public boolean isOwner() {
            return label.isEmpty();
        }
    }

    /// Whose request it is.
    ///
    /// @return empty: it has been answered
    /// @throws org.earshot.common.db.StoreUnavailableException if that can't be known now
    public Optional<Known> check(Context http) {
        if (isOfAnotherSite(http)) {
            http.status(403)
                    .contentType("text/plain; charset=utf-8")
                    .result("this request comes from another site\n");
            return Optional.empty();
        }
        String query = http.req().getQueryString();
        String target = http.req().getRequestURI() + (query == null ? "" : "?" + query);
        List<String> credentials = Collections.list(http.req().getHeaders("Authorization"));
        InetSocketAddress remote = remote(http);
        return switch (authenticator.authenticate(
                http.req().getMethod(), target, remote.getAddress(), credentials)) {
            case Authentication.Authenticated known ->
                    Optional.of(new Known(known.account(), flow(http, remote), known.label()));
            case Authentication.Challenged challenged -> {
                http.status(401);
                for (Header header : challenged.challenges()) {
                    String line = header.toString().strip();
                    http.res()
                            .addHeader(
                                    "WWW-Authenticate",
                                    line.substring(line.indexOf(':') + 1).strip());
                }
                yield Optional.empty();
            }
            case Authentication.Refused refused -> {
                http.status(refused.status()).result(refused.reason() + "\n");
                refused.retryAfter()
                        .ifPresent(pause ->
                                http.header("Retry-After", Long.toString(pause.toSeconds())));
                yield Optional.empty();
            }
        };
    }

    /// Browsers send the credentials that they know along with what any page asks for, and say where that comes from (Fetch Metadata;
    /// RFC 6454 §7, which old ones have too). No page is served here that asks for anything, and phones send neither. A link that somebody
    /// clicks, as to a file, may stand anywhere.
    private static boolean isOfAnotherSite(Context http) {
        String site = http.header("Sec-Fetch-Site");
        boolean reads = READING.contains(http.req().getMethod());
        boolean isLink = reads && "navigate".equals(http.header("Sec-Fetch-Mode"));
        return (site != null && !site.equals("none") && !site.equals("same-origin") && !isLink)
                || (!reads && http.header("Origin") != null);
    }

    private Flow flow(Context http, InetSocketAddress remote) {
        return new Flow(
                node,
                Transport.TLS,
                address(http.req().getLocalAddr(), http.req().getLocalPort()),
                remote,
                0);
    }

    private static InetSocketAddress remote(Context http) {
        return address(http.req().getRemoteAddr(), http.req().getRemotePort());
    }

    private static InetSocketAddress address(String host, int port) {
        String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new InetSocketAddress(java.net.InetAddress.ofLiteral(literal), port);
    }
}
