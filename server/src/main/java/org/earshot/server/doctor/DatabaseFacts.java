package org.earshot.server.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a MySQL or MariaDB server is.
///
/// @param failure why it can't be used; empty: it can
/// @param weaknesses what makes a commit weaker than "on stable storage", a sentence each
public record DatabaseFacts(Optional<String> failure, List<String> weaknesses) {
    public DatabaseFacts {
        weaknesses = List.copyOf(weaknesses);
    }

    /// Pure.
    List<Complaint> complaints() {
        List<Complaint> complaints = new ArrayList<>();
        failure.ifPresent(why ->
                complaints.add(
                        new Complaint(
                                "database",
                                true,
                                "the database can't be used: " + why,
                                "see that it runs, and that database.url, database.user and database.passwordFile are right")));
        for (String weakness : weaknesses) {
            String setting = weakness.substring(0, Math.max(0, weakness.indexOf(' ')));
            complaints.add(
                    new Complaint(
                            "durability",
                            false,
                            weakness,
                            "set "
                                    + setting
                                    + " = 1 in the database server's configuration, and with SET GLOBAL at once"));
        }
        return complaints;
    }
}
