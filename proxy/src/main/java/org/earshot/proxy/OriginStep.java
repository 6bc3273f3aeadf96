package org.earshot.proxy;

import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import javax.sip.address.URI;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.Authentication;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.stack.SipRejection;

/// Who sends this (RFC 3261 §16.3 step 6, §22.3), and is it who it says: everything but ACK is challenged, From must
/// be the account's address, and in a dialog the account must be one of its two parties
/// (where the callee may go by what the caller dialled). A trunk is known by its address, and may be nobody of ours.
///
/// Afterwards nothing is left that only we could vouch for: our credentials, asserted identities and display
/// names of the sender's own making.
final class OriginStep implements RequestStep {
    /// What is shown to a person and stands for itself: it needs no dialog, so no dialog lends it a name.
    private static final List<String> SELF_STANDING =
            List.of(Request.MESSAGE, Request.REFER, Request.SUBSCRIBE, Request.PUBLISH);

    private final RequestAuthenticator authenticator;
    private final String realm;
    private final OutsideCalls outside;

    OriginStep(RequestAuthenticator authenticator, String realm, OutsideCalls outside) {
        this.authenticator = authenticator;
        this.realm = realm;
        this.outside = outside;
    }

    @Override
    public void apply(RequestInProgress request) throws SipRejection {
        outside.originOf(request).ifPresent(request::trunk);
        if (request.trunk().isPresent()) {
            outside.checkMethod(request);
            outside.checkIdentity(request.message(), request.trunk().get());
        } else if (!request.isTrusted()) {
            AssertedIdentity.remove(request.message());
            if (!request.isAck()) {
                Account account = authenticate(request);
                request.sender(account);
                checkIdentity(request, account);
                nameSender(request.message(), account);
            }
        }
        stripCredentials(request.message());
    }

    private Account authenticate(RequestInProgress request) throws SipRejection {
        Authentication result =
                authenticator.authenticate(
                        request.inbound().message(),
                        request.inbound().flow(),
                        RequestAuthenticator.Role.PROXY);
        return switch (result) {
            case Authentication.Authenticated(Account account, String _) -> account;
            case Authentication.Challenged(int status, List<Header> challenges) ->
                    throw new SipRejection(
                            status,
                            "Proxy Authentication Required",
                            challenges.toArray(Header[]::new));
            case Authentication.Refused refused -> throw refused.rejection();
        };
    }

    private static void checkIdentity(RequestInProgress request, Account account)
            throws SipRejection {
        Optional<AddressOfRecord> own = Optional.of(account.address());
        if (request.dialog().isPresent()
                && !request.dialog().get().sender().address().equals(own)) {
            throw new SipRejection(Response.FORBIDDEN, "Not Your Dialog");
        }
        URI from = from(request.message()).getAddress().getURI();
        if (!AddressOfRecord.of(from).equals(own) && !isDialled(request, from)) {
            throw new SipRejection(Response.FORBIDDEN, "From Is Not Your Address");
        }
    }

    /// In a dialog the callee goes by what the caller dialled; our token says what that was.
    private static boolean isDialled(RequestInProgress request, URI from) {
        return !SELF_STANDING.contains(request.inbound().method())
                && request.dialog()
                        .flatMap(RouteTokens.Verified::alias)
                        .filter(DialledName.of(from)::equals)
                        .isPresent();
    }

    private static FromHeader from(Request message) throws SipRejection {
        if (message.getHeader(FromHeader.NAME) instanceof FromHeader from) {
            return from;
        }
        throw new SipRejection(Response.BAD_REQUEST, "From is missing");
    }

    private static void nameSender(Request message, Account account) throws SipRejection {
        FromHeader from = from(message);
        try {
            // what would end the quoted string, or the line, has no place in it
            String name = account.displayName().replaceAll("[\"\\\\\\p{Cntrl}]", "").strip();
            from.getAddress().setDisplayName(name.isEmpty() ? null : name);
        } catch (ParseException e) {
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "Display Name");
        }
    }

    private void stripCredentials(Request message) {
        List<Header> all = Headers.all(message, ProxyAuthorizationHeader.NAME);
        message.removeHeader(ProxyAuthorizationHeader.NAME);
        for (Header each : all) {
            if (each instanceof ProxyAuthorizationHeader credentials
                    && !realm.equalsIgnoreCase(credentials.getRealm())) {
                message.addHeader(each);
            }
        }
    }
}
