package org.earshot.proxy.message;

import java.util.List;
import org.earshot.common.location.Binding;

/// A device that gets a message.
///
/// @param takesCpim whether it takes `message/cpim`, as far as is known
/// @param seen whether it is known to have been there; if not, what waits may be for the first phone that comes
/// @param bindings that lead to it now; none: it is not there
record Addressee(DeviceId device, boolean takesCpim, boolean seen, List<Binding> bindings) {

    Addressee {
        bindings = List.copyOf(bindings);
    }
}
