package org.earshot.softphone.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ui.Accounts;
import org.earshot.softphone.ui.account.LogInForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The accounts of the window and their phones: the main one's in the folder of `--data`, each other in one of its own below, so that nothing of one is another's. Thread-safe.
final class OpenAccounts implements Accounts, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpenAccounts.class);

    /// Names the accounts that were open besides the main one, a line for each.
    private static final String LIST = "open-accounts";

    private static final String FOLDERS = "accounts";

    private final PhoneOptions options;
    private final DataFolder folder;
    private final Enrolment enrolment;
    private final Map<String, String> environment;
    private final CallsTogether calls = new CallsTogether();
    private final Map<Seat, AccountSeat> seats = new HashMap<>(); // guarded by this
    private final SequencedSet<String> listed = new LinkedHashSet<>(); // guarded by this

    /// @param environment of the process, which says where keys of kept passwords are
    OpenAccounts(
            PhoneOptions options,
            DataFolder folder,
            Enrolment enrolment,
            Map<String, String> environment) {
        this.options = options;
        this.folder = folder;
        this.enrolment = enrolment;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public synchronized List<Seat> seats() {
        List<Seat> all = new ArrayList<>();
        AccountSeat main = new AccountSeat(this, Optional.of(folder));
        all.add(seat(main, main.formAsToldBy(options)));
        for (String address : folder.lines(LIST)) {
            try {
                AccountSeat other = new AccountSeat(this, Optional.empty());
                all.add(seat(other, other.formOf(address)));
                listed.add(address);
            } catch (StartFailure e) {
                log.warn("{} is left out: {}", address, e.getMessage());
            }
        }
        return all;
    }

    private Seat seat(AccountSeat of, LogInForm form) {
        Seat seat = new Seat(of::logIn, form, of.isMain());
        seats.put(seat, of);
        return seat;
    }

    @Override
    public synchronized Seat add() {
        return seat(new AccountSeat(this, Optional.empty()), LogInForm.empty());
    }

    @Override
    public void close(Seat seat) {
        AccountSeat closed;
        synchronized (this) {
            closed = seats.remove(seat);
            closed.address().filter(listed::remove).ifPresent(_ -> writeLater());
        }
        Thread.ofVirtual().name("close-account").start(closed::close);
    }

    @Override
    public Enrolment enrolment() {
        return enrolment;
    }

    PhoneOptions options() {
        return options;
    }

    /// Keeps the password of an account's folder.
    KeptPassword passwords(DataFolder of) {
        return KeptPassword.of(of, environment);
    }

    CallsTogether calls() {
        return calls;
    }

    /// What an account other than the main one keeps.
    DataFolder folderOf(String address) {
        // an address may hold what a file's name must not
        String name = URLEncoder.encode(address, StandardCharsets.UTF_8);
        DataFolder.open(folder.file(FOLDERS));
        return DataFolder.open(folder.file(FOLDERS).resolve(name));
    }

    /// Two phones with one account would take each other's messages.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    synchronized void take(AccountSeat seat, String address) {
        boolean taken =
                seats.values().stream()
                        .anyMatch(other ->
                                other != seat && other.address().equals(Optional.of(address)));
        if (taken) {
            throw new IllegalArgumentException(address + " is open in this window already");
        }
        seat.setAddress(address);
    }

    /// An account other than the main one has logged in: it will be there at the next start.
    synchronized void list(String address) {
        if (listed.add(address)) {
            writeLater();
        }
    }

    private void writeLater() {
        Thread.ofVirtual().name("open-accounts").start(this::write);
    }

    private synchronized void write() {
        try {
            folder.write(LIST, List.copyOf(listed));
        } catch (StartFailure e) {
            log.warn("which accounts are open is not remembered: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        List<AccountSeat> all;
        synchronized (this) {
            all = List.copyOf(seats.values());
        }
        all.forEach(AccountSeat::close);
    }
}
