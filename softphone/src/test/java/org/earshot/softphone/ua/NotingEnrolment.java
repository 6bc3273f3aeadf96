package org.earshot.softphone.ua;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.earshot.common.service.AccountLink;

/// A server for those who have no account yet, which notes what it is asked for. Thread-safe.
public final class NotingEnrolment implements Enrolment {
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /// What it was asked for, in order; never a password.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public CompletionStage<Server> look(AccountLink link) {
        asked.add("look " + link.domain());
        return CompletableFuture.completedFuture(
                new Server(
                        link.domain(),
                        link.service(),
                        "127.0.0.1:5061",
                        SignUp.INVITATION,
                        Optional.empty()));
    }

    @Override
    public CompletionStage<Server> look(String service, Optional<Path> authority) {
        asked.add("look at " + service);
        if (service.startsWith("unknown.")) {
            return CompletableFuture.failedFuture(
                    new AccountFailure(
                            AccountFailure.Trouble.NOT_TRUSTED, "who signed its certificate?"));
        }
        return CompletableFuture.completedFuture(server(service, authority));
    }

    @Override
    public CompletionStage<Server> lookByKey(String service, String fingerprint) {
        asked.add("look at " + service + " by " + fingerprint);
        return CompletableFuture.completedFuture(
                server(service, Optional.of(Path.of("trusted.pem"))));
    }

    private static Server server(String service, Optional<Path> authority) {
        return new Server(
                service,
                URI.create("https://" + service),
                service + ":5061",
                service.startsWith("closed.")
                        ? SignUp.CLOSED
                        : service.startsWith("invitation.")
                                ? SignUp.INVITATION
                                : service.startsWith("organisation.")
                                        ? SignUp.ORGANISATION
                                        : SignUp.OPEN,
                authority);
    }

    @Override
    public CompletionStage<Account> signUp(
            Server server, Optional<AccountLink> invitation, Wish wish) {
        asked.add(
                "sign up "
                        + wish.name()
                        + " as "
                        + wish.displayName()
                        + wish.picture().map(_ -> " with a picture").orElse("")
                        + wish.organisation()
                                .map(_ -> " by the organisation's password")
                                .orElse(""));
        if (wish.name().equals("taken")) {
            return CompletableFuture.failedFuture(
                    new AccountFailure(
                            AccountFailure.Trouble.WRONG_PASSWORD, "that name can't be had"));
        }
        return CompletableFuture.completedFuture(account(wish.name(), wish.password()));
    }

    @Override
    public CompletionStage<Account> reset(Server server, AccountLink link, String password) {
        asked.add("reset " + link.name().orElse(""));
        return CompletableFuture.completedFuture(account(link.name().orElseThrow(), password));
    }

    private static Account account(String name, String password) {
        return Account.of(name + "@example.org", password, "127.0.0.1:5061", "tls");
    }
}
