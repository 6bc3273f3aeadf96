package org.earshot.server;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.key.ServerTls;
import org.earshot.common.login.Person;
import org.earshot.server.admin.Administration;
import org.earshot.server.admin.Desk;
import org.earshot.server.admin.Supervision;
import org.earshot.server.api.AdminApi;
import org.earshot.server.api.ExportDownload;
import org.earshot.server.api.LiveFeed;
import org.earshot.server.api.LiveSources;
import org.earshot.server.api.Sessions;
import org.earshot.server.api.SetupLink;
import org.earshot.server.attempt.FailedLogins;
import org.earshot.server.monitor.Checkup;
import org.earshot.server.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts that the console is made of.
record Consoles(
        RunningConfig running,
        Stores stores,
        ServerStatus status,
        Administration administration,
        Supervision supervision,
        FailedLogins failed,
        SetupLink setup,
        Tracing tracing,
        InstantSource clock) {
    private static final Logger log = LoggerFactory.getLogger(Consoles.class);

    /// The API on what is monitored.
    ///
    /// @param messages accepted since the start
    AdminApi api(
            Monitoring.Sources from,
            DoubleSupplier messages,
            DoubleSupplier cpu,
            Checkup readiness,
            Optional<ServerTls> shown) {
        LiveSources live =
                new LiveSources(
                        stores.bindings()::totals,
                        messages,
                        stores.messages()::waiting,
                        from.events()::waiting,
                        from.node()::unanswered,
                        readiness::run,
                        () -> status.facts().get("warnings"),
                        () -> shown.map(Consoles::end),
                        cpu);
        return new AdminApi(
                new Desk(administration, supervision, running.now().data()),
                new Sessions(
                        stores.people()::login,
                        () -> running.now().console().sessionIdle(),
                        () -> running.now().console().sessionLongest(),
                        clock),
                stores.tokens(clock),
                failed,
                setup,
                new LiveFeed(live, administration, clock),
                new ExportDownload(running.now().data()),
                running.now().console().oidc(),
                running.now().domain(),
                tracing,
                clock);
    }

    private static Instant end(ServerTls tls) {
        return tls.certificate().chain().stream()
                .map(X509Certificate::getNotAfter)
                .map(java.util.Date::toInstant)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /// Makes the link for the first people with a role, where there is none yet.
    void welcome(String address) {
        try {
            List<Person> people = stores.people().list();
            if (people.isEmpty() && !administration.officers().hadOfficer()) {
                setup.issue(address);
                log.info(
                        "nobody can log in to the console yet: the link for the first administrator is in {}",
                        setup.file());
            }
        } catch (StoreUnavailableException e) {
            log.info(
                    "whether anybody can log in to the console is not known now ({}); earshot admin console-link makes a link for the first administrator",
                    e.getMessage());
        }
    }
}
