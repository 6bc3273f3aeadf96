package org.earshot.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Officer;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.LeavingAdministration;
import org.earshot.server.leaving.Anonymisation;
import org.earshot.server.people.Link;

/// Accounts of people who have left. What waits for them is ended by the servers that run, or by the next one that starts.
final class StoreLeavingAdministration implements LeavingAdministration {
    private static final int LONGEST_GROUND = 2000;

    private final Stores stores;
    private final Function<String, AddressOfRecord> addresses;
    private final Consumer<AddressOfRecord> forget;
    private final PersonExport export;
    private final Optional<Anonymisation> anonymisation;

    /// @param addresses reads what an administrator wrote, or throws [AdminException]
    /// @param forget has an account authenticate anew on every connection
    /// @param anonymisation empty where nothing outlives the process
    StoreLeavingAdministration(
            Stores stores,
            Function<String, AddressOfRecord> addresses,
            Consumer<AddressOfRecord> forget,
            PersonExport export,
            Optional<Anonymisation> anonymisation) {
        this.stores = stores;
        this.addresses = addresses;
        this.forget = forget;
        this.export = export;
        this.anonymisation = anonymisation;
    }

    @Override
    public ClosedFact close(String name) {
        AddressOfRecord address = addresses.apply(name);
        // what comes behind it is done for one that is closed already too: perhaps it was not, then
        if (!stores.accounts().close(address) && find(address).isEmpty()) {
            throw new AdminException(
                    "there is no account " + address + "; earshot admin user list");
        }
        stores.bindings().update(address, _ -> List.of());
        // whoever gets the account when it is opened again gets nothing of before, unless an
        // officer releases it
        stores.withholding().hold(address, Set.of());
        stores.groups().removeEverywhere(address);
        for (Link.Purpose purpose : Link.Purpose.values()) {
            stores.links().removeAll(purpose, address.user());
        }
        forget.accept(address);
        return find(address)
                .map(this::fact)
                .orElseThrow(() -> new AdminException(address + " was opened meanwhile"));
    }

    private Optional<AccountStore.Closed> find(AddressOfRecord address) {
        return stores.accounts().closed().stream()
                .filter(closed -> closed.account().address().equals(address))
                .findFirst();
    }

    private ClosedFact fact(AccountStore.Closed closed) {
        return new ClosedFact(
                closed.account(),
                closed.since(),
                stores.messages().waitingFor(closed.account().address()));
    }

    @Override
    public AnonymisedFact anonymise(Officer by, String name, String ground) {
        if (ground.isBlank() || ground.length() > LONGEST_GROUND) {
            throw new AdminException(
                    "--ground says why, in at most " + LONGEST_GROUND + " characters");
        }
        AddressOfRecord address = addresses.apply(name);
        Anonymisation.Outcome outcome =
                anonymisation
                        .orElseThrow(() ->
                                new AdminException(
                                        "database.url is memory: nothing outlives the process"))
                        .anonymise(by, address, ground);
        forget.accept(address);
        return new AnonymisedFact(
                address.toString(),
                outcome.pseudonym().map(AddressOfRecord::toString),
                outcome.gone(),
                outcome.stays(),
                outcome.record().words());
    }

    @Override
    public List<String> export(String name, Path target, Optional<String> reader) {
        AddressOfRecord address = addresses.apply(name);
        Optional<AccountStore.Closed> closed = find(address);
        Account account =
                closed.map(AccountStore.Closed::account)
                        .or(() -> stores.accounts().find(address))
                        .orElseThrow(() ->
                                new AdminException(
                                        "there is no account "
                                                + address
                                                + "; earshot admin user list"));
        return export.write(account, closed.map(AccountStore.Closed::since), target, reader);
    }

    @Override
    public Account open(String name) {
        AddressOfRecord address = addresses.apply(name);
        return stores.accounts()
                .open(address)
                .orElseThrow(() ->
                        new AdminException(address + " is not closed; earshot admin user closed"));
    }

    @Override
    public List<ClosedFact> closed() {
        return stores.accounts().closed().stream().map(this::fact).toList();
    }
}
