package org.earshot.server;

import java.util.Optional;
import javax.sip.header.FromHeader;
import javax.sip.header.HeaderAddress;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.Authentication;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.stack.Flow;
import org.earshot.proxy.TrustedNetworks;

/// For registrar and presence: whoever sends from a trusted network (`security.trusted`) may register any account that
/// exists, and watch and publish in its name; everybody else is asked for credentials. The proxy looks at the trusted networks by itself.
final class TrustingAuthenticator implements RequestAuthenticator {
    private final TrustedNetworks trusted;
    private final AccountStore accounts;
    private final RequestAuthenticator others;

    TrustingAuthenticator(
            TrustedNetworks trusted, AccountStore accounts, RequestAuthenticator others) {
        this.trusted = trusted;
        this.accounts = accounts;
        this.others = others;
    }

    @Override
    public Authentication authenticate(Request request, Flow flow, Role role) {
        if (trusted.contains(flow.remote().getAddress())) {
            Optional<Account> account = claimed(request);
            if (account.isPresent()) {
                return new Authentication.Authenticated(account.get());
            }
        }
        return others.authenticate(request, flow, role);
    }

    /// A REGISTER is about whom To names (RFC 3261 §10.2), everything else comes from whom From names.
    private Optional<Account> claimed(Request request) {
        String name =
                request.getMethod().equals(Request.REGISTER) ? ToHeader.NAME : FromHeader.NAME;
        return request.getHeader(name) instanceof HeaderAddress who
                ? AddressOfRecord.of(who.getAddress().getURI()).flatMap(accounts::find)
                : Optional.empty();
    }
}
