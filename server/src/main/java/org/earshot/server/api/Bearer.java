package org.earshot.server.api;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.server.admin.Caller;
import org.earshot.server.token.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests that show a token instead of a session (RFC 6750 §2.1). No page of another site can make a browser send one, so that no CSRF
/// token is needed, and no cookie is made. Thread-safe.
final class Bearer {
    private static final Logger log = LoggerFactory.getLogger(Bearer.class);
    private static final String SCHEME = "Bearer ";

    /// What one network may show that is not good: thirty at once, then one every ten seconds.
    private static final TokenBucket.Limit UNKNOWN = new TokenBucket.Limit(0.1, 30);

    private final Tokens tokens;
    private final RateLimit<String> unknown;

    Bearer(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.unknown = new RateLimit<>(UNKNOWN, clock);
    }

    /// Whether a request shows a token, good or not: then no cookie counts. Credentials of another scheme are not for us: browsers send
    /// those of a proxy in front with everything.
    static boolean isShown(Context http) {
        return shown(http).isPresent();
    }

    /// Whose token a request shows.
    ///
    /// @throws ProblemException if it is nobody's now, or that can't be known
    Caller caller(Context http) throws ProblemException {
        String from = http.req().getRemoteAddr();
        Tokens.Good good =
                find(http)
                        .orElseThrow(() -> {
                            log.warn("a token that is not good was shown from {}", from);
                            http.header(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"earshot\", error=\"invalid_token\"");
                            return new ProblemException(
                                    401,
                                    "this token is not known, is over, was revoked, or its owner has no role any more");
                        });
        try {
            tokens.used(good.token(), from);
        } catch (StoreUnavailableException e) {
            log.debug("the use of a token could not be noted: {}", e.getMessage());
        }
        return new Caller(
                Optional.of(good.owner()),
                Optional.of(
                        new Caller.Token(
                                good.token().id().toString(),
                                good.token().name(),
                                good.token().scopes())),
                from);
    }

    /// Whether the token goes on to serve; nothing is done with it.
    boolean goesOn(Context http) {
        try {
            return shown(http).flatMap(tokens::find).isPresent();
        } catch (StoreUnavailableException e) {
            return true; // what is shown needs the database too
        }
    }

    private static Optional<String> shown(Context http) {
        return Optional.ofNullable(http.header("Authorization")).flatMap(Bearer::token);
    }

    /// The token of an Authorization field, empty if it is of another scheme.
    static Optional<String> token(String authorization) {
        return authorization.strip().equalsIgnoreCase(SCHEME.strip())
                ? Optional.of("")
                : Optional.of(authorization)
                        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                        .map(value -> value.substring(SCHEME.length()).strip());
    }

    /// Only what is not good is counted: nobody behind the same address can stop programs at work.
    private Optional<Tokens.Good> find(Context http) throws ProblemException {
        Optional<Tokens.Good> good;
        try {
            good = shown(http).flatMap(tokens::find);
        } catch (StoreUnavailableException e) {
            throw new ProblemException(503, String.valueOf(e.getMessage()));
        }
        if (good.isEmpty() && !unknown.tryTake(AddressBans.network(source(http)))) {
            http.header("Retry-After", "10");
            throw new ProblemException(
                    429, "too many tokens that are not good came from there: try again later");
        }
        return good;
    }

    /// Where a request comes from.
    static InetAddress source(Context http) {
        String host = http.req().getRemoteAddr();
        return InetAddress.ofLiteral(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }
}
