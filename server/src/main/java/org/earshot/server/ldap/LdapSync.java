package org.earshot.server.ldap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.common.account.AccountStore;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.text.Counted;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.server.config.LdapConfig;
import org.earshot.server.people.OrganisationAccounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the directory and has the accounts follow it; one node of all at a time. First everything is read: where that fails, all stays as it
/// was. Thread-safe; calls block, up to some minutes.
public final class LdapSync {
    private static final Logger log = LoggerFactory.getLogger(LdapSync.class);

    /// After which another node may begin, if the one that reads has died.
    private static final Duration LONGEST_RUN = Duration.ofMinutes(30);

    private final LdapConfig config;
    private final LdapServer server;
    private final LdapTable table;
    private final AccountStore accounts;
    private final OrganisationAccounts changes;
    private final InstantSource clock;

    /// @throws org.earshot.common.key.KeyRingException if `ldap.trusted` can't be read
    public LdapSync(
            LdapConfig config,
            LdapTable table,
            AccountStore accounts,
            OrganisationAccounts changes,
            InstantSource clock) {
        this.config = config;
        this.server = new LdapServer(config);
        this.table = table;
        this.accounts = accounts;
        this.changes = changes;
        this.clock = clock;
    }

    /// What came of it, or would.
    ///
    /// @param entries how many the directory showed
    /// @param steps what was done, or would be, in words
    /// @param failed what was to be done and could not, and why
    /// @param refused entries, and why
    public record Report(
            int entries,
            int unchanged,
            long added,
            long linked,
            long renamed,
            long pictures,
            long closed,
            int vanished,
            List<String> steps,
            List<String> failed,
            List<String> refused,
            Optional<String> warning) {

        /// On one line.
        public String line() {
            return Counted.of(entries, "entry", "entries")
                    + ": "
                    + added
                    + " added, "
                    + linked
                    + " linked, "
                    + renamed
                    + " renamed, "
                    + Counted.of(pictures, "picture")
                    + ", "
                    + closed
                    + " closed, "
                    + unchanged
                    + " unchanged, "
                    + vanished
                    + " vanished and kept, "
                    + refused.size()
                    + " refused, "
                    + failed.size()
                    + " failed";
        }
    }

    /// Says what would be done, and changes nothing.
    public Report check() throws LdapFailedException {
        Plan plan = plan();
        return report(plan, List.of());
    }

    /// Tries whether the directory can be read, without reading it all. Changes nothing.
    ///
    /// @return what went well, in words, in its order
    /// @throws LdapFailedException saying what did not
    public List<String> test() throws LdapFailedException {
        return server.test();
    }

    /// How many accounts are the directory's, open or not.
    public long linked() {
        return table.count();
    }

    /// Whether some node reads it now.
    public boolean isRead() {
        return table.isRead(clock.instant());
    }

    /// When some node has not read it for long enough.
    public void round() {
        Instant now = clock.instant();
        Optional<LdapTable.Run> last = table.last();
        // a little before its time: the clocks of nodes are not quite the same
        if (last.isPresent()
                && now.isBefore(
                        last.get().endedAt().plus(config.every().multipliedBy(9).dividedBy(10)))) {
            return;
        }
        try {
            var _ = sync();
        } catch (LdapFailedException _) {
            // logged
        }
    }

    /// Has the accounts follow the directory.
    ///
    /// @return empty: another one is at it
    public Optional<Report> sync() throws LdapFailedException {
        Instant now = clock.instant();
        if (!table.begin(now, now.plus(LONGEST_RUN))) {
            return Optional.empty();
        }
        String words = "it broke off";
        boolean succeeded = false;
        try {
            Plan plan = planOrNothing();
            Report report = report(plan, act(plan.plan()));
            words = report.line();
            succeeded = true;
            tell(report);
            return Optional.of(report);
        } catch (LdapFailedException e) {
            words = "failed: " + e.getMessage();
            log.warn("LDAP: {}", e.getMessage());
            throw e;
        } finally {
            table.end(clock.instant(), succeeded, words);
        }
    }

    private static void tell(Report report) {
        log.info("LDAP: {}", report.line());
        report.warning().ifPresent(warning -> log.warn("LDAP: {}", warning));
        report.failed().forEach(one -> log.warn("LDAP: {}", one));
        report.refused().stream().limit(20).forEach(one -> log.warn("LDAP: refused: {}", one));
    }

    /// Where it can't be read, nothing is done.
    private Plan planOrNothing() throws LdapFailedException {
        try {
            return plan();
        } catch (LdapFailedException e) {
            throw new LdapFailedException(e.getMessage() + "; all accounts stay as they are", e);
        }
    }

    private record Plan(int entries, SyncPlan plan) {}

    private Plan plan() throws LdapFailedException {
        List<LdapPerson> people = new ArrayList<>();
        List<LdapPerson.Refused> unfit = new ArrayList<>();
        server.readAll(read -> {
            switch (read) {
                case EntryReader.Read.Person one -> people.add(one.person());
                case EntryReader.Read.Unfit one -> unfit.add(one.refused());
            }
        });
        Map<String, String> open = new HashMap<>();
        accounts.list().stream()
                .filter(changes::isOurs)
                .forEach(account -> open.put(account.address().user(), account.displayName()));
        Set<String> closed =
                accounts.closed().stream()
                        .map(AccountStore.Closed::account)
                        .filter(changes::isOurs)
                        .map(account -> account.address().user())
                        .collect(Collectors.toSet());
        return new Plan(
                people.size() + unfit.size(),
                SyncPlan.of(
                        people,
                        unfit,
                        new SyncPlan.Accounts(open, closed, table.all()),
                        SyncPlan.Rules.of(config)));
    }

    private static Report report(Plan from, List<String> failed) {
        SyncPlan plan = from.plan();
        return new Report(
                from.entries(),
                plan.unchanged(),
                plan.count(SyncPlan.Step.Add.class),
                plan.count(SyncPlan.Step.Link.class),
                plan.count(SyncPlan.Step.Rename.class),
                plan.count(SyncPlan.Step.Picture.class),
                plan.count(SyncPlan.Step.Close.class),
                plan.vanished().size(),
                plan.steps().stream().map(SyncPlan.Step::words).toList(),
                failed,
                plan.refused().stream().map(LdapPerson.Refused::toString).toList(),
                plan.warning());
    }

    private List<String> act(SyncPlan plan) throws LdapFailedException {
        List<String> failed = new ArrayList<>();
        for (SyncPlan.Step step : plan.steps()) {
            try {
                act(step).ifPresent(why -> failed.add(step.words() + ": " + why));
            } catch (StoreUnavailableException | ArchiveUnavailableException e) {
                throw new LdapFailedException(
                        "at \""
                                + step.words()
                                + "\" the database or the record was away, and the rest waits for the next time",
                        e);
            }
        }
        return failed;
    }

    /// @return why it was not done
    private Optional<String> act(SyncPlan.Step step) throws LdapFailedException {
        return switch (step) {
            case SyncPlan.Step.Add add -> {
                Optional<String> why =
                        changes.add(add.name(), add.person().displayName(), add.person().id());
                if (why.isEmpty()) {
                    link(add.name(), add.person()); // where the store keeps nothing of it
                }
                yield why;
            }
            case SyncPlan.Step.Link link -> {
                Optional<String> why = changes.noteLink(link.name());
                if (why.isEmpty()) {
                    link(link.name(), link.person());
                }
                yield why;
            }
            case SyncPlan.Step.Rename rename -> changes.rename(rename.name(), rename.displayName());
            case SyncPlan.Step.Picture picture -> picture(picture);
            case SyncPlan.Step.Close close -> changes.close(close.name());
        };
    }

    private void link(String name, LdapPerson person) {
        table.put(name, new LdapTable.Linked(person.id(), Optional.empty()));
    }

    private Optional<String> picture(SyncPlan.Step.Picture step) throws LdapFailedException {
        if (table.find(step.name()).isEmpty()) {
            return Optional.of("the account could not be made");
        }
        // one at a time: all of them are more than this process has room for
        Optional<byte[]> image = server.find(step.name()).flatMap(LdapServer.Found::picture);
        if (image.isEmpty()) {
            return Optional.of("it is gone");
        }
        Optional<String> why = changes.picture(step.name(), image.get());
        // also one that can't be taken: it would be the same the next time
        table.put(
                step.name(),
                new LdapTable.Linked(
                        step.person().id(), Optional.of(EntryReader.sha256(image.get()))));
        return why;
    }

    /// The last time that it was read, by any node.
    public Optional<LdapTable.Run> last() {
        return table.last();
    }

    /// Gives back the right to read the directory, if this server has it: it stops, and others need not wait.
    public void release() {
        table.release();
    }

    /// By which people prove themselves.
    public LdapLogin login() {
        return new LdapLogin(server, table);
    }
}
