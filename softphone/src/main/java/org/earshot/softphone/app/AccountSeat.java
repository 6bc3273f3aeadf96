package org.earshot.softphone.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ui.account.LogInForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One account of the window, and its phone while it is logged in. Thread-safe.
final class AccountSeat {
    private static final Logger log = LoggerFactory.getLogger(AccountSeat.class);

    private final OpenAccounts all;
    private final Optional<DataFolder> main;
    private Optional<PhoneParts> running = Optional.empty(); // guarded by this
    private volatile Optional<String> address = Optional.empty();

    /// @param main the folder of the main account; empty: another one, whose folder follows from its address
    AccountSeat(OpenAccounts all, Optional<DataFolder> main) {
        this.all = all;
        this.main = main;
    }

    boolean isMain() {
        return main.isPresent();
    }

    /// As `sip:alice@example.org`; empty before the first log-in.
    Optional<String> address() {
        return address;
    }

    void setAddress(String now) {
        address = Optional.of(now);
    }

    /// What the last run has kept for an account, with the password where that was kept.
    LogInForm formOf(String known) {
        DataFolder folder = all.folderOf(known);
        address = Optional.of(known);
        return withPassword(folder, new RememberedLogIn(folder).read(), false);
    }

    /// The options of the command line, else what was typed last time.
    LogInForm formAsToldBy(PhoneOptions options) {
        DataFolder folder = main.orElseThrow();
        LogInForm last = new RememberedLogIn(folder).read();
        Optional<String> ca = Optional.ofNullable(options.ca).map(Path::toString);
        LogInForm typed =
                options.account.isEmpty()
                        ? new LogInForm(
                                last.address(),
                                "",
                                options.server.isEmpty() ? last.server() : options.server,
                                last.transport(),
                                ca.orElse(last.caFile()))
                        : new LogInForm(
                                options.account,
                                "",
                                options.server,
                                options.transport,
                                ca.orElse(""));
        return withPassword(folder, typed, options.rememberPassword);
    }

    private LogInForm withPassword(DataFolder folder, LogInForm typed, boolean keeps) {
        String account = accountOf(typed);
        String kept = account.isEmpty() ? "" : all.passwords(folder).read(account).orElse("");
        return new LogInForm(
                typed.address(),
                kept,
                typed.server(),
                typed.transport(),
                typed.caFile(),
                !kept.isEmpty() || keeps);
    }

    /// By what name its password is kept; "" where that is no address.
    private static String accountOf(LogInForm form) {
        try {
            return Account.of(form.address(), "", form.server(), form.transport())
                    .address()
                    .toString();
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    /// Starts a phone in the place of the one before.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    synchronized UserAgent logIn(LogInForm form, Consumer<UserAgentEvent> listener) {
        Account account =
                Account.of(form.address(), form.password(), form.server(), form.transport());
        String name = account.address().toString();
        closeRunning();
        all.take(this, name);
        try {
            DataFolder folder = main.isPresent() ? main.get() : all.folderOf(name);
            PhoneParts parts =
                    new PhoneParts(config(account, form), folder, all.calls()::isElsewhere);
            running = Optional.of(parts);
            UserAgent agent = parts.agent();
            var _ = agent.subscribe(listener);
            var _ = agent.subscribe(all.calls().of(agent));
            var _ = agent.subscribe(event -> remember(event, folder, form, name));
            var _ =
                    agent.subscribe(
                            new PasswordWish(
                                    all.passwords(folder),
                                    account,
                                    form.keepsPassword()
                                            ? PasswordWish.Wish.KEEP
                                            : PasswordWish.Wish.FORGET));
            parts.register(account);
            agent.direct().open();
            return agent;
        } catch (StartFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private PhoneParts.Config config(Account account, LogInForm form) {
        Optional<Path> ca =
                form.caFile().isEmpty() ? Optional.empty() : Optional.of(Path.of(form.caFile()));
        PhoneParts.Config config =
                PhoneMain.config(all.options(), Optional.of(account)).trusting(ca);
        // one phone of a machine takes calls without a server: they come to one port
        return main.isPresent() ? config : config.withoutDirect();
    }

    private void remember(UserAgentEvent event, DataFolder folder, LogInForm form, String name) {
        if (event instanceof UserAgentEvent.Registered) {
            // a file is not written on the user-agent thread
            Thread.ofVirtual()
                    .name("remember-log-in")
                    .start(() -> {
                        try {
                            new RememberedLogIn(folder).keep(form);
                            if (!isMain()) {
                                all.list(name);
                            }
                        } catch (StartFailure e) {
                            log.warn("the log-in is not remembered: {}", e.getMessage());
                        }
                    });
        }
    }

    private void closeRunning() {
        running.ifPresent(parts -> {
            all.calls().forget(parts.agent());
            parts.close();
        });
        running = Optional.empty();
    }

    synchronized void close() {
        closeRunning();
    }
}
