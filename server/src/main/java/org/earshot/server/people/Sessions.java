package org.earshot.server.people;

import java.util.function.Predicate;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;

/// Where an account is logged in.
@FunctionalInterface
public interface Sessions {
    /// Ends registrations, and with the connections that these came over whatever else goes over them, such as subscriptions. All phones of
    /// the account are challenged again. Phones that know a password that is right come back.
    void end(AddressOfRecord owner, Predicate<Binding> which);
}
