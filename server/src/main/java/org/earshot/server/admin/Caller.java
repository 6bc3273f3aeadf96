package org.earshot.server.admin;

import java.util.Optional;
import org.earshot.common.login.Person;

/// Who gives a command by the console.
///
/// @param person whose login was checked; empty: the owner of DATA, who has shown the link that only the owner can read
/// @param from the address that they come from
public record Caller(Optional<Person> person, String from) {
    /// For the record.
    String words() {
        return person.map(one -> one.words() + ", by the console from " + from)
                .orElse("owner of DATA, by the link to the console from " + from);
    }
}
