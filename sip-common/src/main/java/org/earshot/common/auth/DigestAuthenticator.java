package org.earshot.common.auth;

import java.net.InetAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
import org.earshot.common.stack.SipMessages;
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

    private static final Pattern ORIGIN = Pattern.compile("^(?i)https://[^/?#]*");

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
                    ? challenge(request, role, flow.remote().getAddress(), false)
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
        boolean once =
                !flow.transport().isSecure() && ONCE_ON_CLEARTEXT.contains(request.getMethod());
        Authentication outcome =
                judge(
                        response,
                        new Asked(request.getMethod(), source, flow.transport().isReliable(), once),
                        name -> isLiveFlowOf(name, flow),
                        stale -> challenge(request, role, source, stale));
        if (outcome instanceof Authentication.Authenticated known) {
            flows.remember(flow, known.account().address());
        }
        return outcome;
    }

    /// Who sent a request of another protocol that carries digest in header fields, over TLS: HTTP (RFC 7616), MSRP (RFC 4976 §9.1)?
    /// By the same passwords as in SIP, with the same nonces, and with the same pauses after wrong ones. May read the database.
    ///
    /// @param target of HTTP the request-target as it came, path and query (RFC 9112 §3.2.1), of MSRP the relay's URI; credentials
    ///     without a `uri` are for it
    /// @param authorization the values of its Authorization headers
    /// @throws org.earshot.common.db.StoreUnavailableException if that can't be known now
    public Authentication authenticate(
            String method, String target, InetAddress source, List<String> authorization) {
        Function<Boolean, Authentication> challenge =
                stale ->
                        challenge(
                                Role.REGISTRAR,
                                Arrays.asList(DigestAlgorithm.values()),
                                source,
                                stale);
        try {
            Optional<DigestResponse> response = strongest(ofOurRealm(authorization, target));
            if (response.isEmpty()) {
                return challenge.apply(false);
            }
            if (!namesTarget(response.get().uri(), target)) {
                throw new MalformedCredentialsException("uri is not the request-target");
            }
            if (response.get().protection().isEmpty()) {
                throw new MalformedCredentialsException("qop=auth is needed");
            }
            return judge(
                    response.get(), new Asked(method, source, true, false), _ -> false, challenge);
        } catch (MalformedCredentialsException e) {
            return Authentication.Refused.of(Response.BAD_REQUEST, e.getMessage());
        }
    }

    /// The target itself, or the whole URI of it (RFC 7616 §3.4.6).
    private static boolean namesTarget(String uri, String target) {
        return uri.equals(target) || ORIGIN.matcher(uri).replaceFirst("").equals(target);
    }

    private List<DigestResponse> ofOurRealm(List<String> authorization, String target)
            throws MalformedCredentialsException {
        List<DigestResponse> ours = new ArrayList<>();
        for (String value : authorization) {
            if (!value.regionMatches(true, 0, "Digest ", 0, "Digest ".length())) {
                continue;
            }
            try {
                if (SipMessages.headers().createHeader(AuthorizationHeader.NAME, value)
                                instanceof AuthorizationHeader header
                        && realm.equalsIgnoreCase(header.getRealm())) {
                    if (header.getParameter("uri") == null) {
                        header.setParameter("uri", target);
                    }
                    DigestResponse.parse(header).ifPresent(ours::add);
                }
            } catch (ParseException | RuntimeException e) {
                throw new MalformedCredentialsException("not the credentials of a digest");
            }
        }
        return ours;
    }

    /// What is asked, as far as judging credentials is concerned.
    ///
    /// @param connected whether a connection shows that the source is who it says
    /// @param once whether a nonce serves no second time
    private record Asked(String method, InetAddress source, boolean connected, boolean once) {}

    /// @param exempt from pauses, by the account's name
    /// @param challenge by whether only the nonce was too old
    private Authentication judge(
            DigestResponse response,
            Asked asked,
            Predicate<String> exempt,
            Function<Boolean, Authentication> challenge) {
        String name = check.user(response.username()).orElse(response.username());
        Optional<SignedNonce> nonce = nonces.read(response.nonce());
        boolean proven =
                asked.connected()
                        || nonce.filter(one -> nonces.proves(one, asked.source())).isPresent();
        Duration pause =
                exempt.test(name) ? Duration.ZERO : backOff.pause(name, asked.source(), proven);
        if (!pause.isZero()) {
            // 503 with Retry-After: phones take it as temporary and come back by themselves. 403 is
            // final to them, so
            // that one forgotten phone with an old password would log out the others behind the
            // same NAT; 429 is
            // about referrers in SIP (RFC 3892).
            return new Authentication.Refused(
                    Response.SERVICE_UNAVAILABLE, "Too Many Failures, Wait", Optional.of(pause));
        }
        if (nonce.isEmpty()) {
            return challenge.apply(false); // not ours: whether the password is right must not show
        }
        if (!proven && backOff.mustProve(name, asked.source())) {
            return challenge.apply(true); // a phone that is there comes again at once
        }
        Optional<CredentialCheck.Owner> owner = check.owner(response, asked.method());
        if (owner.isEmpty()) {
            backOff.failed(
                    name,
                    asked.source(),
                    asked.connected() || nonces.prove(nonce.get(), asked.source()));
            log.debug(
                    "wrong password or unknown user: {} from {}",
                    shown(name),
                    asked.source().getHostAddress());
            return challenge.apply(false);
        }
        if (!nonces.use(
                nonce.get(), response.protection().orElseThrow().nonceCount(), asked.once())) {
            // RFC 7616 §3.3: stale only where the digest is right.
            return challenge.apply(true);
        }
        backOff.succeeded(name, asked.source());
        return new Authentication.Authenticated(owner.get().account(), owner.get().label());
    }

    private Authentication challenge(
            Request request, Role role, InetAddress receiver, boolean stale) {
        return challenge(role, md5Only.algorithms(request), receiver, stale);
    }

    private Authentication challenge(
            Role role, List<DigestAlgorithm> algorithms, InetAddress receiver, boolean stale) {
        String nonce = nonces.issue(receiver);
        List<Header> challenges =
                algorithms.stream()
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
        return strongest(ours);
    }

    private static Optional<DigestResponse> strongest(List<DigestResponse> answers) {
        return answers.stream().min(Comparator.comparing(DigestResponse::algorithm));
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
