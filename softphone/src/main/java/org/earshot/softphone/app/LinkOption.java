package org.earshot.softphone.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.account.HttpsAccounts;
import org.earshot.softphone.account.HttpsEnrolment;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ui.Summons;

/// What `--link-file` and `--sign-up` ask for: a new account, or a new password, before the log-in. Stateless.
final class LinkOption {
    private static final String TRUSTED = "trusted";
    private static final String SCHEME = "earshot:";

    private LinkOption() {}

    /// What came of it.
    ///
    /// @param authority by which the server is trusted from now on; empty: whom the system trusts
    record Done(AccountLink.Kind kind, Account account, Optional<Path> authority) {}

    /// The authority that a link named at an earlier start; empty: none did.
    static Optional<Path> authority(DataFolder folder, String domain) {
        return Optional.of(HttpsEnrolment.authority(folder.file(TRUSTED), domain))
                .filter(Files::isReadable);
    }

    /// What the window is to do for whoever starts it.
    ///
    /// @throws IllegalArgumentException with a sentence for the user, where what is to be opened is nothing of ours. It never repeats what that was
    static Summons summons(PhoneOptions options) {
        String text = options.link.strip();
        if (text.isEmpty()) {
            return new Summons.Show();
        }
        if (options.headless || options.window) {
            throw new IllegalArgumentException(
                    "a link is opened by the window's log-in; without one it goes into a file: --link-file");
        }
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new IllegalArgumentException(
                    "only a link of your administrator can be opened: one begins with earshot://invite/ or earshot://reset/");
        }
        try {
            return new Summons.Link(AccountLink.parse(text));
        } catch (IllegalArgumentException _) {
            return new Summons.Damaged(); // who has clicked on it looks at the window
        }
    }

    /// Uses the link up, or signs up without one.
    ///
    /// @throws StartFailure with a sentence for the user
    static Done use(PhoneOptions options, String password, DataFolder folder) {
        return options.linkFile == null
                ? signUp(options, password, folder)
                : byLink(options, password, folder, link(options.linkFile));
    }

    /// Whether the command line asks for something before the log-in.
    static boolean isWanted(PhoneOptions options) {
        if (options.linkFile != null && !options.signUp.isEmpty()) {
            throw new StartFailure("--link-file and --sign-up exclude each other");
        }
        return options.linkFile != null || !options.signUp.isEmpty();
    }

    private static Done signUp(PhoneOptions options, String password, DataFolder folder) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Enrolment enrolment = enrolment(folder, threads);
            Enrolment.Server server =
                    await(
                            options.authorityKey.isEmpty()
                                    ? enrolment.look(
                                            options.signUp, Optional.ofNullable(options.ca))
                                    : enrolment.lookByKey(options.signUp, options.authorityKey));
            switch (server.signUp()) {
                case OPEN -> {}
                case ORGANISATION -> {
                    if (options.organisationPasswordFile == null) {
                        throw new StartFailure(
                                "at "
                                        + server.domain()
                                        + " your organisation's password is needed: --organisation-password-file, or ask for a link, and use --link-file");
                    }
                }
                case INVITATION ->
                        throw new StartFailure(
                                "at "
                                        + server.domain()
                                        + " accounts are made by invitation: ask for a link, and use --link-file");
                case CLOSED ->
                        throw new StartFailure(
                                "at "
                                        + server.domain()
                                        + " administrators make the accounts: ask for one");
            }
            Optional<String> organisation =
                    Optional.ofNullable(options.organisationPasswordFile)
                            .filter(_ -> server.signUp() == Enrolment.SignUp.ORGANISATION)
                            .map(PhoneMain::firstLine);
            Account account =
                    await(
                            enrolment.signUp(
                                    server,
                                    Optional.empty(),
                                    wish(options, password, name(options), organisation)));
            return new Done(AccountLink.Kind.INVITE, account, server.authority());
        }
    }

    private static Enrolment.Wish wish(
            PhoneOptions options, String password, String name, Optional<String> organisation) {
        try {
            return new Enrolment.Wish(
                    name,
                    options.displayName,
                    password,
                    options.picture == null
                            ? Optional.empty()
                            : Optional.of(HttpsAccounts.image(options.picture)),
                    organisation);
        } catch (AccountFailure e) {
            throw new StartFailure("--picture: " + e.getMessage());
        }
    }

    private static Done byLink(
            PhoneOptions options, String password, DataFolder folder, AccountLink link) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Enrolment enrolment = enrolment(folder, threads);
            Enrolment.Server server = await(enrolment.look(link));
            Account account =
                    switch (link.kind()) {
                        case INVITE ->
                                await(
                                        enrolment.signUp(
                                                server,
                                                Optional.of(link),
                                                wish(
                                                        options,
                                                        password,
                                                        name(options, link),
                                                        Optional.empty())));
                        case RESET -> await(enrolment.reset(server, link, password));
                    };
            return new Done(link.kind(), account, server.authority());
        }
    }

    /// By what is in a phone's folder.
    static Enrolment enrolment(DataFolder folder, ExecutorService threads) {
        return new HttpsEnrolment(
                folder.file(TRUSTED),
                account ->
                        new DigestSignIn(
                                account.address().user(),
                                account.address().domain(),
                                account.password()),
                threads);
    }

    private static AccountLink link(Path file) {
        try {
            return AccountLink.parse(Files.readString(file));
        } catch (IOException e) {
            throw new StartFailure("--link-file: " + file + " can't be read");
        } catch (IllegalArgumentException e) {
            throw new StartFailure("--link-file: " + e.getMessage());
        }
    }

    private static String name(PhoneOptions options, AccountLink link) {
        return options.account.isEmpty() && link.name().isPresent()
                ? link.name().get()
                : name(options);
    }

    private static String name(PhoneOptions options) {
        if (options.account.isEmpty()) {
            throw new StartFailure("--account is missing: what name do you want to have?");
        }
        String text = options.account.replaceFirst("^sips?:", "");
        int at = text.lastIndexOf('@');
        return at < 0 ? text : text.substring(0, at);
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new StartFailure(
                    e.getCause() == null || e.getCause().getMessage() == null
                            ? e.toString()
                            : e.getCause().getMessage());
        }
    }
}
