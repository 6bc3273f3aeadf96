package org.earshot.softphone.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.ContactBook;
import org.earshot.softphone.ui.LogInForm;
import org.earshot.softphone.ui.PhoneWindow;

/// The phone with a window.
final class SoftphoneMain {
    private SoftphoneMain() {}

    /// Shows a log-in, and the phone of whoever logs in. Returns when the window was closed.
    ///
    /// @return the status of the process
    static int run(PhoneOptions options) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        AtomicReference<Optional<PhoneParts>> running = new AtomicReference<>(Optional.empty());
        try (DataFolder folder = PhoneMain.folder(options)) {
            PhoneWindow.showLogIn(
                    form -> {
                        PhoneParts parts = logIn(options, form, folder);
                        running.getAndSet(Optional.of(parts)).ifPresent(PhoneParts::close);
                        return parts.agent();
                    },
                    new LogInForm(
                            options.account,
                            "",
                            options.server,
                            options.transport,
                            Optional.ofNullable(options.ca).map(Path::toString).orElse("")),
                    contacts(folder),
                    options.dark,
                    () -> closed.complete(null));
            closed.join();
            running.get().ifPresent(PhoneParts::close);
        }
        return 0;
    }

    private static PhoneParts logIn(PhoneOptions options, LogInForm form, DataFolder folder) {
        Account account =
                Account.of(form.address(), form.password(), form.server(), form.transport());
        options.ca = form.caFile().isEmpty() ? null : Path.of(form.caFile());
        try {
            PhoneParts parts = new PhoneParts(PhoneMain.config(options, account), folder);
            parts.register(account);
            return parts;
        } catch (StartFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// Shows a window for a phone that runs already.
    static void show(PhoneParts parts, DataFolder folder, PhoneOptions options, Runnable onClosed) {
        UserAgent agent = parts.agent();
        PhoneWindow.show(agent, contacts(folder), options.dark, onClosed);
    }

    private static ContactBook contacts(DataFolder folder) {
        return new FileContactBook(folder);
    }
}
