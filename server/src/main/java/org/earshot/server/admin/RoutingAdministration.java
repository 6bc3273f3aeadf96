package org.earshot.server.admin;

import java.util.List;
import java.util.Optional;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.proxy.route.TrunkBook;

/// What the commands about trunks and the dial plan act on: those of the node that is asked.
public interface RoutingAdministration {

    /// The trunks, in the order of the configuration.
    ///
    /// @throws AdminException if no server is running
    List<TrunkBook.Fact> trunks();

    /// What holds.
    ///
    /// @throws AdminException if no server is running
    RoutingPlan plan();

    /// What would become of a number. Nobody is called, and nothing is counted.
    ///
    /// @param from name of the account that dials; empty: one to which only rules for everybody apply
    /// @throws AdminException if there is no such account, or no server is running
    RoutingPlan.Explained tryNumber(String number, Optional<String> from);
}
