package org.earshot.server.acme;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.ServerCertificate;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/// Gets certificates from one authority, for an account of which the key is kept in a file. For one thread at a time; blocks up to some minutes.
final class AcmeClient {
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final Duration PROOF = Duration.ofMinutes(2);
    private static final Duration ISSUE = Duration.ofMinutes(3);

    private final URI directory;
    private final Optional<SSLContext> tls;
    private final String email;
    private final Path accountKey;
    private final Proofs proofs;

    /// @param tls whom to trust; empty: whom the system trusts
    /// @param email for the account; may be empty
    /// @param accountKey made (0600) where it is not there yet
    AcmeClient(
            URI directory, Optional<SSLContext> tls, String email, Path accountKey, Proofs proofs) {
        this.directory = directory;
        this.tls = tls;
        this.email = email;
        this.accountKey = accountKey;
        this.proofs = proofs;
    }

    /// Another certificate, with a key of its own.
    ///
    /// @param names host names, the first is the subject
    /// @throws AcmeFailedException in words for an administrator
    ServerCertificate get(List<String> names) throws AcmeFailedException, InterruptedException {
        try {
            Session session =
                    tls.isPresent()
                            ? new Session(directory, new Trusting(tls.get()))
                            : new Session(directory, new GenericAcmeProvider());
            session.networkSettings().setTimeout(REQUEST);
            Order order = account(session).newOrder().domains(names).create();
            for (Authorization authorization : order.getAuthorizations()) {
                prove(authorization);
            }
            if (order.waitUntilReady(PROOF) == Status.INVALID) {
                throw refused("the order was refused", order.getError());
            }
            KeyPair key = AccountKey.newKey();
            order.execute(key);
            if (order.waitForCompletion(ISSUE) != Status.VALID) {
                throw refused("no certificate was issued", order.getError());
            }
            return new ServerCertificate(
                    order.getCertificate().getCertificateChain(), key.getPrivate());
        } catch (AcmeNetworkException e) {
            throw new AcmeFailedException(
                    directory
                            + " can't be reached ("
                            + reason(e)
                            + "): look at the network and at tls.acme.directory",
                    e);
        } catch (AcmeServerException e) {
            throw new AcmeFailedException("the authority says: " + e.getProblem(), e);
        } catch (AcmeException | KeyRingException e) {
            throw new AcmeFailedException(reason(e), e);
        } catch (RuntimeException e) { // acme4j's own for answers that are none of its protocol
            throw new AcmeFailedException(
                    directory + " did not answer as an authority does: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private Account account(Session session) throws AcmeException {
        AccountBuilder account =
                new AccountBuilder().agreeToTermsOfService().useKeyPair(AccountKey.of(accountKey));
        if (!email.isEmpty()) {
            account.addEmail(email);
        }
        return account.create(session); // the authority knows the key of an account that there is
    }

    private void prove(Authorization authorization)
            throws AcmeException, AcmeFailedException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return; // proven lately
        }
        String name = authorization.getIdentifier().getDomain();
        Http01Challenge challenge =
                authorization
                        .findChallenge(Http01Challenge.class)
                        .orElseThrow(() ->
                                new AcmeFailedException(
                                        "the authority wants other proof for "
                                                + name
                                                + " than over HTTP (http-01), which this server does not give"));
        proofs.show(challenge.getToken(), challenge.getAuthorization());
        try {
            challenge.trigger();
            if (authorization.waitForCompletion(PROOF) != Status.VALID) {
                throw refused(
                        "the authority did not find the proof at http://"
                                + name
                                + "/.well-known/acme-challenge/; that name must lead to tls.acme.listen on port 80, also from outside",
                        challengeError(authorization));
            }
        } finally {
            proofs.hide(challenge.getToken());
        }
    }

    private static Optional<Problem> challengeError(Authorization authorization) {
        return authorization
                .findChallenge(Http01Challenge.class)
                .flatMap(Http01Challenge::getError);
    }

    private static AcmeFailedException refused(String what, Optional<Problem> why) {
        return new AcmeFailedException(
                what + why.map(problem -> " (it says: " + problem + ")").orElse(""));
    }

    /// Trusts the authority's own server by a file of the administrator's.
    private static final class Trusting extends GenericAcmeProvider {
        private final SSLContext tls;

        private Trusting(SSLContext tls) {
            this.tls = tls;
        }

        @Override
        protected HttpConnector createHttpConnector(NetworkSettings settings, HttpClient standard) {
            return new HttpConnector(
                    settings,
                    HttpClient.newBuilder()
                            .sslContext(tls)
                            .connectTimeout(settings.getTimeout())
                            .build());
        }
    }
}
