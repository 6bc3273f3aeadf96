package org.earshot.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.login.Person;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.AnotherIdentityException;
import org.earshot.server.admin.Desk;
import org.earshot.server.admin.NotAllowedException;
import org.earshot.server.attempt.FailedLogin;
import org.earshot.server.attempt.FailedLogins;
import org.earshot.server.config.OidcConfig;
import org.earshot.server.oidc.Attempt;
import org.earshot.server.oidc.Attempts;
import org.earshot.server.oidc.OidcClient;
import org.earshot.server.oidc.OidcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs people in by the organisation's identity provider: a browser goes there and comes back with a code. Which of them have a role is said here, not there. Thread-safe.
final class OidcLogIn implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OidcLogIn.class);
    private static final String COOKIE = "earshot-oidc";
    private static final int LONGEST_PARAMETER = 4096;

    private final OidcConfig config;
    private final OidcClient client;
    private final Attempts attempts;
    private final Desk desk;
    private final Sessions sessions;
    private final Guard guard;
    private final FailedLogins failed;
    private final String domain;

    OidcLogIn(
            OidcConfig config,
            Desk desk,
            Sessions sessions,
            Guard guard,
            FailedLogins failed,
            String domain,
            InstantSource clock) {
        this.config = config;
        this.client = new OidcClient(config, clock);
        this.attempts = new Attempts(clock);
        this.desk = desk;
        this.sessions = sessions;
        this.guard = guard;
        this.failed = failed;
        this.domain = domain;
    }

    void addTo(JavalinConfig routes) {
        routes.routes.get(AdminApi.BASE + "/session/oidc", this::begin);
        routes.routes.get(OidcClient.CALLBACK, this::end);
    }

    /// What the page of the login says of it.
    void describe(ObjectNode ways) {
        ways.put("oidc", config.label());
    }

    private void begin(Context http) {
        try {
            Attempt attempt = attempts.begin();
            String there = client.begin(attempt).toString();
            cookie(http, attempt.browser(), 600);
            http.redirect(there);
        } catch (OidcException e) {
            log.warn("nobody can log in by {}: {}", config.issuer(), e.getMessage());
            back(http, "unavailable");
        }
    }

    private void end(Context http) {
        Optional<Attempt> attempt =
                attempts.end(
                        parameter(http, "state"),
                        Optional.ofNullable(http.cookie(name(http))).orElse(""));
        cookie(http, "", 0);
        if (attempt.isEmpty()) {
            back(http, "again");
            return;
        }
        String code = parameter(http, "code");
        if (code.isEmpty()) {
            log.info("{} let nobody in: {}", config.issuer(), error(parameter(http, "error")));
            back(http, "refused");
            return;
        }
        String claimed = "";
        try {
            OidcClient.Who who = client.end(attempt.get(), code);
            claimed = who.name();
            Person person =
                    desk.logInBy(
                            named(claimed),
                            who.identity(),
                            config.allowed(),
                            http.req().getRemoteAddr());
            Optional<Sessions.Begun> begun = sessions.begin(person);
            if (begun.isEmpty()) {
                back(http, "refused");
                return;
            }
            guard.give(http, begun.get());
            http.redirect("/");
        } catch (OidcException e) {
            log.warn("a login by {} failed: {}", config.issuer(), e.getMessage());
            back(http, "failed");
        } catch (NotAllowedException e) {
            failed.failed(FailedLogin.Kind.CONSOLE, named(claimed), Bearer.source(http));
            back(http, e instanceof AnotherIdentityException ? "another" : "unknown");
        } catch (AdminException | StoreUnavailableException | ArchiveUnavailableException e) {
            log.warn("a login by {} can't be recorded: {}", config.issuer(), e.getMessage());
            back(http, "unavailable");
        }
    }

    /// `alice` of `alice@example.org`, if that is this domain.
    private String named(String claimed) {
        String own = "@" + domain;
        return claimed.length() > own.length()
                        && claimed.regionMatches(
                                true, claimed.length() - own.length(), own, 0, own.length())
                ? claimed.substring(0, claimed.length() - own.length())
                : claimed;
    }

    private static String parameter(Context http, String name) {
        return Optional.ofNullable(http.queryParam(name))
                .filter(value -> value.length() <= LONGEST_PARAMETER)
                .orElse("");
    }

    /// A word of RFC 6749 §4.1.2.1.
    private static String error(String text) {
        return text.matches("[a-z_]{1,40}") ? text : "it did not say why";
    }

    private static void back(Context http, String why) {
        http.redirect("/#login=" + why);
    }

    /// Lax: the browser comes back from another site.
    private static void cookie(Context http, String value, int seconds) {
        http.res()
                .addHeader(
                        "Set-Cookie",
                        name(http)
                                + "="
                                + value
                                + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                                + seconds
                                + (http.req().isSecure() ? "; Secure" : ""));
    }

    private static String name(Context http) {
        return (http.req().isSecure() ? "__Host-" : "") + COOKIE;
    }

    @Override
    public void close() {
        client.close();
    }
}
