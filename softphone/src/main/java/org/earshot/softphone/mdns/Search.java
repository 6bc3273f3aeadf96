package org.earshot.softphone.mdns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Looks for services of one type, or for the addresses of one host: asks three times (RFC 6762 §5.2) and puts the answers together. Holds
/// only so much, however much is answered. Times as in [Announcement]. Used by one thread.
final class Search {
    private static final int MOST_SERVICES = 64;
    private static final int MOST_HOSTS = 64;
    private static final int MOST_ADDRESSES = 4;
    private static final long[] PAUSES = {1000, 2000, Announcement.NEVER};
    private static final long KNOWN_TTL = 4500;

    private final DnsName wanted;
    private final boolean host;
    private final Predicate<DnsName> isOurs;
    private final Consumer<List<Found>> found;
    private final Map<DnsName, Optional<DnsRecord.Service>> services = new LinkedHashMap<>();
    private final Map<DnsName, Set<InetAddress>> addresses = new LinkedHashMap<>();
    private List<Found> told = List.of();
    private int asked;
    private long next;

    private Search(
            DnsName wanted,
            boolean host,
            Predicate<DnsName> isOurs,
            Consumer<List<Found>> found,
            long now) {
        this.wanted = wanted;
        this.host = host;
        this.isOurs = isOurs;
        this.found = found;
        next = now;
    }

    /// @param isOurs whether a service is our own, which needs not be found
    /// @param found gets all so far whenever one more is
    static Search forServices(
            DnsName type, Predicate<DnsName> isOurs, Consumer<List<Found>> found, long now) {
        return new Search(type, false, isOurs, found, now);
    }

    /// @param found gets the host's addresses
    static Search forHost(DnsName name, Consumer<List<Found>> found, long now) {
        return new Search(name, true, _ -> false, found, now);
    }

    /// When [#tick] has something to do.
    long next() {
        return next;
    }

    /// The next question, if it is time.
    Optional<DnsMessage> tick(long now) {
        if (now < next) {
            return Optional.empty();
        }
        long pause = PAUSES[Math.min(asked, PAUSES.length - 1)];
        next = pause == Announcement.NEVER ? pause : now + pause;
        asked++;
        return Optional.of(question());
    }

    private DnsMessage question() {
        if (host) {
            return DnsMessage.question(
                    List.of(
                            new DnsMessage.Question(wanted, DnsType.A),
                            new DnsMessage.Question(wanted, DnsType.AAAA)),
                    List.of());
        }
        List<DnsMessage.Question> questions = new ArrayList<>();
        questions.add(new DnsMessage.Question(wanted, DnsType.PTR));
        List<DnsRecord> known = new ArrayList<>();
        services.forEach((instance, service) -> {
            if (service.isEmpty()) {
                questions.add(new DnsMessage.Question(instance, DnsType.SRV));
            } else if (addresses.containsKey(service.get().target())) {
                known.add(new DnsRecord(wanted, false, KNOWN_TTL, new DnsRecord.Pointer(instance)));
            } else {
                questions.add(new DnsMessage.Question(service.get().target(), DnsType.A));
            }
        });
        return DnsMessage.question(questions, known);
    }

    /// Something was heard.
    void heard(DnsMessage message) {
        if (!message.response()) {
            return;
        }
        message.records().forEach(this::take);
        List<Found> now = host ? hosts() : all();
        if (!now.equals(told)) {
            told = now;
            found.accept(now);
        }
    }

    private void take(DnsRecord heard) {
        boolean gone = heard.ttl() == 0;
        switch (heard.data()) {
            case DnsRecord.Pointer(DnsName instance) -> {
                if (heard.name().equals(wanted)) {
                    if (gone) {
                        services.remove(instance);
                    } else {
                        know(instance, Optional.empty());
                    }
                }
            }
            case DnsRecord.Service service -> {
                if (!gone && service.port() > 0) {
                    know(heard.name(), Optional.of(service));
                }
            }
            case DnsRecord.Address(InetAddress address) -> {
                if (!gone && addresses.size() < MOST_HOSTS) {
                    Set<InetAddress> all =
                            addresses.computeIfAbsent(heard.name(), _ -> new LinkedHashSet<>());
                    if (all.size() < MOST_ADDRESSES) {
                        all.add(address);
                    }
                }
            }
            case DnsRecord.Text() -> {}
        }
    }

    private void know(DnsName instance, Optional<DnsRecord.Service> service) {
        if (!host
                && instance.isChildOf(wanted)
                && !isOurs.test(instance)
                && (services.containsKey(instance) || services.size() < MOST_SERVICES)) {
            services.merge(instance, service, (old, fresh) -> fresh.isPresent() ? fresh : old);
        }
    }

    private List<Found> all() {
        List<Found> all = new ArrayList<>();
        services.forEach((instance, service) ->
                service.ifPresent(at ->
                        addresses.getOrDefault(at.target(), Set.of()).stream()
                                .min(Comparator.comparing(a -> a instanceof Inet6Address))
                                .ifPresent(address ->
                                        all.add(new Found(instance.first(), address, at.port())))));
        return all;
    }

    private List<Found> hosts() {
        return addresses.getOrDefault(wanted, Set.of()).stream()
                .map(address -> new Found(wanted.first(), address, 0))
                .toList();
    }
}
