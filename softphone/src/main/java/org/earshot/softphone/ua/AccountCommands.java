package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.softphone.ua.AccountFailure.Trouble;

/// Hands what the user wants of the account over to the user-agent thread, and what became of it back to it. Thread-safe.
final class AccountCommands implements AccountService {
    private final BiConsumer<String, String> onNewPassword;
    private final UserAgentThread thread;
    private final Supplier<Optional<LoggedIn>> loggedIn; // on the thread
    private final AccountGateway gateway;
    private final String instance;

    /// @param instance of this phone
    /// @param onNewPassword hears an account and its password that our user has set; returns at once
    AccountCommands(
            UserAgentThread thread,
            Supplier<Optional<LoggedIn>> loggedIn,
            AccountGateway gateway,
            String instance,
            BiConsumer<String, String> onNewPassword) {
        this.thread = thread;
        this.loggedIn = loggedIn;
        this.gateway = gateway;
        this.instance = instance;
        this.onNewPassword = onNewPassword;
    }

    /// Asks for whoever is logged in, and tells on the user-agent thread.
    <T> CompletionStage<T> ask(Function<AccountGateway.Own, CompletionStage<T>> question) {
        CompletableFuture<T> told = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                question.apply(own())
                        .whenComplete((answer, failure) ->
                                thread.execute(() -> tell(told, answer, failure)));
            } catch (AccountFailure e) {
                told.completeExceptionally(e);
            }
        });
        return told;
    }

    private static <T> void tell(CompletableFuture<T> told, T answer, Throwable failure) {
        if (failure == null) {
            told.complete(answer);
        } else {
            told.completeExceptionally(cause(failure));
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    private AccountGateway.Own own() throws AccountFailure {
        LoggedIn here =
                loggedIn.get()
                        .orElseThrow(
                                () -> new AccountFailure(Trouble.NOT_LOGGED_IN, "not logged in"));
        return new AccountGateway.Own(
                here.account(),
                here.service()
                        .orElseThrow(() ->
                                new AccountFailure(
                                        Trouble.NOT_LOGGED_IN,
                                        "the server does not serve this to phones (https.listen), or not before a log-in over TLS")),
                instance);
    }

    static <T> CompletionStage<T> refused(String words) {
        return CompletableFuture.failedFuture(new AccountFailure(Trouble.NOT_ACCEPTED, words));
    }

    @Override
    public CompletionStage<Person> profile() {
        return ask(gateway::profile);
    }

    @Override
    public CompletionStage<Void> rename(String displayName) {
        return ask(own -> gateway.rename(own, displayName.strip()));
    }

    @Override
    public CompletionStage<Void> changePassword(
            String current, String password, boolean alsoForgetPhones) {
        return ask(own -> {
            if (!own.account().password().equals(current)) {
                return CompletableFuture.failedFuture(
                        new AccountFailure(
                                Trouble.WRONG_PASSWORD, "that is not your password of now"));
            }
            CompletableFuture<Void> changed = new CompletableFuture<>();
            gateway.changePassword(own, password, alsoForgetPhones)
                    .whenComplete((_, failure) ->
                            thread.execute(() -> {
                                if (failure == null) {
                                    goOnWith(own.account(), password);
                                }
                                tell(changed, null, failure);
                            }));
            return changed;
        });
    }

    /// Unless somebody else has logged in meanwhile.
    private void goOnWith(Account before, String password) {
        loggedIn.get()
                .filter(here -> here.account().equals(before))
                .ifPresent(here -> here.passwordChanged(password));
        onNewPassword.accept(before.address().toString(), password);
    }

    @Override
    public CompletionStage<Void> setPicture(Path image) {
        return ask(own -> gateway.setPicture(own, image));
    }

    @Override
    public CompletionStage<Void> setPicture(byte[] image) {
        byte[] copy = image.clone();
        return ask(own -> gateway.setPicture(own, copy));
    }

    @Override
    public CompletionStage<Void> removePicture() {
        return ask(gateway::removePicture);
    }

    @Override
    public CompletionStage<Optional<Person>> person(String address) {
        return ask(own -> ofOurDomain(own, address, gateway::person));
    }

    @Override
    public CompletionStage<Optional<Picture>> picture(String address) {
        return ask(own -> ofOurDomain(own, address, gateway::picture));
    }

    /// What the server has of somebody, who is asked for by name; of another server's people it has nothing.
    private static <T> CompletionStage<Optional<T>> ofOurDomain(
            AccountGateway.Own own,
            String address,
            BiFunction<AccountGateway.Own, String, CompletionStage<Optional<T>>> question) {
        AddressOfRecord whose;
        try {
            whose = SipUris.addressOfRecord(withDomain(address, own));
        } catch (IllegalArgumentException e) {
            return refused(e.getMessage());
        }
        return whose.domain().equals(own.account().address().domain())
                ? question.apply(own, whose.user())
                : CompletableFuture.completedFuture(Optional.empty());
    }

    /// An address of a name, which is one of our own domain.
    static String withDomain(String address, AccountGateway.Own own) {
        return address.indexOf('@') < 0 && !address.startsWith("sip:")
                ? address + "@" + own.account().address().domain()
                : address;
    }

    @Override
    public CompletionStage<People> directory(String words, Optional<String> after, int most) {
        if (most < 1 || most > MOST_PEOPLE) {
            return refused("at most " + MOST_PEOPLE + " people at once");
        }
        return ask(own -> gateway.directory(own, words.strip(), after, most));
    }

    @Override
    public CompletionStage<Devices> devices() {
        return ask(gateway::devices);
    }

    @Override
    public CompletionStage<Void> endDevice(String id) {
        return ask(own -> gateway.endDevice(own, id));
    }

    @Override
    public CompletionStage<String> addDevice(String label) {
        return ask(own -> gateway.addDevice(own, label.strip()));
    }

    @Override
    public CompletionStage<Void> removeDevice(String label) {
        return ask(own -> gateway.removeDevice(own, label.strip()));
    }

    @Override
    public CompletionStage<Void> signOutEverywhere() {
        return ask(gateway::signOutEverywhere);
    }
}
