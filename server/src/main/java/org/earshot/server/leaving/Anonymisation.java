package org.earshot.server.leaving;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.Erasure;
import org.earshot.proxy.archive.Facts;
import org.earshot.proxy.archive.Officer;
import org.earshot.proxy.message.MessageStore;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.server.admin.AdminException;
import org.earshot.server.people.PictureTable;

/// Takes the name of somebody who has left out of everything but the record, for good; of the record goes what may. Each step can be done
/// again, and the one that can't be taken back comes last: until then the account stands among the closed ones, and whoever says it again
/// after a crash goes through all of them. Thread-safe; waits for the stores.
public final class Anonymisation {
    private static final String KIND = "account-anonymised";
    private static final UUID FIRST = new UUID(0, 0);

    /// Where it is done.
    ///
    /// @param compact has pages of the database written anew that still have what is gone
    public record Places(
            JdbcTraces traces,
            AccountStore accounts,
            MessageStore messages,
            GroupStore groups,
            PictureTable pictures,
            Archive archive,
            Erasing erasure,
            Runnable compact) {}

    /// Erases of the record what may go.
    @FunctionalInterface
    public interface Erasing {
        /// @param person an address
        /// @throws AdminException if the record is not whole, or can't be written
        Erasure.Answer erase(Officer by, String person, String ground);
    }

    /// What became of it.
    ///
    /// @param pseudonym what the account is called from now on; empty: it had one already, and nobody knows which
    /// @param gone how many rows, by what they were about
    /// @param stays what still names them outside the record, and why
    /// @param record what went of the record, and what stayed there
    public record Outcome(
            Optional<AddressOfRecord> pseudonym,
            Map<String, Integer> gone,
            List<String> stays,
            Erasure.Answer record) {}

    private final Places places;
    private final InstantSource clock;

    public Anonymisation(Places places, InstantSource clock) {
        this.places = places;
        this.clock = clock;
    }

    /// Does it, or what is left of it.
    ///
    /// @param ground why it was asked for, and by which law the rest is kept
    /// @throws AdminException if the account is not closed, or it can't be recorded: say it again then
    public Outcome anonymise(Officer by, AddressOfRecord who, String ground) {
        Optional<Account> account = left(who);
        if (!places.messages().devices(who).isEmpty()) {
            throw new AdminException(
                    "what waits for the phones of "
                            + who
                            + " is not ended yet: a running server does that within a minute; say it again then");
        }
        Erasure.Answer record = places.erasure().erase(by, who.toString(), ground);
        Optional<Pseudonym> instead = account.map(Pseudonym::of);
        Map<String, Integer> gone = new LinkedHashMap<>();
        note(gone, "messages", shredHistory(who));
        note(gone, "groups", places.groups().membershipsOf(who).size());
        places.groups().removeEverywhere(who);
        note(gone, "picture", account.filter(places.pictures()::remove).isPresent() ? 1 : 0);
        gone.putAll(places.traces().wipe(who, instead));
        List<String> stays = places.traces().remaining(who).words();
        if (account.isPresent() || !gone.isEmpty()) {
            commit(
                    statement(by, who, ground, account, stays),
                    account.map(one -> places.traces().rename(one, instead.orElseThrow())));
        }
        account.ifPresent(_ -> places.traces().renamed(who));
        places.compact().run();
        return new Outcome(instead.map(Pseudonym::address), gone, stays, record);
    }

    /// @return empty: it is anonymised already
    private Optional<Account> left(AddressOfRecord who) {
        if (places.accounts().find(who).isPresent()) {
            throw new AdminException(who + " is open: earshot admin user close");
        }
        if (places.groups().find(who).isPresent()) {
            throw new AdminException(who + " is a group");
        }
        Optional<Account> account = places.traces().left(who);
        if (account.isEmpty() && !places.accounts().isAnonymised(who)) {
            throw new AdminException("there is no account " + who + "; earshot admin user closed");
        }
        return account;
    }

    private int shredHistory(AddressOfRecord who) {
        int count = 0;
        UUID after = FIRST;
        while (true) {
            List<UUID> some = places.traces().history(who, after);
            if (some.isEmpty()) {
                return count;
            }
            places.messages().shred(some);
            count += some.size();
            after = some.getLast();
        }
    }

    private static void note(Map<String, Integer> gone, String about, int count) {
        if (count > 0) {
            gone.put(about, count);
        }
    }

    /// The record alone says who it was, for as long as it is kept: what is found under the pseudonym can be told by officers until then.
    private ArchiveEvent statement(
            Officer by,
            AddressOfRecord who,
            String ground,
            Optional<Account> account,
            List<String> stays) {
        List<Facts.Fact> facts = new ArrayList<>();
        facts.add(new Facts.Fact("to", who.toString()));
        facts.add(new Facts.Fact("actor", by.words()));
        by.login().ifPresent(login -> facts.add(new Facts.Fact("login", login)));
        facts.add(new Facts.Fact("ground", ground));
        account.ifPresent(one -> {
            facts.add(new Facts.Fact("account", one.id().toString()));
            facts.add(new Facts.Fact("pseudonym", Pseudonym.of(one).address().toString()));
        });
        stays.forEach(one -> facts.add(new Facts.Fact("stays", one)));
        return new ArchiveEvent.Statement(
                UUID.randomUUID(), clock.instant(), KIND, new Facts(facts));
    }

    private void commit(ArchiveEvent event, Optional<Companion> companion) {
        try {
            places.archive().submit(event, companion).join();
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case CompanionRefusedException refused -> new AdminException(refused.getMessage());
                case ArchiveUnavailableException away ->
                        new AdminException(
                                "the archive can't be written, say it again: " + away.getMessage());
                case null, default -> e;
            };
        }
    }
}
