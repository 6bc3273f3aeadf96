package org.earshot.proxy.message;

import java.util.Optional;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;

/// From whom a MESSAGE is.
///
/// @param sender empty for a trusted peer
/// @param address as it stands in the record
record Origin(InboundRequest inbound, Optional<Account> sender, String address) {

    /// @throws SipRejection 403 for a trusted peer, which has none
    Account account() throws SipRejection {
        return sender.orElseThrow(
                () -> new SipRejection(Response.FORBIDDEN, "Only Accounts May Do That"));
    }
}
