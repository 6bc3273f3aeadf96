package org.earshot.softphone.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.LogInForm;
import org.earshot.softphone.ui.PhoneWindow;
import org.earshot.softphone.ui.WindowSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The phone with a window.
final class SoftphoneMain {
    private static final Logger log = LoggerFactory.getLogger(SoftphoneMain.class);

    private final PhoneOptions options;
    private final DataFolder folder;
    private final RememberedLogIn remembered;
    private final KeptPassword passwords;
    private final AtomicReference<Optional<PhoneParts>> running =
            new AtomicReference<>(Optional.empty());

    private SoftphoneMain(PhoneOptions options, DataFolder folder) {
        this.options = options;
        this.folder = folder;
        remembered = new RememberedLogIn(folder);
        passwords = KeptPassword.of(folder, System.getenv());
    }

    /// Shows a log-in, and the phone of whoever logs in. Returns when the window was closed.
    ///
    /// @return the status of the process
    /// @throws StartFailure where no window can be shown
    static int run(PhoneOptions options) {
        requireDisplay();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DataFolder folder = PhoneMain.folder(options);
                WindowSettingsFile settings = new WindowSettingsFile(folder)) {
            SoftphoneMain phone = new SoftphoneMain(options, folder);
            PhoneWindow.showLogIn(
                    phone::logIn,
                    LinkOption.enrolment(folder, threads),
                    phone.form(),
                    forThisRun(settings, options),
                    () -> closed.complete(null));
            closed.join();
            phone.running.get().ifPresent(PhoneParts::close);
        }
        return 0;
    }

    /// With the password where that was kept.
    private LogInForm form() {
        LogInForm typed = typed();
        String kept = typed.address().isEmpty() ? "" : passwords.read(account(typed)).orElse("");
        return new LogInForm(
                typed.address(),
                kept,
                typed.server(),
                typed.transport(),
                typed.caFile(),
                !kept.isEmpty() || options.rememberPassword);
    }

    /// By what name its password is kept; "" where that is no address.
    private static String account(LogInForm form) {
        try {
            return Account.of(form.address(), "", form.server(), form.transport())
                    .address()
                    .toString();
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    /// The options of the command line, else what was typed last time.
    private LogInForm typed() {
        LogInForm last = remembered.read();
        if (!options.account.isEmpty()) {
            return new LogInForm(
                    options.account,
                    "",
                    options.server,
                    options.transport,
                    Optional.ofNullable(options.ca).map(Path::toString).orElse(""));
        }
        return new LogInForm(
                last.address(),
                "",
                options.server.isEmpty() ? last.server() : options.server,
                last.transport(),
                Optional.ofNullable(options.ca).map(Path::toString).orElse(last.caFile()));
    }

    private UserAgent logIn(LogInForm form, Consumer<UserAgentEvent> listener) {
        Account account =
                Account.of(form.address(), form.password(), form.server(), form.transport());
        options.ca = form.caFile().isEmpty() ? null : Path.of(form.caFile());
        running.getAndSet(Optional.empty()).ifPresent(PhoneParts::close);
        try {
            PhoneParts parts =
                    new PhoneParts(PhoneMain.config(options, Optional.of(account)), folder);
            running.set(Optional.of(parts));
            var _ = parts.agent().subscribe(listener);
            var _ = parts.agent().subscribe(event -> remember(event, form));
            var _ = parts.agent().subscribe(new PasswordWish(passwords, account, wish(form)));
            parts.register(account);
            parts.agent().direct().open();
            return parts.agent();
        } catch (StartFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// What stands in the window counts.
    private static PasswordWish.Wish wish(LogInForm form) {
        return form.keepsPassword() ? PasswordWish.Wish.KEEP : PasswordWish.Wish.FORGET;
    }

    private void remember(UserAgentEvent event, LogInForm form) {
        if (event instanceof UserAgentEvent.Registered) {
            // a file is not written on the user-agent thread
            Thread.ofVirtual()
                    .name("remember-log-in")
                    .start(() -> {
                        try {
                            remembered.keep(form);
                        } catch (StartFailure e) {
                            log.warn("the log-in is not remembered: {}", e.getMessage());
                        }
                    });
        }
    }

    /// Shows a window for a phone that is about to register.
    ///
    /// @throws StartFailure where no window can be shown
    static void show(PhoneParts parts, PhoneOptions options, Runnable onClosed) {
        requireDisplay();
        PhoneWindow.show(parts.agent(), forThisRun(WindowSettings.ofThisRun(), options), onClosed);
    }

    /// `--dark` counts for one run.
    private static WindowSettings forThisRun(WindowSettings remembered, PhoneOptions options) {
        return options.dark ? PhoneWindow.dark(remembered) : remembered;
    }

    private static void requireDisplay() {
        Display.problem()
                .ifPresent(why -> {
                    throw new StartFailure(why + "; without a window: --headless");
                });
    }
}
