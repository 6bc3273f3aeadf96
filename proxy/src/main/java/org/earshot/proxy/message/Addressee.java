package org.earshot.proxy.message;

import java.util.List;
import org.earshot.common.location.Binding;

/// A device that gets a message.
///
/// @param takesCpim whether it takes `message/cpim`, as far as is known
/// @param bindings that lead to it now; none: it is not there
record Addressee(DeviceId device, boolean takesCpim, List<Binding> bindings) {

    Addressee {
        bindings = List.copyOf(bindings);
    }
}
