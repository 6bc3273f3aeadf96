package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.stack.Flow;

/// Answers digest challenges for one account (RFC 3261 §22, RFC 7616, RFC 8760), and only those that can't
/// be a trap: of our own domain's realm, not weaker than what the domain has offered before, and not in the
/// clear where we know the domain by TLS. On the user-agent thread.
final class ChallengeAnswer {
    static final String WRONG_PASSWORD = "wrong password, or no such account";

    private final Account account;
    private final Memory memory;
    private String realm;

    ChallengeAnswer(Account account, Memory memory) {
        this.account = account;
        this.memory = memory;
    }

    /// What to do about a challenge.
    sealed interface Outcome {}

    /// Send this instead.
    record Answered(Request request) implements Outcome {}

    /// Don't.
    record Refused(String reason) implements Outcome {}

    /// Whether the server only wants a fresh nonce (RFC 7616 §3.3).
    static boolean isStale(Response challenge) {
        return challenges(challenge).stream().anyMatch(WWWAuthenticateHeader::isStale);
    }

    /// Answers the best challenge of a response.
    ///
    /// @param request that was challenged; not changed
    Outcome answer(Request request, Response response, long cSeq, Flow flow) {
        String domain = account.address().domain();
        if (!flow.transport().isSecure() && memory.knows(byTls(domain))) {
            return new Refused(domain + " is known by TLS: the password is not used without it");
        }
        List<WWWAuthenticateHeader> usable =
                challenges(response).stream()
                        .filter(c -> algorithm(c).isPresent() && c.getRealm() != null)
                        .filter(c -> isOurs(c.getRealm(), request))
                        .sorted(Comparator.comparing(c -> algorithm(c).orElseThrow()))
                        .toList();
        if (usable.isEmpty()) {
            return new Refused("asked for a password that is not for this account's domain");
        }
        WWWAuthenticateHeader best = usable.getFirst();
        DigestAlgorithm algorithm = algorithm(best).orElseThrow();
        if (algorithm == DigestAlgorithm.SHA_256) {
            memory.learn(bySha256(domain));
        } else if (memory.knows(bySha256(domain))) {
            return new Refused(domain + " has offered SHA-256 before, and now only MD5");
        }
        return new Answered(withCredentials(request, best, algorithm, cSeq));
    }

    /// To be called when the server has accepted us over a flow.
    void accepted(Flow flow) {
        if (flow.transport().isSecure()) {
            memory.learn(byTls(account.address().domain()));
        }
    }

    /// The realm of our domain is its name, or what our registrar called itself first. A callee that asks
    /// for a password of another realm gets none.
    private boolean isOurs(String asked, Request request) {
        if (realm == null
                && (request.getMethod().equals(Request.REGISTER)
                        || asked.equalsIgnoreCase(account.address().domain()))) {
            realm = asked;
        }
        return asked.equals(realm);
    }

    private Request withCredentials(
            Request request,
            WWWAuthenticateHeader challenge,
            DigestAlgorithm algorithm,
            long cSeq) {
        Request again = (Request) request.clone();
        again.setHeader(Fields.header(CSeqHeader.NAME, cSeq + " " + request.getMethod()));
        String name =
                challenge instanceof ProxyAuthenticateHeader
                        ? "Proxy-Authorization"
                        : "Authorization";
        again.removeHeader(name);
        DigestCredentials credentials =
                new DigestCredentials(account.address().user(), account.password());
        again.addHeader(
                Fields.header(
                        name,
                        credentials.answer(
                                challenge,
                                algorithm,
                                request.getMethod(),
                                request.getRequestURI().toString(),
                                Identity.newTag())));
        return again;
    }

    private static List<WWWAuthenticateHeader> challenges(Response response) {
        List<WWWAuthenticateHeader> out = new ArrayList<>();
        for (String name : List.of(WWWAuthenticateHeader.NAME, ProxyAuthenticateHeader.NAME)) {
            var headers = response.getHeaders(name);
            while (headers.hasNext()) {
                if (headers.next() instanceof WWWAuthenticateHeader challenge
                        && "Digest".equalsIgnoreCase(challenge.getScheme())
                        && challenge.getNonce() != null) {
                    out.add(challenge);
                }
            }
        }
        return out;
    }

    private static Optional<DigestAlgorithm> algorithm(WWWAuthenticateHeader challenge) {
        String token = challenge.getAlgorithm();
        if (token == null || token.isEmpty() || token.equalsIgnoreCase("MD5")) {
            return Optional.of(DigestAlgorithm.MD5);
        }
        return token.equalsIgnoreCase("SHA-256")
                ? Optional.of(DigestAlgorithm.SHA_256)
                : Optional.empty();
    }

    private static String bySha256(String domain) {
        return "sha-256 " + domain;
    }

    private static String byTls(String domain) {
        return "tls " + domain;
    }
}
