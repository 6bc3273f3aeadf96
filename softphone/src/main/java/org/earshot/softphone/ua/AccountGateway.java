package org.earshot.softphone.ua;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The server's HTTPS API for phones, as [AccountService] needs it. No method waits for network or disk; stages complete on any thread, and
/// fail with an [AccountFailure].
public interface AccountGateway {

    /// Who asks, and whom.
    ///
    /// @param account by whose password we sign in
    /// @param service where our server serves phones
    /// @param instance of this phone (RFC 5626 §4.1), `urn:uuid:…`
    record Own(Account account, URI service, String instance) {}

    CompletionStage<AccountService.Person> profile(Own own);

    CompletionStage<Void> rename(Own own, String displayName);

    CompletionStage<Void> changePassword(Own own, String password, boolean alsoForgetPhones);

    CompletionStage<Void> setPicture(Own own, Path image);

    CompletionStage<Void> setPicture(Own own, byte[] image);

    CompletionStage<Void> removePicture(Own own);

    /// @param name the user part of the address
    CompletionStage<Optional<AccountService.Person>> person(Own own, String name);

    /// @param name the user part of the address
    CompletionStage<Optional<AccountService.Picture>> picture(Own own, String name);

    CompletionStage<AccountService.People> directory(
            Own own, String words, Optional<String> after, int most);

    CompletionStage<AccountService.Devices> devices(Own own);

    CompletionStage<Void> endDevice(Own own, String id);

    CompletionStage<String> addDevice(Own own, String label);

    CompletionStage<Void> removeDevice(Own own, String label);

    CompletionStage<Void> signOutEverywhere(Own own);

    /// What is about groups.
    GroupGateway groups();

    /// Of a phone that can't.
    static AccountGateway none() {
        return new AccountGateway() {
            private static <T> CompletionStage<T> cannot() {
                return CompletableFuture.failedFuture(
                        new AccountFailure(
                                AccountFailure.Trouble.BROKEN,
                                "this is for phones that are logged in over TLS"));
            }

            @Override
            public CompletionStage<AccountService.Person> profile(Own own) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> rename(Own own, String displayName) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> changePassword(
                    Own own, String password, boolean alsoForgetPhones) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> setPicture(Own own, Path image) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> setPicture(Own own, byte[] image) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> removePicture(Own own) {
                return cannot();
            }

            @Override
            public CompletionStage<Optional<AccountService.Person>> person(Own own, String name) {
                return cannot();
            }

            @Override
            public CompletionStage<Optional<AccountService.Picture>> picture(Own own, String name) {
                return cannot();
            }

            @Override
            public CompletionStage<AccountService.People> directory(
                    Own own, String words, Optional<String> after, int most) {
                return cannot();
            }

            @Override
            public CompletionStage<AccountService.Devices> devices(Own own) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> endDevice(Own own, String id) {
                return cannot();
            }

            @Override
            public CompletionStage<String> addDevice(Own own, String label) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> removeDevice(Own own, String label) {
                return cannot();
            }

            @Override
            public CompletionStage<Void> signOutEverywhere(Own own) {
                return cannot();
            }

            @Override
            public GroupGateway groups() {
                return GroupGateway.none();
            }
        };
    }
}
