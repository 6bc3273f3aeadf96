package org.earshot.server;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.CachedAccounts;
import org.earshot.common.account.CredentialStore;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.account.InMemoryWithholding;
import org.earshot.common.account.JdbcAccountStore;
import org.earshot.common.account.JdbcCredentialStore;
import org.earshot.common.account.JdbcWithholding;
import org.earshot.common.account.NameMark;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseStatus;
import org.earshot.common.event.Changes;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.location.BindingStore;
import org.earshot.common.location.InMemoryBindingStore;
import org.earshot.common.location.JdbcBindingStore;
import org.earshot.common.location.LocationService;
import org.earshot.common.location.RememberedBindings;
import org.earshot.common.login.InMemoryPersonStore;
import org.earshot.common.login.JdbcPersonStore;
import org.earshot.common.login.PersonStore;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.EventSpool;
import org.earshot.proxy.archive.FileEventSpool;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.JdbcRetentionTables;
import org.earshot.proxy.archive.review.InMemoryReviewTable;
import org.earshot.proxy.archive.review.JdbcReviewTable;
import org.earshot.proxy.archive.review.ReviewSeal;
import org.earshot.proxy.archive.review.ReviewTable;
import org.earshot.proxy.archive.search.JdbcWordTable;
import org.earshot.proxy.message.InMemoryMessageStore;
import org.earshot.proxy.message.JdbcMessageStore;
import org.earshot.proxy.message.MessageStore;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.proxy.message.group.InMemoryGroupStore;
import org.earshot.proxy.message.group.JdbcGroupStore;
import org.earshot.server.attempt.FailedLoginTable;
import org.earshot.server.attempt.FailedLogins;
import org.earshot.server.attempt.InMemoryFailedLoginTable;
import org.earshot.server.attempt.JdbcFailedLoginTable;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.files.FileTable;
import org.earshot.server.files.HeldTable;
import org.earshot.server.files.InMemoryFileTable;
import org.earshot.server.files.InMemoryHeldTable;
import org.earshot.server.files.JdbcFileTable;
import org.earshot.server.files.JdbcHeldTable;
import org.earshot.server.ladder.InMemoryLadderStore;
import org.earshot.server.ladder.JdbcLadderStore;
import org.earshot.server.ladder.LadderStore;
import org.earshot.server.ldap.InMemoryLdapTable;
import org.earshot.server.ldap.JdbcLdapTable;
import org.earshot.server.ldap.LdapTable;
import org.earshot.server.leaving.JdbcTraces;
import org.earshot.server.people.InMemoryLinkTable;
import org.earshot.server.people.InMemoryPictureTable;
import org.earshot.server.people.JdbcLinkTable;
import org.earshot.server.people.JdbcPictureTable;
import org.earshot.server.people.LinkTable;
import org.earshot.server.people.PictureTable;
import org.earshot.server.token.InMemoryTokenTable;
import org.earshot.server.token.JdbcTokenTable;
import org.earshot.server.token.TokenTable;
import org.earshot.server.token.Tokens;

/// The stores of one process: in memory, or one database under all of them.
///
/// @param database empty: everything is in memory
/// @param location where phones are, also while the database is away as far as this node saw them
/// @param archiveParts what the archive is made of
/// @param spool keeps what waits for the archive
/// @param traces what the tables say of somebody; empty in memory, where nothing outlives the process
/// @param kind which store this is, for people
record Stores(
        AccountStore accounts,
        CredentialStore credentials,
        BindingStore bindings,
        LocationService location,
        PresenceStores presence,
        ArchiveParts archiveParts,
        EventSpool spool,
        MessageStore messages,
        GroupStore groups,
        Withholding withholding,
        PersonStore people,
        ReviewTable review,
        FileTable files,
        HeldTable held,
        PictureTable pictures,
        LinkTable links,
        TokenTable tokenTable,
        FailedLoginTable failedLogins,
        Optional<JdbcTraces> traces,
        LadderStore ladders,
        LdapTable ldap,
        String kind,
        Optional<Database> database) {

    /// Opens the database that the configuration names; empty for one in memory.
    ///
    /// @throws org.earshot.common.db.DatabaseRefusedException if the server must not start on it
    static Optional<Database> database(ServerConfig config, KeyRing keys) {
        return config.isInMemory()
                ? Optional.empty()
                : Optional.of(Database.open(config.database().in(config.data()), keys));
    }

    /// Whether an officer was ever appointed.
    OfficersEver officersEver(Archive archive, InstantSource clock) {
        return new OfficersEver(people, archiveParts.reader(clock), archive, clock);
    }

    /// Logins that failed.
    FailedLogins failedLogins(String domain, InstantSource clock) {
        return new FailedLogins(
                failedLogins,
                name -> isAccount(name, domain),
                name -> people.login(name).isPresent(),
                clock);
    }

    private boolean isAccount(String name, String domain) {
        try {
            return accounts.find(new AddressOfRecord(name, domain)).isPresent();
        } catch (IllegalArgumentException e) {
            return false; // no name at all
        }
    }

    /// Tokens of people.
    Tokens tokens(InstantSource clock) {
        return new Tokens(tokenTable, people::login, clock);
    }

    /// The stores on a database, which stays the caller's.
    ///
    /// @param opened as [#database] gave it
    /// @param node name of this start of this node, by which other nodes tell whose changes are whose
    static Stores on(
            Optional<Database> opened,
            ServerConfig config,
            KeyRing keys,
            String node,
            Changes changes,
            InstantSource clock) {
        if (opened.isEmpty()) {
            InMemoryAccountStore accounts = new InMemoryAccountStore(clock, changes);
            InMemoryFileTable files = new InMemoryFileTable();
            InMemoryBindingStore bindings = new InMemoryBindingStore(clock, changes);
            return new Stores(
                    accounts,
                    accounts.credentials(),
                    bindings,
                    bindings,
                    PresenceStores.on(opened, keys, node, changes, clock),
                    ArchiveParts.inMemory(clock),
                    EventSpool.none(),
                    new InMemoryMessageStore(clock),
                    new InMemoryGroupStore(changes, clock),
                    new InMemoryWithholding(changes),
                    new InMemoryPersonStore(),
                    new InMemoryReviewTable(),
                    files,
                    new InMemoryHeldTable(files),
                    new InMemoryPictureTable(changes),
                    new InMemoryLinkTable(),
                    new InMemoryTokenTable(),
                    new InMemoryFailedLoginTable(),
                    Optional.empty(),
                    new InMemoryLadderStore(),
                    new InMemoryLdapTable(),
                    "memory (nothing survives the process)",
                    Optional.empty());
        }
        Database database = opened.get();
        JdbcChangeLog changeLog = JdbcChangeLog.of(database.dialect(), node, clock);
        CachedAccounts cached =
                new CachedAccounts(
                        new JdbcAccountStore(
                                database.transactions(),
                                changeLog,
                                changes,
                                NameMark.by(keys),
                                clock),
                        new JdbcCredentialStore(database.transactions(), changeLog, changes),
                        changes);
        RememberedBindings bindings =
                new RememberedBindings(
                        new JdbcBindingStore(
                                database.transactions(),
                                database.groupCommit(),
                                changeLog,
                                changes,
                                clock),
                        clock);
        ArchiveParts archiveParts =
                ArchiveParts.of(
                        config,
                        new JdbcArchiveTables(database.transactions(), database.dialect()),
                        new JdbcRetentionTables(database.transactions(), database.dialect()),
                        new JdbcWordTable(database.transactions()),
                        keys,
                        clock);
        return new Stores(
                cached.accounts(),
                cached.credentials(),
                bindings,
                bindings.whileAway(),
                PresenceStores.on(opened, keys, node, changes, clock),
                archiveParts,
                new FileEventSpool(
                        config.data().resolve("archive-waiting"), keys.box(KeyName.MESSAGE)),
                new JdbcMessageStore(
                        database.transactions(),
                        database.groupCommit(),
                        changeLog,
                        keys.box(KeyName.MESSAGE),
                        clock),
                new JdbcGroupStore(database.transactions(), changeLog, changes, clock),
                new JdbcWithholding(database.transactions(), changeLog, changes, clock),
                new JdbcPersonStore(database.transactions(), config.domain()),
                new JdbcReviewTable(database.transactions(), new ReviewSeal(keys)),
                new JdbcFileTable(database.transactions()),
                new JdbcHeldTable(database.transactions()),
                new JdbcPictureTable(database.transactions(), changeLog, changes, clock),
                new JdbcLinkTable(database.transactions()),
                new JdbcTokenTable(database.transactions(), config.domain()),
                new JdbcFailedLoginTable(database.transactions(), config.domain()),
                Optional.of(
                        new JdbcTraces(
                                database.transactions(),
                                changeLog,
                                changes,
                                NameMark.by(keys),
                                clock)),
                new JdbcLadderStore(database.transactions()),
                new JdbcLdapTable(
                        database.transactions(),
                        config.domain(),
                        archiveParts.keys().signer(),
                        node),
                kind(config, database),
                opened);
    }

    /// Without what may stand behind the database's name: settings are nobody's business.
    private static String kind(ServerConfig config, Database database) {
        String url = config.database().url();
        return switch (database.dialect()) {
            case H2 -> url.isEmpty() ? "embedded (H2) in the data folder" : "embedded (H2)";
            case MYSQL -> "MySQL/MariaDB at " + url.replaceAll("^.*//([^@]*@)?|[?].*$", "");
        };
    }

    /// Such as `ready`, or why not.
    String state() {
        return database.map(Database::status)
                .map(status ->
                        status.state().name().toLowerCase(Locale.ROOT)
                                + (status.detail().isEmpty() ? "" : ": " + status.detail()))
                .orElse("memory");
    }

    /// In words, for `status` and for the log at the start.
    List<String> warnings() {
        return database.map(Database::status).map(DatabaseStatus::warnings).orElse(List.of());
    }
}
