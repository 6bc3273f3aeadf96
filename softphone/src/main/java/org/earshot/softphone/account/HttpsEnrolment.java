package org.earshot.softphone.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.service.AccountLink;
import org.earshot.common.service.ServiceHeader;
import org.earshot.softphone.file.StoreSignIn;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.AccountFailure.Trouble;
import org.earshot.softphone.ua.Enrolment;

/// New accounts and new passwords by links. Thread-safe.
public final class HttpsEnrolment implements Enrolment {
    /// An account is made behind the answer: each try that fails is a wrong password to the server, which takes five before it asks for a
    /// pause.
    private static final List<Duration> TRIES =
            List.of(
                    Duration.ofMillis(200),
                    Duration.ofMillis(400),
                    Duration.ofMillis(800),
                    Duration.ofMillis(2000));

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    private final Path authorities;
    private final Function<Account, StoreSignIn> signIn;
    private final Executor threads;

    /// @param authorities a folder of ours for the certificates of authorities
    /// @param signIn answers the server's challenges
    /// @param threads run what waits for the network
    public HttpsEnrolment(
            Path authorities, Function<Account, StoreSignIn> signIn, Executor threads) {
        this.authorities = authorities;
        this.signIn = signIn;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Server> look(AccountLink link) {
        return HttpsAccounts.on(
                threads,
                () -> {
                    if (link.authority().isEmpty()) {
                        Server server =
                                look(
                                        TrustedCertificates.ofSystem().context(),
                                        link.service(),
                                        Optional.empty());
                        requireDomain(server, link);
                        return server;
                    }
                    ByKey found = byKey(link.service(), link.authority().get());
                    requireDomain(found.server(), link);
                    return with(found.server(), keep(found.server().domain(), found.pem()));
                });
    }

    private static void requireDomain(Server server, AccountLink link) throws AccountFailure {
        if (!server.domain().equals(link.domain())) {
            throw new AccountFailure(
                    Trouble.NOT_TRUSTED,
                    "the server is that of "
                            + server.domain()
                            + ", and the link is for "
                            + link.domain());
        }
    }

    /// @param pem the authority's certificate
    private record ByKey(Server server, String pem) {}

    private ByKey byKey(URI service, String fingerprint)
            throws AccountFailure, InterruptedException {
        AtomicReference<Optional<String>> pem = new AtomicReference<>(Optional.empty());
        TrustedCertificates trust =
                TrustedCertificates.ofKey(fingerprint, shown -> pem.set(Optional.of(shown)));
        Server server = look(trust.context(), service, Optional.empty());
        return new ByKey(server, pem.get().orElseThrow(AccountClient::strange));
    }

    @Override
    public CompletionStage<Server> lookByKey(String typed, String fingerprint) {
        return HttpsAccounts.on(
                threads,
                () -> {
                    String key = fingerprint.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
                    if (!FINGERPRINT.matcher(key).matches()) {
                        throw new AccountFailure(
                                Trouble.NOT_ACCEPTED,
                                "a fingerprint has 64 digits from 0 to 9 and a to f");
                    }
                    ByKey found = byKey(service(typed), key);
                    String domain = found.server().domain();
                    Path kept = authority(authorities, domain);
                    // whoever types a strange server's key does not change how another one is known
                    if (Files.exists(kept) && !read(kept).equals(found.pem())) {
                        throw new AccountFailure(
                                Trouble.NOT_TRUSTED,
                                "this phone knows "
                                        + domain
                                        + " by another authority, and goes on with that one");
                    }
                    return with(found.server(), keep(domain, found.pem()));
                });
    }

    private static String read(Path file) throws AccountFailure {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AccountFailure(Trouble.BROKEN, file + " can't be read");
        }
    }

    private static Server with(Server server, Path authority) {
        return new Server(
                server.domain(),
                server.service(),
                server.sip(),
                server.signUp(),
                Optional.of(authority));
    }

    /// The file with the authority of a domain that was found by a link; may not be there.
    ///
    /// @param authorities the folder
    public static Path authority(Path authorities, String domain) {
        return authorities.resolve(
                domain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "_") + ".pem");
    }

    private Path keep(String domain, String pem) throws AccountFailure {
        try {
            Files.createDirectories(authorities);
            Path fresh = Files.createTempFile(authorities, "new-", ".part");
            Files.writeString(fresh, pem);
            return Files.move(
                    fresh, authority(authorities, domain), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new AccountFailure(
                    Trouble.BROKEN, "the authority's certificate can't be kept: " + e.getMessage());
        }
    }

    @Override
    public CompletionStage<Server> look(String typed, Optional<Path> authority) {
        return HttpsAccounts.on(threads, () -> look(context(authority), service(typed), authority));
    }

    private static URI service(String typed) throws AccountFailure {
        String text = typed.strip();
        return ServiceHeader.parse("<" + (text.contains("://") ? text : "https://" + text) + ">")
                .orElseThrow(() ->
                        new AccountFailure(
                                Trouble.NOT_ACCEPTED,
                                "\""
                                        + text
                                        + "\" is no server: one is written example.org or example.org:8443"));
    }

    private static SSLContext context(Optional<Path> authority) throws AccountFailure {
        try {
            return authority
                    .map(TrustedCertificates::fromPem)
                    .orElseGet(TrustedCertificates::ofSystem)
                    .context();
        } catch (KeyRingException e) {
            throw new AccountFailure(Trouble.NOT_ACCEPTED, e.getMessage());
        }
    }

    private Server look(SSLContext trust, URI service, Optional<Path> authority)
            throws AccountFailure, InterruptedException {
        try (AccountClient client = new AccountClient(trust, service, Optional.empty(), threads)) {
            JsonNode said = client.get("/.well-known/earshot").json();
            String domain = said.path("domain").asText("").toLowerCase(Locale.ROOT);
            int port = said.path("sipTlsPort").asInt(0);
            if (domain.isEmpty() || port < 0 || port > 65_535) {
                throw AccountClient.strange();
            }
            return new Server(
                    domain,
                    service,
                    port == 0 ? "" : service.getHost() + ":" + port,
                    switch (said.path("signUp").asText("")) {
                        case "invitation" -> SignUp.INVITATION;
                        case "open" -> SignUp.OPEN;
                        case "ldap" -> SignUp.ORGANISATION;
                        default -> SignUp.CLOSED;
                    },
                    authority);
        }
    }

    @Override
    public CompletionStage<Account> signUp(
            Server server, Optional<AccountLink> invitation, Wish wish) {
        return HttpsAccounts.on(
                threads,
                () -> {
                    ObjectNode wanted =
                            AccountClient.JSON
                                    .createObjectNode()
                                    .put("name", wish.name().strip())
                                    .put("displayName", wish.displayName().strip())
                                    .put("password", wish.password());
                    invitation.ifPresent(link -> wanted.put("invitation", link.secret()));
                    wish.organisation()
                            .ifPresent(theirs -> wanted.put("organisationPassword", theirs));
                    if (wish.picture().isPresent()) {
                        wanted.put(
                                "picture",
                                Base64.getEncoder().encodeToString(wish.picture().get()));
                    }
                    SSLContext trust = context(server.authority());
                    try (AccountClient client =
                            new AccountClient(trust, server.service(), Optional.empty(), threads)) {
                        client.send("POST", "/sign-up", wanted);
                    }
                    Account account =
                            account(
                                    server,
                                    wish.name().strip().toLowerCase(Locale.ROOT),
                                    wish.password());
                    awaitAccount(trust, server, account);
                    return account;
                });
    }

    private static Account account(Server server, String name, String password)
            throws AccountFailure {
        try {
            return Account.of(name + "@" + server.domain(), password, server.sip(), "tls");
        } catch (IllegalArgumentException e) {
            throw new AccountFailure(Trouble.NOT_ACCEPTED, e.getMessage());
        }
    }

    private void awaitAccount(SSLContext trust, Server server, Account account)
            throws AccountFailure, InterruptedException {
        for (int failed = 0; ; failed++) {
            // a client of its own each time: a digest that was wrong once is not sent again
            try (AccountClient client =
                    new AccountClient(
                            trust, server.service(), Optional.of(signIn.apply(account)), threads)) {
                client.get("/account");
                return;
            } catch (AccountFailure e) {
                if (e.trouble() != Trouble.WRONG_PASSWORD) {
                    throw e;
                }
                if (failed == TRIES.size()) {
                    throw new AccountFailure(
                            Trouble.WRONG_PASSWORD,
                            "this name can't be had: choose another (or, if it is your own, log in)");
                }
                LockSupport.parkNanos(TRIES.get(failed).toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    @Override
    public CompletionStage<Account> reset(Server server, AccountLink link, String password) {
        return HttpsAccounts.on(
                threads,
                () -> {
                    Account account =
                            account(
                                    server,
                                    link.name()
                                            .orElseThrow(() ->
                                                    new AccountFailure(
                                                            Trouble.NOT_ACCEPTED,
                                                            "this link names no account")),
                                    password);
                    try (AccountClient client =
                            new AccountClient(
                                    context(server.authority()),
                                    server.service(),
                                    Optional.empty(),
                                    threads)) {
                        client.send(
                                "POST",
                                "/password-reset",
                                AccountClient.JSON
                                        .createObjectNode()
                                        .put("secret", link.secret())
                                        .put("password", password));
                    }
                    return account;
                });
    }
}
