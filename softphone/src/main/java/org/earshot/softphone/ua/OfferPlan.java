package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.List;
import org.earshot.softphone.sdp.OfferedProfile;

/// Which offers a call makes, one after the other while the other side says 488 or 606. Pure.
final class OfferPlan {
    /// Without a server all that is written can be read on the way, and there is nobody who knows whether the other phone could do without
    /// encryption: it can't.
    static final OfferedProfile DIRECT = OfferedProfile.DTLS;

    private OfferPlan() {}

    /// @param encrypted whether our way to the server is: else a key would be there for all to read
    /// @param ownDomain whether the callee is in our domain
    /// @param plainFallback whether the user wants a call without encryption to be tried
    /// @param plainAllowed whether one may be at all, by [CallContext#plainAllowed]
    /// @param dtls whether we can agree upon keys by DTLS, which needs no encrypted way to the server
    /// @param preferred by which agreement we begin
    /// @return empty: there can be no call
    static List<OfferedProfile> of(
            boolean encrypted,
            boolean ownDomain,
            boolean plainFallback,
            boolean plainAllowed,
            boolean dtls,
            KeyAgreement preferred) {
        boolean dtlsFirst = dtls && preferred == KeyAgreement.DTLS;
        if (!encrypted && plainAllowed && !dtlsFirst) {
            return List.of(OfferedProfile.PLAIN);
        }
        List<OfferedProfile> plan = new ArrayList<>();
        if (dtlsFirst) {
            plan.add(OfferedProfile.DTLS);
        }
        if (encrypted && !ownDomain) {
            plan.add(OfferedProfile.KEYED_IF_POSSIBLE);
        }
        if (encrypted) {
            plan.add(OfferedProfile.KEYED);
        }
        if (dtls && !dtlsFirst) {
            plan.add(OfferedProfile.DTLS);
        }
        if (plainFallback && plainAllowed) {
            plan.add(OfferedProfile.PLAIN);
        }
        return plan;
    }

    /// Our one offer to somebody who calls without one.
    static OfferedProfile inAnswer(boolean encrypted, boolean dtls, KeyAgreement preferred) {
        if (dtls && preferred == KeyAgreement.DTLS) {
            return OfferedProfile.DTLS;
        }
        return encrypted ? OfferedProfile.KEYED : OfferedProfile.PLAIN;
    }
}
