package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A phone of another make that loses its connection and comes back: it keeps no message, answers each with 200, and shows every copy. What
/// came over all its lives is known. Over UDP it stays with its server, and at its port. One thread lets it come and go; others may look at what came.
final class StrangersPhone {
    private final Lab lab;
    private final String name;
    private final boolean tls;
    private final List<BarePhone> lives = new CopyOnWriteArrayList<>();

    /// @param tls or UDP; then it is one socket for ever
    StrangersPhone(Lab lab, String name, boolean tls) {
        this.lab = lab;
        this.name = name;
        this.tls = tls;
    }

    /// Its connection breaks, and it registers over a new one.
    void come(EarshotServer server) throws IOException {
        if (!lives.isEmpty() && tls) {
            lives.getLast().close();
        }
        if (lives.isEmpty() || tls) {
            BarePhone phone =
                    tls
                            ? BarePhone.tls(
                                    lab, name, "pw" + name, server.address("tls"), server.ca())
                            : BarePhone.udp(lab, name, "pw" + name, server.address("udp"));
            phone.answering("MESSAGE", "200 OK");
            lives.add(phone);
        }
        refresh();
    }

    /// Registers again; where the database is away, when it is back.
    void refresh() {
        // over TLS as RFC 5626 has it: what it was bound to before goes
        String features =
                tls
                        ? ";reg-id=1;+sip.instance=\"<urn:uuid:00000000-0000-4000-8000-0000000000e1>\""
                        : "";
        String answer = lives.getLast().register(features);
        while (answer.startsWith("SIP/2.0 503")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            answer = lives.getLast().register(features);
        }
        assertThat(answer).startsWith("SIP/2.0 200");
    }

    /// Each MESSAGE that came, in order, but not what was a repetition of the same transaction: that has its branch.
    List<String> messages() {
        Set<String> branches = new HashSet<>();
        return lives.stream()
                .flatMap(life -> life.everything().stream())
                .filter(message -> message.startsWith("MESSAGE "))
                .filter(message -> branches.add(BarePhone.lines(message, "Via").getFirst()))
                .toList();
    }

    /// The texts of [#messages].
    List<String> texts() {
        return messages().stream().map(BarePhone::body).toList();
    }

    String account() {
        return name;
    }

    /// Whether it can go to another server.
    boolean isMobile() {
        return tls;
    }
}
