package org.earshot.server.doctor;

import java.time.Duration;
import java.util.Optional;

/// How right this machine's clock is.
///
/// @param synchronised whether the system says that it is kept right; empty: it says nothing
/// @param ahead of the database's clock, which all nodes go by; negative: behind; empty: there is no other
public record ClockFacts(Optional<Boolean> synchronised, Optional<Duration> ahead) {
    private static final Duration LITTLE = Duration.ofSeconds(2);
    private static final Duration MUCH =
            Duration.ofSeconds(30); // of a second factor, and of most bindings' margin

    /// Pure.
    java.util.List<Complaint> complaints() {
        java.util.List<Complaint> complaints = new java.util.ArrayList<>();
        ahead.filter(by -> by.abs().compareTo(LITTLE) > 0)
                .ifPresent(by ->
                        complaints.add(
                                new Complaint(
                                        "clock",
                                        by.abs().compareTo(MUCH) > 0,
                                        "this machine's clock is "
                                                + by.abs().toSeconds()
                                                + " s "
                                                + (by.isNegative() ? "behind" : "ahead of")
                                                + " the database's: registrations end at the wrong time, codes of the second factor are refused, and the record's times are wrong",
                                        "have both machines keep their clocks (timedatectl set-ntp true, or chrony); where all nodes say so, it is the database's that is wrong")));
        synchronised
                .filter(kept -> !kept)
                .ifPresent(_ ->
                        complaints.add(
                                new Complaint(
                                        "clock",
                                        false,
                                        "the system says that nothing keeps its clock right: the record's times may be doubted, and certificates too",
                                        "timedatectl set-ntp true, or install chrony")));
        return complaints;
    }
}
