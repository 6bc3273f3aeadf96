package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.List;
import org.earshot.softphone.sdp.OfferedProfile;

/// Which offers a call makes, one after the other while the other side says 488 or 606. Pure.
final class OfferPlan {
    private OfferPlan() {}

    /// @param encrypted whether our way to the server is: else a key would be there for all to read
    /// @param ownDomain whether the callee is in our domain
    /// @param plainFallback whether the user wants a call without encryption to be tried
    /// @param plainAllowed whether one may be at all, by [CallContext#plainAllowed]
    /// @return empty: there can be no call
    static List<OfferedProfile> of(
            boolean encrypted, boolean ownDomain, boolean plainFallback, boolean plainAllowed) {
        if (!encrypted) {
            return plainAllowed ? List.of(OfferedProfile.PLAIN) : List.of();
        }
        List<OfferedProfile> plan = new ArrayList<>();
        if (!ownDomain) {
            plan.add(OfferedProfile.KEYED_IF_POSSIBLE);
        }
        plan.add(OfferedProfile.KEYED);
        if (plainFallback && plainAllowed) {
            plan.add(OfferedProfile.PLAIN);
        }
        return plan;
    }
}
