package org.earshot.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.earshot.server.admin.Caller;

/// Whose request is it, and did they mean it? Cookies go with what other sites send too: so whoever changes something shows a token that
/// no other site can read, and browsers say from which site they come.
final class Guard {
    /// Carries [Session#csrf].
    static final String CSRF = "X-Earshot-CSRF";

    /// Sent by a page that asks by itself: then the session is as idle as before.
    static final String BY_ITSELF = "X-Earshot-Automatic";

    private static final String COOKIE = "earshot-session";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// Half a year in which a browser asks this host by TLS alone (RFC 6797); nothing is said of hosts below it.
    private static final String BY_TLS_ALONE = "max-age=15552000";

    private final Sessions sessions;
    private final Bearer bearer;

    Guard(Sessions sessions, Bearer bearer) {
        this.sessions = sessions;
        this.bearer = bearer;
    }

    /// What every answer says to browsers: nothing of elsewhere, nowhere inside another page.
    static void headers(Context http) {
        http.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
                .header("Cache-Control", "no-store");
        if (isSecure(http)) {
            http.header("Strict-Transport-Security", BY_TLS_ALONE);
        }
    }

    /// @throws ProblemException if the request is of another site
    void sameSite(Context http) throws ProblemException {
        String origin = http.header("Origin");
        String site = http.header("Sec-Fetch-Site");
        boolean foreign =
                (origin != null && !origin.toLowerCase(Locale.ROOT).equals(own(http)))
                        || (site != null && !site.equals("same-origin") && !site.equals("none"));
        if (foreign) {
            throw new ProblemException(403, "this request comes from another site");
        }
    }

    private static String own(Context http) {
        String host = http.header("Host");
        return (isSecure(http) ? "https://" : "http://")
                + (host == null ? "" : host.toLowerCase(Locale.ROOT));
    }

    private static boolean isSecure(Context http) {
        return http.req().isSecure();
    }

    /// Who makes a request, by a token or by the session.
    ///
    /// @param changes whether it changes something
    /// @throws ProblemException if it is nobody, or they may not have meant it
    Caller caller(Context http, boolean changes) throws ProblemException {
        if (Bearer.isShown(http)) {
            sameSite(http);
            return bearer.caller(http);
        }
        return new Caller(Optional.of(session(http, changes).person()), http.req().getRemoteAddr());
    }

    /// The session of a request.
    ///
    /// @param changes whether it changes something
    /// @throws ProblemException if there is none, or they may not have meant it
    Session session(Context http, boolean changes) throws ProblemException {
        sameSite(http);
        Session session =
                find(http, http.header(BY_ITSELF) == null)
                        .orElseThrow(() ->
                                new ProblemException(
                                        401, "log in: there is no session, or it has ended"));
        if (changes && !isSame(http.header(CSRF), session.csrf())) {
            throw new ProblemException(
                    403, "the header " + CSRF + " does not have this session's token");
        }
        return session;
    }

    /// Who makes a request by which nothing is done, such as one that a browser repeats by itself.
    ///
    /// @throws ProblemException if it is nobody
    Caller looking(Context http) throws ProblemException {
        if (Bearer.isShown(http)) {
            return caller(http, false);
        }
        sameSite(http);
        Session session =
                find(http, false)
                        .orElseThrow(() ->
                                new ProblemException(
                                        401, "log in: there is no session, or it has ended"));
        return new Caller(Optional.of(session.person()), http.req().getRemoteAddr());
    }

    private Optional<Session> find(Context http, boolean counts) {
        return Optional.ofNullable(http.cookie(name(http)))
                .flatMap(token -> sessions.find(token, counts));
    }

    /// Whether the session goes on, or the token serves; nothing is done in it.
    boolean goesOn(Context http) {
        return Bearer.isShown(http) ? bearer.goesOn(http) : find(http, false).isPresent();
    }

    private static boolean isSame(String shown, String expected) {
        return shown != null
                && MessageDigest.isEqual(shown.getBytes(UTF_8), expected.getBytes(UTF_8));
    }

    /// Gives the cookie of a session, and ends the one that this browser had.
    void give(Context http, Sessions.Begun begun) {
        Optional.ofNullable(http.cookie(name(http))).ifPresent(sessions::end);
        cookie(http, begun.token(), "");
    }

    /// Ends the session of a request.
    void end(Context http) {
        Optional.ofNullable(http.cookie(name(http))).ifPresent(sessions::end);
        cookie(http, "", "; Max-Age=0");
    }

    private static void cookie(Context http, String value, String more) {
        http.res()
                .addHeader(
                        "Set-Cookie",
                        name(http)
                                + "="
                                + value
                                + "; Path=/; HttpOnly; SameSite=Strict"
                                + (isSecure(http) ? "; Secure" : "")
                                + more);
    }

    /// A cookie of this prefix is taken over TLS from this very host only.
    private static String name(Context http) {
        return (isSecure(http) ? "__Host-" : "") + COOKIE;
    }
}
