package org.earshot.softphone.ua;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// An account that does nothing but note its commands; what it answers is made up, and somebody called `nobody` is not there. Thread-safe as
/// the list is.
public final class NotingAccount implements AccountService {
    private static final Person ALICE =
            new Person("sip:alice@example.org", "Alice", Optional.of("e1"));

    private final List<String> commands;
    private volatile Optional<People> directory = Optional.empty();

    NotingAccount(List<String> commands) {
        this.commands = commands;
    }

    /// From now on these are the people of the directory.
    public void directoryIs(Person... people) {
        directory = Optional.of(new People(List.of(people), Optional.empty()));
    }

    private <T> CompletionStage<T> note(String command, T answer) {
        commands.add(command);
        return CompletableFuture.completedFuture(answer);
    }

    private CompletionStage<Void> note(String command) {
        return note(command, null);
    }

    @Override
    public CompletionStage<Person> profile() {
        return note("profile", ALICE);
    }

    @Override
    public CompletionStage<Void> rename(String displayName) {
        return note(("display-name " + displayName).strip());
    }

    @Override
    public CompletionStage<Void> changePassword(
            String current, String password, boolean alsoForgetPhones) {
        return note(
                "password "
                        + current
                        + " "
                        + password
                        + (alsoForgetPhones ? " forget-phones" : ""));
    }

    @Override
    public CompletionStage<Void> setPicture(Path image) {
        return note("picture set " + image);
    }

    @Override
    public CompletionStage<Void> setPicture(byte[] image) {
        return note("picture set");
    }

    @Override
    public CompletionStage<Void> removePicture() {
        return note("picture remove");
    }

    @Override
    public CompletionStage<Optional<Person>> person(String address) {
        return CompletableFuture.completedFuture(
                Optional.of(new Person(address, "", Optional.of("0f"))));
    }

    @Override
    public CompletionStage<Optional<Picture>> picture(String address) {
        commands.add("picture get " + address);
        if (address.contains("nobody")) {
            return CompletableFuture.failedFuture(
                    new AccountFailure(AccountFailure.Trouble.NOT_LOGGED_IN, "not logged in"));
        }
        return CompletableFuture.completedFuture(
                Optional.of(
                        new Picture("image/png", "pixels".getBytes(StandardCharsets.US_ASCII))));
    }

    @Override
    public CompletionStage<People> directory(String words, Optional<String> after, int most) {
        return note(
                ("directory" + after.map(last -> " --after " + last).orElse("") + " " + words)
                        .strip(),
                directory.orElseGet(() -> new People(List.of(ALICE), Optional.of("alice"))));
    }

    @Override
    public CompletionStage<Devices> devices() {
        return note(
                "phones",
                new Devices(
                        List.of(
                                new Device(
                                        "0f",
                                        "Earshot/1",
                                        "TLS",
                                        Instant.EPOCH,
                                        Instant.EPOCH.plusSeconds(60),
                                        true)),
                        List.of("Desk")));
    }

    @Override
    public CompletionStage<Void> endDevice(String id) {
        return note("phones end " + id);
    }

    @Override
    public CompletionStage<String> addDevice(String label) {
        return note("phones add " + label, "s3cret");
    }

    @Override
    public CompletionStage<Void> removeDevice(String label) {
        return note("phones remove " + label);
    }

    @Override
    public CompletionStage<Void> signOutEverywhere() {
        return note("phones sign-out");
    }
}
