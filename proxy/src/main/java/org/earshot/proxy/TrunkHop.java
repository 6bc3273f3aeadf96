package org.earshot.proxy;

import java.util.Optional;
import org.earshot.proxy.route.Trunk;

/// That a request goes to a trunk.
///
/// @param account the caller's, of ours; empty where the dialog began at the trunk
/// @param shownNumber what the called see; empty where the identity stays as it is
/// @param unlimited whether no limit holds: an emergency call
record TrunkHop(
        Trunk trunk, Optional<String> account, Optional<String> shownNumber, boolean unlimited) {}
