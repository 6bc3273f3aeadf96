package org.earshot.common.auth;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.message.Request;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipMessages;

/// Believes whatever user name stands in the credentials, and challenges a request without any. A flow can be
/// given to an account: then no credentials are needed there.
public final class FakeAuthenticator implements RequestAuthenticator {
    private final AccountStore accounts;
    private final String realm;
    private final Map<Flow, Account> flows = new ConcurrentHashMap<>();

    public FakeAuthenticator(AccountStore accounts, String realm) {
        this.accounts = accounts;
        this.realm = realm;
    }

    /// Whatever comes over this flow is from this account.
    public void trust(Flow flow, Account account) {
        flows.put(flow, account);
    }

    @Override
    public Authentication authenticate(Request request, Flow flow, Role role) {
        Account known = flows.get(flow);
        if (known != null) {
            return new Authentication.Authenticated(known);
        }
        boolean registrar = role == Role.REGISTRAR;
        Header header =
                request.getHeader(
                        registrar ? AuthorizationHeader.NAME : ProxyAuthorizationHeader.NAME);
        if (header instanceof AuthorizationHeader credentials) {
            return accounts.find(new AddressOfRecord(credentials.getUsername(), realm))
                    .<Authentication>map(Authentication.Authenticated::new)
                    .orElse(Authentication.Refused.of(403, "Wrong Password"));
        }
        return new Authentication.Challenged(registrar ? 401 : 407, List.of(challenge(registrar)));
    }

    private Header challenge(boolean registrar) {
        String name = registrar ? "WWW-Authenticate" : "Proxy-Authenticate";
        try {
            return SipMessages.headers()
                    .createHeader(
                            name, "Digest realm=\"" + realm + "\", nonce=\"1\", algorithm=SHA-256");
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
