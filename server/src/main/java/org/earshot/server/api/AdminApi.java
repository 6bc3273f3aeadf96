package org.earshot.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.login.Person;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.admin.Caller;
import org.earshot.server.admin.Desk;
import org.earshot.server.admin.NotAllowedException;
import org.earshot.server.attempt.FailedLogin;
import org.earshot.server.attempt.FailedLogins;
import org.earshot.server.config.OidcConfig;
import org.earshot.server.token.Scope;
import org.earshot.server.token.Tokens;
import org.earshot.server.trace.Tracing;

/// `/api/v1`: what administrators, officers and auditors do, by HTTP. Thread-safe.
public final class AdminApi implements AutoCloseable {
    static final String BASE = "/api/v1";

    /// Logins at the same time; each waits for the one before, and costs 64 MiB and a moment.
    private static final int MOST_LOGINS = 8;

    /// What is answered elsewhere than here, and what is said then.
    private static final Map<Integer, String> BARE_WORDS =
            Map.of(
                    404,
                    "there is nothing of that name; /api/v1/openapi.json says what there is",
                    405,
                    "that can't be done with this; /api/v1/openapi.json says what can",
                    500,
                    "the server failed; its log says more",
                    503,
                    "the database or the record is away: try again later");

    private final Desk desk;
    private final Sessions sessions;
    private final Guard guard;
    private final FailedLogins failed;
    private final SetupLink setup;
    private final LiveFeed live;
    private final String domain;
    private final ExportDownload exports;
    private final Optional<OidcLogIn> oidc;
    private final Tracing tracing;
    private final Semaphore logins = new Semaphore(MOST_LOGINS);

    /// @param live what goes on
    /// @param exports where exports are made
    /// @param oidc whether people log in by an identity provider too
    public AdminApi(
            Desk desk,
            Sessions sessions,
            Tokens tokens,
            FailedLogins failed,
            SetupLink setup,
            LiveFeed live,
            ExportDownload exports,
            OidcConfig oidc,
            String domain,
            Tracing tracing,
            InstantSource clock) {
        this.tracing = tracing;
        this.desk = desk;
        this.sessions = sessions;
        this.guard = new Guard(sessions, new Bearer(tokens, clock));
        this.failed = failed;
        this.setup = setup;
        this.live = live;
        this.exports = exports;
        this.domain = domain;
        this.oidc =
                oidc.isOn()
                        ? Optional.of(
                                new OidcLogIn(oidc, desk, sessions, guard, failed, domain, clock))
                        : Optional.empty();
    }

    /// How many people have logged in.
    public int sessions() {
        return sessions.count();
    }

    /// Adds what is served.
    public void addTo(JavalinConfig config) {
        config.routes.before(Guard::headers);
        config.routes.exception(
                ProblemException.class,
                (problem, http) -> Json.problem(http, problem.status(), problem.getMessage()));
        config.routes.exception(
                AdminException.class,
                (problem, http) -> Json.problem(http, 422, problem.getMessage()));
        for (int status : BARE_WORDS.keySet()) {
            config.routes.error(status, AdminApi::explained);
        }
        config.routes.get(BASE + "/openapi.json", http -> Json.answer(http, OpenApi.document()));
        config.routes.get(BASE + "/session", this::session);
        config.routes.post(BASE + "/session", this::logIn);
        config.routes.delete(BASE + "/session", this::logOut);
        config.routes.get(BASE + "/session/ways", this::ways);
        oidc.ifPresent(one -> one.addTo(config));
        config.routes.post(BASE + "/setup", this::setUp);
        config.routes.get(BASE + "/live", this::live);
        config.routes.post(BASE + "/accounts/import", this::importAccounts);
        config.routes.post(BASE + "/accounts/export", this::exportPerson);
        config.routes.post(BASE + "/archive/export", this::export);
        config.routes.post(BASE + "/quarantine/fetch", this::fetch);
        for (Route route : Routes.all()) {
            config.routes.addHttpHandler(
                    HandlerType.findOrCreate(route.method()),
                    BASE + route.path(),
                    http ->
                            tracing.api(
                                    route.method(),
                                    BASE + route.path(),
                                    () -> http.status().getCode(),
                                    () -> carryOut(route, http)));
        }
    }

    /// An answer of the framework's, or of what all listeners have in common, says why as all of ours do.
    private static void explained(Context http) {
        if (http.path().startsWith(BASE + "/")
                && !String.valueOf(http.res().getContentType())
                        .startsWith("application/problem+json")) {
            int status = http.status().getCode();
            Json.problem(http, status, BARE_WORDS.get(status));
        }
    }

    private void carryOut(Route route, Context http) throws ProblemException {
        Caller caller = guard.caller(http, !route.isGet());
        Spoken spoken =
                Spoken.of(
                        route,
                        http,
                        route.isGet() ? Json.MAPPER.createObjectNode() : Json.body(http));
        Desk.Outcome.Done done = carryOut(caller, spoken);
        if (!done.warning().isEmpty()) {
            http.header("X-Earshot-Warning", done.warning().replaceAll("[^\\x20-\\x7e]", "?"));
        }
        http.contentType("application/json; charset=utf-8").result(QrCode.beside(done.json()));
    }

    private Desk.Outcome.Done carryOut(Caller caller, Spoken spoken) throws ProblemException {
        return done(desk.carryOut(caller, spoken.command(), spoken.input()));
    }

    static Desk.Outcome.Done done(Desk.Outcome outcome) throws ProblemException {
        return switch (outcome) {
            case Desk.Outcome.Done done -> done;
            case Desk.Outcome.Impossible(String why) -> throw new ProblemException(422, why);
            case Desk.Outcome.NotAllowed(String why) -> throw new ProblemException(403, why);
            case Desk.Outcome.Wrong(String why) -> throw new ProblemException(400, why);
            case Desk.Outcome.Later(String why) -> throw new ProblemException(503, why);
        };
    }

    private void session(Context http) throws ProblemException {
        Json.answer(http, describe(guard.session(http, false)));
    }

    /// How one may log in, besides by name, password and code.
    private void ways(Context http) {
        ObjectNode ways = Json.MAPPER.createObjectNode();
        oidc.ifPresent(one -> one.describe(ways));
        Json.answer(http, ways);
    }

    private ObjectNode describe(Session session) {
        ObjectNode facts =
                Json.MAPPER
                        .createObjectNode()
                        .put("name", session.person().name())
                        .put("role", session.person().role().text())
                        .put("domain", domain)
                        .put("csrf", session.csrf())
                        .put("idleSeconds", sessions.idle().toSeconds())
                        .put("endsAt", session.endsAt().toString());
        ArrayNode scopes = facts.putArray("scopes");
        Scope.of(session.person().role()).forEach(scope -> scopes.add(scope.text()));
        return facts;
    }

    private void logIn(Context http) throws ProblemException {
        guard.sameSite(http);
        ObjectNode body = Json.body(http);
        AdminRequest.Login login =
                new AdminRequest.Login(
                        text(body, "name"), text(body, "password"), text(body, "code"));
        if (!logins.tryAcquire()) {
            http.header("Retry-After", "2");
            throw new ProblemException(503, "too many log in at once: try again in a moment");
        }
        try {
            Person person = desk.logIn(login, http.req().getRemoteAddr());
            Sessions.Begun begun =
                    sessions.begin(person)
                            .orElseThrow(() ->
                                    new ProblemException(
                                            403, person.words() + " has just lost the role"));
            guard.give(http, begun);
            setup.end();
            Json.answer(http, describe(begun.session()));
        } catch (NotAllowedException e) {
            failed.failed(FailedLogin.Kind.CONSOLE, login.name(), Bearer.source(http));
            throw new ProblemException(401, e.getMessage());
        } catch (StoreUnavailableException | ArchiveUnavailableException e) {
            throw new ProblemException(503, String.valueOf(e.getMessage()));
        } finally {
            logins.release();
        }
    }

    private static String text(ObjectNode body, String name) throws ProblemException {
        if (!body.path(name).isTextual() || body.path(name).textValue().isEmpty()) {
            throw new ProblemException(400, name + " is missing");
        }
        return body.path(name).textValue();
    }

    private void logOut(Context http) throws ProblemException {
        guard.session(http, true);
        guard.end(http);
        http.status(204);
    }

    /// The first administrator and the first officer, by who has the link. Whether there may be another one is the command's rule.
    private void setUp(Context http) throws ProblemException {
        guard.sameSite(http);
        ObjectNode body = Json.body(http);
        if (!setup.fits(text(body, "token"))) {
            throw new ProblemException(
                    403, "this link serves no more: earshot admin console-link makes another one");
        }
        String role = text(body, "role");
        if (!List.of("administrator", "officer").contains(role)) {
            throw new ProblemException(400, "the first people are administrator and officer");
        }
        Desk.Outcome.Done done =
                done(
                        desk.carryOut(
                                new Caller(Optional.empty(), http.req().getRemoteAddr()),
                                List.of(
                                        "officer",
                                        "add",
                                        "--role=" + role,
                                        "--password-stdin",
                                        "--",
                                        text(body, "name")),
                                text(body, "password")));
        http.contentType("application/json; charset=utf-8").result(QrCode.beside(done.json()));
    }

    /// That it was looked at is in the record once, for as long as it is looked at.
    private void live(Context http) throws ProblemException {
        done(desk.carryOut(guard.looking(http), List.of("calls"), ""));
        live.serve(http, () -> guard.goesOn(http));
    }

    private void importAccounts(Context http) throws ProblemException {
        AccountImport.carryOut(desk, guard.caller(http, true), Json.body(http))
                .ifPresent(answer -> Json.answer(http, answer));
    }

    private void export(Context http) throws ProblemException {
        exports.serve(desk, guard.caller(http, true), http, Json.body(http));
    }

    private void exportPerson(Context http) throws ProblemException {
        exports.person(desk, guard.caller(http, true), http, Json.body(http));
    }

    private void fetch(Context http) throws ProblemException {
        exports.fetch(desk, guard.caller(http, true), http, Json.body(http));
    }

    @Override
    public void close() {
        oidc.ifPresent(OidcLogIn::close);
        live.close();
    }
}
