package org.earshot.common.dns;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// By the system's name servers, which have two seconds for each question.
public final class SystemServices implements ServiceNames {
    private static final int LARGEST = 0xFFFF;

    /// Priority, weight, port and target, as RFC 2782 writes them.
    private static final Pattern RECORD =
            Pattern.compile(
                    "([0-9]{1,5}) +([0-9]{1,5}) +([0-9]{1,5}) +([A-Za-z0-9._-]{0,254}?)\\.?");

    @Override
    public Optional<List<Service>> services(String name) {
        return NameServers.records(name, "SRV")
                .map(all ->
                        all.stream()
                                .map(SystemServices::service)
                                .flatMap(Optional::stream)
                                .toList());
    }

    /// Such as `10 20 5061 sip.example.org.`; empty for what is none.
    static Optional<Service> service(String record) {
        Matcher fields = RECORD.matcher(record.strip());
        if (!fields.matches()) {
            return Optional.empty();
        }
        int priority = Integer.parseInt(fields.group(1));
        int weight = Integer.parseInt(fields.group(2));
        int port = Integer.parseInt(fields.group(3));
        return priority > LARGEST || weight > LARGEST || port > LARGEST
                ? Optional.empty()
                : Optional.of(new Service(priority, weight, port, fields.group(4)));
    }
}
