package org.earshot.registrar.presence;

import javax.sip.message.Response;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;

/// Keeps the contact list from devices from which it is withheld. Thread-safe; waits for the stores.
final class WithheldFlows {
    /// Tells the phone why: a 403 has many reasons.
    static final String HEADER = "Earshot-Withheld";

    private final LocationService location;
    private final Withholding withholding;

    WithheldFlows(LocationService location, Withholding withholding) {
        this.location = location;
        this.withholding = withholding;
    }

    /// The device is known by the connection over which it has registered.
    ///
    /// @throws SipRejection 403 where it may not have the list now; also where anything is withheld and it is not known
    ///     which device this is
    void check(InboundRequest inbound, AddressOfRecord owner) throws SipRejection {
        if (!withholding.isHeld(owner)) {
            return;
        }
        boolean trusted =
                location.lookup(owner).stream()
                        .filter(binding -> binding.flow().equals(inbound.flow()))
                        .map(Binding::instanceId)
                        .anyMatch(instance -> !withholding.isWithheld(owner, instance));
        if (!trusted) {
            throw new SipRejection(
                    Response.FORBIDDEN,
                    "Withheld From New Devices",
                    Fields.header(HEADER, "contacts"));
        }
    }
}
