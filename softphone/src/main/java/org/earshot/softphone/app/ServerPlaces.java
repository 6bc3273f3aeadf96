package org.earshot.softphone.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.earshot.common.dns.ServiceNames;
import org.earshot.common.dns.ServiceOrder;
import org.earshot.common.stack.Destination;

/// Where a domain has its SIP servers, as its SRV records say (RFC 3263 §4.2, RFC 2782). Any thread.
final class ServerPlaces {
    /// More are not tried.
    private static final int MOST = 16;

    private final ServiceNames names;
    private final Executor threads;
    private final RandomGenerator lot;

    /// @param threads to wait for the name server on
    ServerPlaces(ServiceNames names, Executor threads, RandomGenerator lot) {
        this.names = names;
        this.threads = threads;
        this.lot = lot;
    }

    /// As [org.earshot.softphone.ua.Signalling#places].
    CompletionStage<List<Destination.Address>> of(Destination.Address domain) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return find(domain);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    private List<Destination.Address> find(Destination.Address domain) throws IOException {
        Optional<List<ServiceNames.Service>> records = names.services(name(domain));
        if (records.isEmpty() || records.get().isEmpty()) {
            return List.of(domain);
        }
        List<Destination.Address> places =
                ServiceOrder.of(records.get(), lot).stream()
                        .filter(one -> !one.target().isEmpty() && one.port() > 0)
                        .limit(MOST)
                        .map(one ->
                                // whoever answers for name servers names a host, and no other
                                // domain
                                new Destination.Address(
                                        domain.transport(),
                                        one.target(),
                                        one.port(),
                                        domain.certificateDomain()))
                        .toList();
        if (places.isEmpty()) {
            throw new IOException(
                    "the domain says that it has no server for " + domain.transport().name());
        }
        return places;
    }

    private static String name(Destination.Address domain) {
        return switch (domain.transport()) {
                    case TLS -> "_sips._tcp.";
                    case TCP -> "_sip._tcp.";
                    case UDP -> "_sip._udp.";
                    case WS -> "_sip._ws.";
                    case WSS -> "_sips._ws.";
                }
                + domain.host();
    }
}
