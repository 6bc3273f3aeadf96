package org.earshot.common.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.CredentialStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Digest for one realm (RFC 7616, RFC 8760, RFC 3261 §22). Everybody is shown the same challenges, SHA-256 first,
/// whether the account exists or not, and after the same work; only [Md5OnlyPhones] never see SHA-256. Thread-safe.
public final class DigestAuthenticator implements RequestAuthenticator {
    private static final Logger log = LoggerFactory.getLogger(DigestAuthenticator.class);

    /// Always need the account itself, also in a dialog over the account's own flow: they start something new.
    private static final Set<String> ALWAYS_CHALLENGED =
            Set.of(Request.REGISTER, Request.MESSAGE, Request.REFER, Request.SUBSCRIBE);

    /// `qop=auth` covers neither Contact nor body, so on a cleartext hop their nonce serves once.
    private static final Set<String> ONCE_ON_CLEARTEXT = Set.of(Request.REGISTER, Request.MESSAGE);

    private final String realm;
    private final AccountStore accounts;
    private final CredentialCheck check;
    private final Nonces nonces;
    private final AuthenticatedFlows flows;
    private final BackOff backOff;
    private final Md5OnlyPhones md5Only;

    /// @param realm the domain
    public DigestAuthenticator(
            String realm,
            AccountStore accounts,
            CredentialStore credentials,
            SealedHa1 sealed,
            Nonces nonces,
            AuthenticatedFlows flows,
            BackOff backOff,
            Md5OnlyPhones md5Only) {
        this.realm = realm;
        this.accounts = accounts;
        this.check = new CredentialCheck(realm, accounts, credentials, sealed);
        this.nonces = nonces;
        this.flows = flows;
        this.backOff = backOff;
        this.md5Only = md5Only;
    }

    @Override
    public Authentication authenticate(Request request, Flow flow, Role role) {
        Optional<Account> known = byFlow(request, flow);
        if (known.isPresent()) {
            return new Authentication.Authenticated(known.get());
        }
        try {
            Optional<DigestResponse> response = response(request, role);
            return response.isEmpty()
                    ? challenge(request, role, false)
                    : authenticate(request, flow, role, response.get());
        } catch (MalformedCredentialsException e) {
            return Authentication.Refused.of(Response.BAD_REQUEST, e.getMessage());
        }
    }

    private Authentication authenticate(
            Request request, Flow flow, Role role, DigestResponse response)
            throws MalformedCredentialsException {
        if (!DigestUri.names(
                response.uri(), request.getRequestURI().toString(), flow.local().getAddress())) {
            throw new MalformedCredentialsException("uri is not the Request-URI");
        }
        if (response.protection().isEmpty()) {
            throw new MalformedCredentialsException("qop=auth is needed");
        }
        InetAddress source = flow.remote().getAddress();
        String name = check.user(response.username()).orElse(response.username());
        Duration pause = isLiveFlowOf(name, flow) ? Duration.ZERO : backOff.pause(name, source);
        if (!pause.isZero()) {
            // 503 with Retry-After: phones take it as temporary and come back by themselves. 403 is
            // final to them, so
            // that one forgotten phone with an old password would log out the others behind the
            // same NAT; 429 is
            // about referrers in SIP (RFC 3892).
            return new Authentication.Refused(
                    Response.SERVICE_UNAVAILABLE, "Too Many Failures, Wait", Optional.of(pause));
        }
        Optional<SignedNonce> nonce = nonces.read(response.nonce());
        if (nonce.isEmpty()) {
            return challenge(
                    request, role, false); // not ours: whether the password is right must not show
        }
        Optional<Account> owner = check.owner(response, request.getMethod());
        if (owner.isEmpty()) {
            backOff.failed(name, source);
            log.debug(
                    "wrong password or unknown user: {} from {}",
                    shown(name),
                    source.getHostAddress());
            return challenge(request, role, false);
        }
        boolean once =
                !flow.transport().isSecure() && ONCE_ON_CLEARTEXT.contains(request.getMethod());
        if (!nonces.use(nonce.get(), response.protection().get().nonceCount(), once)) {
            // RFC 7616 §3.3: stale only where the digest is right.
            return challenge(request, role, true);
        }
        backOff.succeeded(name, source);
        flows.remember(flow, owner.get().address());
        return new Authentication.Authenticated(owner.get());
    }

    private Authentication challenge(Request request, Role role, boolean stale) {
        String nonce = nonces.issue();
        List<Header> challenges =
                md5Only.algorithms(request).stream()
                        .map(algorithm ->
                                (Header)
                                        DigestChallenge.of(realm, nonce, algorithm, stale)
                                                .header(role))
                        .toList();
        return new Authentication.Challenged(
                switch (role) {
                    case REGISTRAR -> Response.UNAUTHORIZED;
                    case PROXY -> Response.PROXY_AUTHENTICATION_REQUIRED;
                },
                challenges);
    }

    /// The credentials for our realm; the strongest where a client answered several challenges.
    private Optional<DigestResponse> response(Request request, Role role)
            throws MalformedCredentialsException {
        String name =
                switch (role) {
                    case REGISTRAR -> AuthorizationHeader.NAME;
                    case PROXY -> ProxyAuthorizationHeader.NAME;
                };
        List<DigestResponse> ours = new ArrayList<>();
        for (ListIterator<?> all = request.getHeaders(name); all.hasNext(); ) {
            if (all.next() instanceof AuthorizationHeader header
                    && "Digest".equalsIgnoreCase(header.getScheme())
                    && realm.equalsIgnoreCase(header.getRealm())) {
                DigestResponse.parse(header).ifPresent(ours::add);
            }
        }
        return ours.stream().min(Comparator.comparing(DigestResponse::algorithm));
    }

    /// In a dialog, who comes over an authenticated TLS or WSS connection is the account of that connection.
    private Optional<Account> byFlow(Request request, Flow flow) {
        boolean inDialog =
                request.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() != null;
        if (!inDialog || ALWAYS_CHALLENGED.contains(request.getMethod())) {
            return Optional.empty();
        }
        Set<AddressOfRecord> candidates = flows.of(flow);
        Optional<AddressOfRecord> account =
                candidates.size() == 1
                        ? candidates.stream().findFirst()
                        : from(request).filter(candidates::contains);
        return account.flatMap(accounts::find);
    }

    private static Optional<AddressOfRecord> from(Request request) {
        return request.getHeader(FromHeader.NAME) instanceof FromHeader from
                ? AddressOfRecord.of(from.getAddress().getURI())
                : Optional.empty();
    }

    private boolean isLiveFlowOf(String user, Flow flow) {
        return flows.of(flow).stream().anyMatch(account -> account.user().equals(user));
    }

    private static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
