package org.earshot.server.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the archive's custodian is.
///
/// @param peer HOST:PORT
/// @param failure why it can't be reached, or is not trusted; empty: it answers
/// @param behind by how much what was recorded last is newer than what it surely has
public record CustodianFacts(String peer, Optional<String> failure, Duration behind) {
    /// What is on its way counts as arrived after 20 minutes.
    private static final Duration USUAL = Duration.ofMinutes(60);

    /// Pure.
    List<Complaint> complaints() {
        List<Complaint> complaints = new ArrayList<>();
        failure.ifPresent(why ->
                complaints.add(
                        new Complaint(
                                "custodian",
                                true,
                                "the custodian " + peer + " does not take checkpoints: " + why,
                                "see that it runs and is reached from here, that archive.syslog names it, and that archive.syslogCa is of its certificate")));
        if (behind.compareTo(USUAL) > 0) {
            complaints.add(
                    new Complaint(
                            "custodian",
                            true,
                            "what was recorded in the last "
                                    + behind.toMinutes()
                                    + " minutes has not surely reached the custodian: whoever administers the server could still alter it",
                            "earshot admin status says what its connection suffers from; a server that does not run sends nothing"));
        }
        return complaints;
    }
}
