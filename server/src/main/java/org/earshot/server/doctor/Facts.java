package org.earshot.server.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was found on a machine.
///
/// @param domain the configuration's
/// @param running whether the server runs
/// @param listeners where it is to listen, by the configuration's key
/// @param taken the keys of those whose port another program has (a server that does not run), or that do not answer (one that does)
/// @param names what the domain's names stand for; empty: no phones are to come by them
/// @param certificate what phones are shown; empty: none yet, or TLS is off
/// @param data the mode of the data folder, such as `rwx------`; empty: it is not there yet
/// @param roomBytes free where the data lie
/// @param keyRing why keys and configuration do not fit; empty: they do, or there are none yet
/// @param backups empty: there is no database yet that the command backs up
/// @param database empty: it is embedded, and has no settings but ours
/// @param custodian empty: there is none
/// @param console of a server that runs, each address that is set
/// @param relays STUN and TURN servers that phones are told of
public record Facts(
        String domain,
        boolean running,
        Map<String, InetSocketAddress> listeners,
        List<String> taken,
        Optional<NameFacts> names,
        Optional<Certificate> certificate,
        Optional<String> data,
        long roomBytes,
        Optional<String> keyRing,
        Optional<Backups> backups,
        ClockFacts clock,
        Optional<DatabaseFacts> database,
        Optional<CustodianFacts> custodian,
        List<ConsoleFacts> console,
        List<RelayFacts> relays) {
    public Facts {
        listeners = Map.copyOf(listeners);
        taken = List.copyOf(taken);
        console = List.copyOf(console);
        relays = List.copyOf(relays);
    }

    /// Backups that `admin backup` made on this machine.
    ///
    /// @param daysAgo whole days since the last one; empty: there was none
    public record Backups(Optional<Long> daysAgo) {}

    /// A certificate.
    ///
    /// @param namesDomain whether it names the domain (RFC 5922)
    /// @param daysLeft negative: it has ended
    /// @param lifeDays from its begin to its end
    public record Certificate(boolean namesDomain, long daysLeft, long lifeDays, Source source) {
        private static final int SOON_DAYS = 14;
        private static final int SOON_DAYS_OF_OURS = 3;

        /// Who renews it.
        public enum Source {
            /// The administrator, who gave it.
            GIVEN,
            /// The server, by its own authority.
            OURS,
            /// The server, by a public authority (`tls.acme`).
            AUTHORITY,
            /// The server's own, while the public authority has given none.
            INSTEAD
        }

        /// @param names of which it should have one
        static Certificate of(X509Certificate shown, List<String> names, Source source, Instant now)
                throws CertificateException {
            Collection<List<?>> all = shown.getSubjectAlternativeNames();
            boolean has =
                    all != null
                            && all.stream()
                                    .map(name -> String.valueOf(name.get(1)))
                                    .anyMatch(names::contains);
            Instant end = shown.getNotAfter().toInstant();
            return new Certificate(
                    has,
                    Duration.between(now, end).toDays(),
                    Duration.between(shown.getNotBefore().toInstant(), end).toDays(),
                    source);
        }

        /// Whether it ends so soon that somebody should look: another one should long be there.
        boolean endsSoon() {
            return daysLeft
                    < switch (source) {
                        case GIVEN -> SOON_DAYS;
                        case OURS, INSTEAD -> SOON_DAYS_OF_OURS;
                        case AUTHORITY -> Math.max(1, lifeDays / 6); // due when a third is left
                    };
        }

        /// What to do about its end.
        String renewal() {
            return switch (source) {
                case GIVEN -> "renew it, and put it where tls.certificate and tls.privateKey say";
                case OURS -> "start the server anew: it issues a new one";
                case AUTHORITY, INSTEAD ->
                        "see in the log why the authority gave none (AcmeRenewal): port 80 of each name must lead to tls.acme.listen";
            };
        }
    }

    /// Whether phones on other machines are to come.
    boolean isServed() {
        return listeners.values().stream().anyMatch(at -> !at.getAddress().isLoopbackAddress());
    }

    /// Whether all that listens for others does so at private addresses (RFC 1918, unique local ones of IPv6).
    boolean isPrivate() {
        return listeners.values().stream()
                .map(InetSocketAddress::getAddress)
                .filter(at -> !at.isLoopbackAddress())
                .allMatch(Facts::isPrivate);
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address.getAddress().length == 16 && (address.getAddress()[0] & 0xFE) == 0xFC);
    }
}
