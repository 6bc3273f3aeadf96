package org.earshot.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Erasure;
import org.earshot.proxy.archive.Hold;
import org.earshot.proxy.archive.KeepingPeriod;
import org.earshot.proxy.archive.Officer;
import org.earshot.proxy.archive.Policy;
import org.earshot.proxy.archive.Retention;
import org.earshot.proxy.archive.RetentionRefusedException;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.RetentionAdministration;

/// The commands about what is kept, on the stores of this process. Thread-safe as the stores are.
final class StoreRetentionAdministration implements RetentionAdministration {
    private static final int LONGEST_TEXT = 2000;

    private final Stores stores;
    private final Archive archive;
    private final Function<String, AddressOfRecord> addresses;
    private final InstantSource clock;
    private final LoginsGivenAnew logins;

    /// @param archive where decisions stand
    /// @param addresses reads what somebody typed, or throws [AdminException]
    /// @param logins who has to wait
    StoreRetentionAdministration(
            Stores stores,
            Archive archive,
            Function<String, AddressOfRecord> addresses,
            InstantSource clock,
            LoginsGivenAnew logins) {
        this.stores = stores;
        this.archive = archive;
        this.addresses = addresses;
        this.clock = clock;
        this.logins = logins;
    }

    private Retention retention() {
        return stores.archiveParts().retention();
    }

    @Override
    public List<Policy.Rule> rules() {
        return retention().policy().rules();
    }

    @Override
    public List<Policy.Proposal> proposals() {
        return retention().policy().proposals(clock.instant());
    }

    @Override
    public List<Policy.Placed> holds() {
        return retention().policy().holds();
    }

    @Override
    public Retention.Outcome set(Officer by, String base, String period, boolean existing) {
        Optional<KeepingPeriod> wanted = KeepingPeriod.of(period);
        if (wanted.isEmpty() && !period.equals("forever")) {
            throw new AdminException(
                    "\"" + period + "\" is no period: such as 10y, 90d or forever");
        }
        return said(() -> retention().set(archive, logins.of(by), base, wanted, existing));
    }

    @Override
    public void place(
            Officer by,
            String name,
            List<String> people,
            List<String> with,
            Optional<Instant> from,
            Optional<Instant> until,
            String reason) {
        said(() -> {
            Hold hold =
                    new Hold(
                            name,
                            people.stream().map(this::address).toList(),
                            with.stream().map(this::address).toList(),
                            from,
                            until,
                            bounded(reason));
            retention().place(archive, by, hold);
            return hold;
        });
    }

    @Override
    public Retention.Outcome lift(Officer by, String name) {
        return said(() -> retention().lift(archive, logins.of(by), name));
    }

    @Override
    public Erasure.Answer erase(Officer by, String person, String ground) {
        if (ground.isBlank()) {
            throw new AdminException("--ground is empty");
        }
        Erasure.Answer answer =
                said(() ->
                        new Erasure(
                                        stores.archiveParts().kept(),
                                        stores.archiveParts().keys(),
                                        archive,
                                        RetentionTasks.listener(stores),
                                        clock)
                                .erase(by, address(person), bounded(ground)));
        RetentionTasks.noteCompaction(stores);
        return answer;
    }

    private String address(String typed) {
        return addresses.apply(typed).toString();
    }

    private static String bounded(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new AdminException("the text has more than " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    private static <T> T said(Supplier<T> work) {
        try {
            return work.get();
        } catch (RetentionRefusedException | IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        } catch (ArchiveUnavailableException | CompletionException e) {
            throw new AdminException("the archive can't be written: " + e.getMessage());
        }
    }
}
