package org.earshot.server.msrprelay;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpUri;

/// Who may be reached by which URI, and over which connection: decides, and knows no socket. One end of whatever passes is always
/// an account of ours. Thread-safe.
///
/// @param <L> a connection
final class RelayTable<L> {
    /// Connections that may speak to one URI: a call's other end, and its other end after a break.
    private static final int MOST_PEERS = 8;

    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int TOKEN = 26; // 154 bits

    private final int perAccount;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Lease<L>> leases = new HashMap<>(); // by token
    private final Map<L, Set<L>> partners = new HashMap<>(); // who has spoken to whom

    /// A URI that we gave to an account.
    private static final class Lease<L> {
        private final AddressOfRecord account;
        private final MsrpUri uri;
        private final L owner;
        private final Map<String, L> peers = new LinkedHashMap<>(); // by their URI
        private Instant expires;

        Lease(AddressOfRecord account, MsrpUri uri, L owner, Instant expires) {
            this.account = account;
            this.uri = uri;
            this.owner = owner;
            this.expires = expires;
        }
    }

    /// Where a request goes.
    sealed interface Route<L> {
        /// To this connection, with these paths.
        record To<L>(L next, List<MsrpUri> toPath, List<MsrpUri> fromPath) implements Route<L> {}

        /// Nowhere.
        record Refused<L>(int status, String comment) implements Route<L> {}
    }

    /// @param perAccount how many URIs an account may have at a time
    RelayTable(int perAccount, InstantSource clock) {
        this.perAccount = perAccount;
        this.clock = clock;
    }

    /// Gives a URI to an account, or prolongs the one that it has on this connection by that name.
    ///
    /// @return empty if it has too many
    synchronized Optional<MsrpUri> grant(
            AddressOfRecord account, L owner, String host, int port, Duration life) {
        expire();
        Instant expires = clock.instant().plus(life);
        Optional<Lease<L>> held =
                leases.values().stream()
                        .filter(lease ->
                                lease.owner.equals(owner)
                                        && lease.account.equals(account)
                                        && lease.uri.host().equals(host)
                                        && lease.uri.portOrDefault() == port)
                        .findFirst();
        if (held.isPresent()) {
            held.get().expires = expires;
            return Optional.of(held.get().uri);
        }
        if (leases.values().stream().filter(lease -> lease.account.equals(account)).count()
                >= perAccount) {
            return Optional.empty();
        }
        String token =
                random.ints(TOKEN, 0, LETTERS.length())
                        .collect(
                                StringBuilder::new,
                                (text, i) -> text.append(LETTERS.charAt(i)),
                                StringBuilder::append)
                        .toString();
        MsrpUri uri =
                new MsrpUri(true, Optional.empty(), host, OptionalInt.of(port), token, "tcp", "");
        leases.put(token, new Lease<>(account, uri, owner, expires));
        return Optional.of(uri);
    }

    /// Where a request that came over this connection goes (RFC 4976 §6.4).
    synchronized Route<L> route(MsrpFrame frame, L from) {
        List<MsrpUri> to = frame.toPath();
        Optional<Lease<L>> first = lease(to.getFirst());
        if (first.isEmpty() || to.size() < 2) {
            return new Route.Refused<>(481, "no such session");
        }
        Lease<L> lease = first.get();
        if (!lease.owner.equals(from)) {
            return inbound(lease, frame, from);
        }
        Optional<Lease<L>> second = lease(to.get(1));
        if (second.isPresent() && to.size() > 2) {
            return checked(
                    from,
                    second.get().owner,
                    to.subList(2, to.size()),
                    List.of(second.get().uri, lease.uri),
                    frame);
        }
        L peer = lease.peers.get(to.get(1).toString());
        return peer == null
                ? new Route.Refused<>(403, "nobody is connected from there, and we connect to none")
                : checked(from, peer, to.subList(1, to.size()), List.of(lease.uri), frame);
    }

    private Route<L> inbound(Lease<L> lease, MsrpFrame frame, L from) {
        String key = frame.fromPath().getFirst().toString();
        L known = lease.peers.get(key);
        if (known != null && !known.equals(from)) {
            return new Route.Refused<>(506, "it has a connection");
        }
        if (known == null && lease.peers.size() >= MOST_PEERS) {
            return new Route.Refused<>(403, "too many speak to it");
        }
        lease.peers.put(key, from);
        return checked(
                from,
                lease.owner,
                frame.toPath().subList(1, frame.toPath().size()),
                List.of(lease.uri),
                frame);
    }

    private Route<L> checked(
            L from, L next, List<MsrpUri> to, List<MsrpUri> passed, MsrpFrame frame) {
        List<MsrpUri> fromPath = new ArrayList<>(passed);
        fromPath.addAll(frame.fromPath());
        if (next.equals(from) || fromPath.size() > MsrpUri.MOST_HOPS) {
            return new Route.Refused<>(403, "that way leads nowhere");
        }
        partners.computeIfAbsent(from, _ -> new HashSet<>()).add(next);
        partners.computeIfAbsent(next, _ -> new HashSet<>()).add(from);
        return new Route.To<>(next, List.copyOf(to), fromPath);
    }

    private Optional<Lease<L>> lease(MsrpUri uri) {
        return Optional.ofNullable(leases.get(uri.session()))
                .filter(lease -> lease.uri.isSame(uri) && lease.expires.isAfter(clock.instant()));
    }

    /// Forgets a connection that has ended.
    ///
    /// @return connections that have nobody left to speak to
    synchronized Set<L> left(L gone) {
        leases.values().removeIf(lease -> lease.owner.equals(gone));
        leases.values().forEach(lease -> lease.peers.values().removeIf(gone::equals));
        Set<L> alone = new HashSet<>();
        Set<L> spoken = partners.remove(gone);
        for (L other : spoken == null ? Set.<L>of() : spoken) {
            Set<L> rest = partners.get(other);
            rest.remove(gone);
            if (rest.isEmpty()
                    && leases.values().stream().filter(l -> l.owner.equals(other)).count() <= 1) {
                alone.add(other);
            }
        }
        return alone;
    }

    /// Forgets what has expired.
    synchronized void expire() {
        Instant now = clock.instant();
        leases.values().removeIf(lease -> !lease.expires.isAfter(now));
    }

    /// URIs that hold.
    synchronized int size() {
        expire();
        return leases.size();
    }
}
