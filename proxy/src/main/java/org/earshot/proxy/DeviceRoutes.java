package org.earshot.proxy;

import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.stack.RequestSender;
import org.earshot.proxy.message.Route;
import org.earshot.proxy.message.Routes;

/// The ways by which messages go: those of any request, but that a message for a phone of another node waits in the store for that one.
/// Thread-safe.
final class DeviceRoutes implements Routes {
    private final BindingTargets targets;

    DeviceRoutes(RequestSender sender) {
        this.targets = new BindingTargets(sender, EdgeWays.NONE);
    }

    @Override
    public Optional<Route> to(AddressOfRecord owner, Binding binding) {
        return targets.of(owner, binding)
                .map(target ->
                        new Route(
                                target.requestUri(),
                                target.route(),
                                target.destination(),
                                binding.flow(),
                                binding.takesCpim()));
    }
}
