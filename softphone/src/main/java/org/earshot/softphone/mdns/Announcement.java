package org.earshot.softphone.mdns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One service of ours on one machine: gets a name that nobody else has (RFC 6762 §8.1), tells of it (§8.3), answers questions (§6), and
/// takes another name where somebody has it already (§9). Knows neither sockets nor clocks: times are milliseconds since whenever. Used
/// by one thread.
final class Announcement {
    static final long NEVER = Long.MAX_VALUE;

    private static final DnsName TYPES = DnsName.of("_services._dns-sd._udp.local");
    private static final int PROBES = 3;
    private static final int TELLINGS = 2;
    private static final long PROBE_PAUSE = 250;
    private static final long PAUSE = 1000;
    private static final long SHORT_TTL = 120; // RFC 6762 §10: what has a host in it
    private static final long LONG_TTL = 4500;

    /// RFC 6762 §8.1: whoever had to take another name so often is being teased.
    private static final int MOST_NAMES_AT_ONCE = 15;

    private static final long REST = 5000;

    /// What is to be said, once the addresses are known by which those who hear it reach us.
    @FunctionalInterface
    interface Saying {
        DnsMessage with(List<InetAddress> ourAddresses);
    }

    private final DnsName type;
    private final String wanted;
    private final int port;
    private final DnsName host;
    private int number = 1;
    private DnsName instance;
    private int probes;
    private int tellings;
    private long next;
    private long lastAnswer = -PAUSE;

    /// @param type such as `_sip._udp.local`
    /// @param wanted its name; may get a number
    /// @param host of this machine; nobody else's, and says nothing of it
    /// @param now it begins at once
    Announcement(DnsName type, String wanted, int port, DnsName host, long now) {
        this.type = type;
        this.wanted = wanted;
        this.port = port;
        this.host = host;
        next = now;
        instance = type.child(wanted);
    }

    /// Its name, as it is now.
    DnsName instance() {
        return instance;
    }

    /// When [#tick] has something to do.
    long next() {
        return next;
    }

    /// What is to be said now, if anything.
    Optional<Saying> tick(long now) {
        if (now < next) {
            return Optional.empty();
        }
        if (probes < PROBES) {
            probes++;
            next = now + PROBE_PAUSE;
            DnsMessage probe =
                    DnsMessage.probe(
                            new DnsMessage.Question(instance, DnsType.ANY), List.of(service()));
            return Optional.of(_ -> probe);
        }
        tellings++;
        next = tellings < TELLINGS ? now + PAUSE : NEVER;
        return Optional.of(ours -> DnsMessage.answer(all(ours)));
    }

    /// Our addresses are others: all is told again.
    void tellAgain(long now) {
        if (probes == PROBES) {
            tellings = 0;
            next = now;
        }
    }

    /// Something was heard.
    ///
    /// @return our answer
    Optional<Saying> heard(DnsMessage message, long now) {
        if (message.response()) {
            if (message.records().stream().anyMatch(this::isAnothers)) {
                rename(now);
            }
            return Optional.empty();
        }
        if (probes < PROBES) {
            yieldTo(message, now);
            return Optional.empty();
        }
        return answer(message, now);
    }

    private boolean isAnothers(DnsRecord heard) {
        return heard.ttl() > 0
                && heard.name().equals(instance)
                && heard.data() instanceof DnsRecord.Service service
                && !service.equals(service().data());
    }

    private void rename(long now) {
        number++;
        String end = " (" + number + ")";
        String begin = wanted;
        while (DnsName.bytes(begin + end).length > DnsName.LONGEST_LABEL) {
            begin = begin.substring(0, begin.offsetByCodePoints(begin.length(), -1));
        }
        instance = type.child(begin + end);
        probe(number > MOST_NAMES_AT_ONCE ? now + REST : now);
    }

    private void probe(long when) {
        probes = 0;
        tellings = 0;
        next = when;
    }

    /// RFC 6762 §8.2: of two who want a name at once the one whose data is later in the alphabet gets it.
    private void yieldTo(DnsMessage probe, long now) {
        byte[] ours = DnsWriter.write(service().data());
        boolean loses =
                probe.proposed().stream()
                        .filter(this::isAnothers)
                        .map(theirs -> DnsWriter.write(theirs.data()))
                        .anyMatch(theirs -> Arrays.compareUnsigned(theirs, ours) > 0);
        if (loses) {
            probe(now + PAUSE); // by then the winner says so, or is gone
        }
    }

    private Optional<Saying> answer(DnsMessage message, long now) {
        boolean known = message.records().stream().anyMatch(this::isKnown);
        boolean types = false;
        boolean service = false;
        boolean where = false;
        for (DnsMessage.Question question : message.questions()) {
            types |= question.asksFor(TYPES, DnsType.PTR);
            service |=
                    (question.asksFor(type, DnsType.PTR) && !known)
                            || question.asksFor(instance, DnsType.SRV)
                            || question.asksFor(instance, DnsType.TXT);
            where |= question.asksFor(host, DnsType.A);
        }
        // RFC 6762 §6: all hear it, so once a second is enough for all who ask; a probe has to hear
        // it at once
        boolean probed = !message.proposed().isEmpty();
        if (!(types || service || where) || (!probed && now - lastAnswer < PAUSE)) {
            return Optional.empty();
        }
        lastAnswer = now;
        if (service || types) {
            DnsRecord ofType = new DnsRecord(TYPES, false, LONG_TTL, new DnsRecord.Pointer(type));
            List<DnsRecord> before = types ? List.of(ofType) : List.of();
            return Optional.of(ours ->
                    DnsMessage.answer(Stream.concat(before.stream(), all(ours).stream()).toList()));
        }
        return Optional.of(ours -> DnsMessage.answer(hosts(ours)));
    }

    /// RFC 6762 §7.1: who asks says what he knows.
    private boolean isKnown(DnsRecord one) {
        return one.data().equals(new DnsRecord.Pointer(instance)) && one.ttl() >= LONG_TTL / 2;
    }

    /// What others forget by.
    Optional<Saying> goodbye() {
        return tellings == 0
                ? Optional.empty()
                : Optional.of(ours ->
                        DnsMessage.answer(all(ours).stream().map(DnsRecord::gone).toList()));
    }

    private List<DnsRecord> all(List<InetAddress> addresses) {
        List<DnsRecord> all = new ArrayList<>();
        all.add(new DnsRecord(type, false, LONG_TTL, new DnsRecord.Pointer(instance)));
        all.add(service());
        all.add(new DnsRecord(instance, true, LONG_TTL, new DnsRecord.Text()));
        all.addAll(hosts(addresses));
        return all;
    }

    private DnsRecord service() {
        return new DnsRecord(instance, true, SHORT_TTL, new DnsRecord.Service(port, host));
    }

    private List<DnsRecord> hosts(List<InetAddress> addresses) {
        return addresses.stream()
                .map(a -> new DnsRecord(host, true, SHORT_TTL, new DnsRecord.Address(a)))
                .toList();
    }
}
