package org.earshot.softphone.ua;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.auth.DigestChallenge;
import org.earshot.common.auth.Ha1;
import org.earshot.common.auth.RequestAuthenticator.Role;
import org.earshot.common.stack.Flow;

/// Answers digest challenges for one account (RFC 3261 §22, RFC 7616, RFC 8760), and only those that can't
/// be a trap: of our own domain's realm, not weaker than what the domain has offered before, and not in the
/// clear where we know the domain by TLS. On the user-agent thread.
final class ChallengeAnswer implements Credentials {
    static final String WRONG_PASSWORD = Failure.WRONG_PASSWORD.words();

    private Account account;
    private final Memory memory;
    private String realm;

    ChallengeAnswer(Account account, Memory memory) {
        this.account = account;
        this.memory = memory;
    }

    /// Whose challenges these are, with the password of now.
    Account account() {
        return account;
    }

    /// From now on by another password.
    void passwordChanged(String password) {
        account = account.with(password);
    }

    /// What to do about a challenge.
    sealed interface Outcome {}

    /// Send this instead.
    record Answered(Request request) implements Outcome {}

    /// Don't.
    record Refused(String reason) implements Outcome {}

    /// Whether the server only wants a fresh nonce (RFC 7616 §3.3).
    static boolean isStale(Response challenge) {
        return challenges(challenge).stream().anyMatch(a -> a.challenge().stale());
    }

    /// Answers the best challenge of a response.
    @Override
    public Outcome answer(Request request, Response response, long cSeq, Flow flow) {
        String domain = account.address().domain();
        if (!flow.transport().isSecure() && memory.knows(byTls(domain))) {
            return new Refused(domain + " is known by TLS: the password is not used without it");
        }
        Optional<Asked> best =
                challenges(response).stream()
                        .filter(a -> isOurs(a.challenge().realm(), request))
                        .min(Comparator.comparing(a -> a.challenge().algorithm()));
        if (best.isEmpty()) {
            return new Refused(Failure.FOREIGN_CHALLENGE.words());
        }
        DigestAlgorithm algorithm = best.get().challenge().algorithm();
        if (algorithm == DigestAlgorithm.SHA_256) {
            memory.learn(bySha256(domain));
        } else if (memory.knows(bySha256(domain))) {
            return new Refused(domain + " has offered SHA-256 before, and now only MD5");
        }
        return new Answered(withCredentials(request, best.get(), cSeq));
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

    /// A challenge and which pair of headers it came by.
    private record Asked(DigestChallenge challenge, Role role) {}

    private Request withCredentials(Request request, Asked asked, long cSeq) {
        Request again = (Request) request.clone();
        again.setHeader(Fields.header(CSeqHeader.NAME, cSeq + " " + request.getMethod()));
        DigestChallenge challenge = asked.challenge();
        String user = account.address().user();
        AuthorizationHeader header =
                challenge
                        .answer(
                                user,
                                Ha1.of(
                                        challenge.algorithm(),
                                        user,
                                        challenge.realm(),
                                        account.password()),
                                request.getMethod(),
                                request.getRequestURI().toString(),
                                Identity.newTag(),
                                1)
                        .header(asked.role());
        again.removeHeader(header.getName());
        again.addHeader(header);
        return again;
    }

    private static List<Asked> challenges(Response response) {
        List<Asked> out = new ArrayList<>();
        collect(response, WWWAuthenticateHeader.NAME, Role.REGISTRAR, out);
        collect(response, ProxyAuthenticateHeader.NAME, Role.PROXY, out);
        return out;
    }

    private static void collect(Response response, String name, Role role, List<Asked> out) {
        var headers = response.getHeaders(name);
        while (headers.hasNext()) {
            if (headers.next() instanceof WWWAuthenticateHeader header) {
                DigestChallenge.parse(header).ifPresent(c -> out.add(new Asked(c, role)));
            }
        }
    }

    private static String bySha256(String domain) {
        return "sha-256 " + domain;
    }

    private static String byTls(String domain) {
        return "tls " + domain;
    }
}
