package org.earshot.server.api;

import java.time.Instant;
import org.earshot.common.login.Person;

/// Somebody who has logged in.
///
/// @param csrf what must stand in the header of every request that changes something: no other site can read it
/// @param endsAt at the latest
record Session(Person person, String csrf, Instant endsAt) {
    @Override
    public String toString() {
        return "Session[" + person.words() + "]";
    }
}
