package org.earshot.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

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

    private final Sessions sessions;

    Guard(Sessions sessions) {
        this.sessions = sessions;
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

    /// The session of a request by which nothing is done, such as one that a browser repeats by itself.
    ///
    /// @throws ProblemException if there is none
    Session looking(Context http) throws ProblemException {
        sameSite(http);
        return find(http, false)
                .orElseThrow(() ->
                        new ProblemException(401, "log in: there is no session, or it has ended"));
    }

    private Optional<Session> find(Context http, boolean counts) {
        return Optional.ofNullable(http.cookie(name(http)))
                .flatMap(token -> sessions.find(token, counts));
    }

    /// Whether the session goes on; nothing is done in it.
    boolean goesOn(Context http) {
        return find(http, false).isPresent();
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
