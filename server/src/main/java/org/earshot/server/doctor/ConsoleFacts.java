package org.earshot.server.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.text.Counted;

/// How an address of the console is, of a server that runs.
///
/// @param at HOST:PORT
/// @param answers whether anybody does
/// @param certificate what browsers are shown; empty: none, as on loopback, or it does not answer
public record ConsoleFacts(String at, boolean answers, Optional<Facts.Certificate> certificate) {

    /// Pure.
    List<Complaint> complaints() {
        List<Complaint> complaints = new ArrayList<>();
        if (!answers) {
            complaints.add(
                    new Complaint(
                            "console",
                            true,
                            "console.listen does not answer at " + at,
                            "see what the server said at its start (journalctl -u earshot), and the machine's own packet filter"));
        }
        certificate.ifPresent(shown -> {
            if (!shown.namesDomain()) {
                complaints.add(
                        new Complaint(
                                "console",
                                false,
                                "the certificate at "
                                        + at
                                        + " names neither the domain nor that address: browsers warn of it",
                                "open the console by a name in the certificate, or get one that has the name you use"));
            }
            if (shown.daysLeft() < 0) {
                complaints.add(
                        new Complaint(
                                "console",
                                true,
                                "the certificate at " + at + " has ended: browsers refuse it",
                                shown.renewal()));
            } else if (shown.endsSoon()) {
                complaints.add(
                        new Complaint(
                                "console",
                                false,
                                "the certificate at "
                                        + at
                                        + " ends in "
                                        + Counted.of(shown.daysLeft(), "day"),
                                shown.renewal()));
            }
        });
        return complaints;
    }
}
