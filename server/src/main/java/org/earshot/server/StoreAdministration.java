package org.earshot.server;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountExistsException;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.BackOff;
import org.earshot.common.auth.Passwords;
import org.earshot.common.auth.SealedHa1;
import org.earshot.common.file.FileTrouble;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.location.Binding;
import org.earshot.common.login.Logins;
import org.earshot.common.text.ShownTime;
import org.earshot.proxy.LiveCall;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveDump;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ArchiveVerifier;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.earshot.proxy.archive.Verdict;
import org.earshot.proxy.archive.VerificationReport;
import org.earshot.proxy.archive.custodian.SyslogCopy;
import org.earshot.proxy.archive.review.Reviews;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.Administration;
import org.earshot.server.admin.ArchiveExporting;
import org.earshot.server.admin.BackupAdministration;
import org.earshot.server.admin.BanAdministration;
import org.earshot.server.admin.CallAdministration;
import org.earshot.server.admin.ChatAdministration;
import org.earshot.server.admin.ConfigAdministration;
import org.earshot.server.admin.FileAdministration;
import org.earshot.server.admin.LeavingAdministration;
import org.earshot.server.admin.OfficerAdministration;
import org.earshot.server.admin.PeopleAdministration;
import org.earshot.server.admin.PresenceAdministration;
import org.earshot.server.admin.QualityAdministration;
import org.earshot.server.admin.QuarantineAdministration;
import org.earshot.server.admin.RecordAdministration;
import org.earshot.server.admin.RetentionAdministration;
import org.earshot.server.admin.ReviewAdministration;
import org.earshot.server.admin.RoutingAdministration;
import org.earshot.server.admin.SubjectStates;
import org.earshot.server.admin.TokenAdministration;
import org.earshot.server.attempt.FailedLogin;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.files.FileKeeping;
import org.earshot.server.files.Quarantine;
import org.earshot.server.leaving.Anonymisation;
import org.earshot.server.leaving.JdbcTraces;

/// The administrator's commands on the stores of this process. Thread-safe as the stores are.
final class StoreAdministration implements Administration {
    /// As wide as the database's column.
    static final int LONGEST_DISPLAY_NAME = 255;

    /// Far more than a server takes from a commit to its anchor.
    private static final Duration ANCHORED_WITHIN = Duration.ofSeconds(1);

    /// A server that has just begun first proves what its last start left; that takes as long as the database is slow.
    private static final Duration OPENED_WITHIN = Duration.ofSeconds(10);

    private final ServerConfig config;
    private final Stores stores;
    private final KeyRing keys;
    private final Passwords passwords;
    private final Logins logins;
    private final Archive archive;
    private final Optional<LiveServer> live;
    private final InstantSource clock;

    StoreAdministration(
            ServerConfig config,
            Stores stores,
            KeyRing keys,
            Logins logins,
            Archive archive,
            Optional<LiveServer> live,
            InstantSource clock) {
        this.clock = clock;
        this.logins = logins;
        this.archive = archive;
        this.keys = keys;
        this.config = config;
        this.stores = stores;
        this.passwords = new Passwords(new SealedHa1(keys), config.domain());
        this.live = live;
    }

    private AddressOfRecord address(String name) {
        String text = name.startsWith("sip:") ? name.substring(4) : name;
        int at = text.lastIndexOf('@');
        try {
            return at < 0
                    ? new AddressOfRecord(text, config.domain())
                    : new AddressOfRecord(text.substring(0, at), text.substring(at + 1));
        } catch (IllegalArgumentException e) {
            throw new AdminException("\"" + name + "\" is not a name: " + e.getMessage());
        }
    }

    private Account account(String name) {
        return stores.accounts()
                .find(address(name))
                .orElseThrow(() ->
                        new AdminException(
                                "there is no account "
                                        + address(name)
                                        + "; earshot admin user list"));
    }

    private void setPassword(Account account, String label, String password, boolean md5) {
        try {
            stores.credentials()
                    .replace(
                            account.id(),
                            label,
                            passwords.credentials(account, label, password, md5));
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }

    @Override
    public Account addUser(String name, String displayName, String password, boolean md5) {
        if (displayName.length() > LONGEST_DISPLAY_NAME
                || displayName.chars().anyMatch(Character::isISOControl)) {
            throw new AdminException(
                    "a display name has at most "
                            + LONGEST_DISPLAY_NAME
                            + " characters, none of them control characters");
        }
        try {
            Passwords.check(password); // first: a name that is taken stays so
            Account account = stores.accounts().create(address(name), displayName);
            setPassword(account, "", password, md5);
            return account;
        } catch (AccountExistsException | IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }

    @Override
    public List<Account> users(String search, String after, int most) {
        return stores.accounts().page(search, after, most);
    }

    @Override
    public void changePassword(String name, String password, boolean md5) {
        Account account = account(name);
        try {
            Passwords.check(password);
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
        // before anybody can log in with it
        history().withhold(name);
        setPassword(account, "", password, md5);
        live.ifPresent(server -> server.forget().accept(account.address()));
    }

    @Override
    public void deleteUser(String name) {
        // whoever dies in between leaves it closed, and says it again
        Account account = leaving().close(name).account();
        var _ = stores.pictures().remove(account);
        stores.accounts().delete(account.address());
        live.ifPresent(server -> server.forget().accept(account.address()));
    }

    @Override
    public LeavingAdministration leaving() {
        return new StoreLeavingAdministration(
                stores,
                this::address,
                address -> live.ifPresent(server -> server.forget().accept(address)),
                new PersonExport(stores, files(), export(), clock),
                stores.traces().map(this::anonymisation));
    }

    private Anonymisation anonymisation(JdbcTraces traces) {
        return new Anonymisation(
                new Anonymisation.Places(
                        traces,
                        stores.accounts(),
                        stores.messages(),
                        stores.groups(),
                        stores.pictures(),
                        archive,
                        retention()::erase,
                        () -> RetentionTasks.compact(stores)),
                clock);
    }

    @Override
    public String addDevice(String name, String label) {
        if (label.isBlank() || label.length() > 64) {
            throw new AdminException("a label has 1 to 64 characters");
        }
        Account account = account(name);
        if (officersEver().getAsBoolean()) {
            // else whoever makes a password for a phone could log in with it, and read
            history().withhold(name);
        }
        String password = passwords.random();
        setPassword(account, label, password, true);
        return password;
    }

    @Override
    public Map<String, List<Binding>> bindings(Optional<String> address) {
        if (address.isEmpty()) {
            return bindings("", "", Integer.MAX_VALUE);
        }
        AddressOfRecord one = address(address.get());
        List<Binding> bindings = stores.bindings().lookup(one);
        return bindings.isEmpty() ? Map.of() : Map.of(one.toString(), bindings);
    }

    @Override
    public Map<String, List<Binding>> bindings(String search, String after, int most) {
        return new BindingPages(stores.bindings()).page(search, after, most);
    }

    @Override
    public void unregister(String name, String contact) {
        AddressOfRecord address = address(name);
        List<String> ended = new ArrayList<>();
        stores.bindings()
                .update(
                        address,
                        before -> {
                            ended.clear(); // it may run more than once
                            List<Binding> left = new ArrayList<>();
                            for (Binding binding : before) {
                                if (binding.contact().equals(contact)) {
                                    ended.add(contact);
                                } else {
                                    left.add(binding);
                                }
                            }
                            return left;
                        });
        if (ended.isEmpty()) {
            throw new AdminException(
                    address + " has no binding with that contact; earshot admin bindings");
        }
        live.ifPresent(server -> server.forget().accept(address));
    }

    @Override
    public List<FailedLogin> failedLogins(int days, int most) {
        return live.map(LiveServer::failed)
                .orElseGet(() -> stores.failedLogins(config.domain(), clock))
                .latest(days, most);
    }

    @Override
    public BanAdministration bans() {
        return new LiveBanAdministration(() -> live().bans());
    }

    @Override
    public RoutingAdministration routing() {
        return new LiveRoutingAdministration(() -> live().trunks(), stores, config.domain());
    }

    @Override
    public List<BackOff.Tried> tried() {
        return live().tried().get();
    }

    @Override
    public Map<String, String> configuration() {
        return ShownConfig.of(config());
    }

    @Override
    public ConfigAdministration configs() {
        return live().configs();
    }

    /// What holds now.
    private ServerConfig config() {
        return live.map(server -> server.running().now()).orElse(config);
    }

    @Override
    public String consoleLink() {
        return live().consoleLink()
                .get()
                .orElseThrow(() ->
                        new AdminException("the server has no console: console.listen is off"));
    }

    @Override
    public QualityAdministration quality() {
        return new StoreQualityAdministration(stores.presence().reports(), this::address);
    }

    @Override
    public CallAdministration callTraces() {
        return new StoreCallAdministration(
                stores.ladders(), stores.presence().reports(), this::address);
    }

    @Override
    public BackupAdministration backups() {
        return new StoreBackupAdministration(config, stores, clock);
    }

    @Override
    public FileAdministration files() {
        return new StoreFileAdministration(fileKeeping(), this::address);
    }

    @Override
    public QuarantineAdministration quarantine() {
        return new StoreQuarantineAdministration(heldFiles(), this::address);
    }

    private Quarantine heldFiles() {
        return FileService.quarantine(
                config, stores, keys, archive, event -> archive.append(event), clock);
    }

    private FileKeeping fileKeeping() {
        return new FileKeeping(
                stores.files(),
                FileService.content(config, stores, clock),
                keys.box(KeyName.FILE),
                archive,
                clock);
    }

    @Override
    public PeopleAdministration people() {
        return new StorePeopleAdministration(config(), stores, keys, live, this::account, clock);
    }

    @Override
    public StoreLdapAdministration ldap() {
        return new StoreLdapAdministration(config, stores, archive, states(), leaving(), clock);
    }

    @Override
    public PresenceAdministration presence() {
        return new StorePresenceAdministration(stores.presence(), this::account, this::address);
    }

    @Override
    public StoreHistoryAdministration history() {
        return new StoreHistoryAdministration(
                stores.withholding(),
                stores.messages(),
                stores.bindings(),
                this::account,
                // that it is administered is in the record anyway, also where no server runs
                (owner, device) ->
                        live.ifPresent(server -> server.recordRelease().accept(owner, device)));
    }

    private LiveServer live() {
        return live.orElseThrow(() ->
                new AdminException(
                        "no server runs on "
                                + config.data()
                                + ": start it first (it takes some seconds)"));
    }

    @Override
    public List<LiveCallFact> calls() {
        List<LiveCallFact> calls = new ArrayList<>();
        for (LiveCall call : live().calls().get()) {
            calls.add(
                    new LiveCallFact(
                            call.callId(), call.caller(), call.callee(), call.answeredAt()));
        }
        return calls;
    }

    @Override
    public StoreArchiveSearching search() {
        return new StoreArchiveSearching(stores.archiveParts(), archive, person(), clock);
    }

    @Override
    public ArchiveExporting export() {
        return new StoreArchiveExporting(stores.archiveParts(), archive, person(), clock);
    }

    @Override
    public RecordAdministration records() {
        return new StoreRecordAdministration(
                stores.archiveParts().reader(clock), archive, FileService.vault(config));
    }

    @Override
    public RetentionAdministration retention() {
        return new StoreRetentionAdministration(
                stores, archive, this::address, clock, loginsGivenAnew());
    }

    private LoginsGivenAnew loginsGivenAnew() {
        return new LoginsGivenAnew(
                stores.archiveParts().reader(clock), clock, config().archive().newOfficersWait());
    }

    @Override
    public ReviewAdministration review() {
        return new StoreReviewAdministration(
                new Reviews(stores.review(), stores.archiveParts().opener(), archive, clock),
                stores.people(),
                name -> address(name).toString(),
                loginsGivenAnew(),
                clock);
    }

    @Override
    public OfficerAdministration officers() {
        return new StoreOfficerAdministration(stores.people(), logins, officersEver(), clock);
    }

    @Override
    public TokenAdministration tokens() {
        return new StoreTokenAdministration(stores.tokens(clock));
    }

    private OfficersEver officersEver() {
        return stores.officersEver(archive, clock);
    }

    @Override
    public SubjectStates states() {
        return new StoreStates(
                stores,
                keys,
                fileKeeping(),
                heldFiles(),
                this::address,
                () -> live.map(server -> server.configs().state()).orElse("none"),
                network ->
                        live.stream()
                                .flatMap(server -> server.bans().list().stream())
                                .filter(ban -> ban.network().equals(network))
                                .findFirst()
                                .map(ban ->
                                        "banned since "
                                                + ShownTime.of(ban.since())
                                                + " until "
                                                + ShownTime.of(ban.until()))
                                .orElse("none"));
    }

    private TypedPerson person() {
        return new TypedPerson(stores.accounts(), this::address);
    }

    @Override
    public Verification verifyArchive(ArchiveTrust trust, Optional<Path> against) {
        Set<String> trusted = new HashSet<>(trust.others());
        if (trust.own()) {
            trusted.add(stores.archiveParts().keys().signer());
        }
        var _ = archive.awaitAnchors(OPENED_WITHIN); // later, the report says what is unproven
        try {
            VerificationReport report = verifier(trusted, against).verify();
            String verdict =
                    switch (report.verdict()) {
                        case Verdict.Intact _ -> "intact";
                        case Verdict.Broken _ -> "broken";
                        case Verdict.Unproven _ -> "unproven";
                    };
            return new Verification(
                    report.verdict() instanceof Verdict.Intact, verdict, report.text());
        } catch (IOException e) {
            throw new AdminException(
                    "the anchor journal in "
                            + against.orElse(config.anchorsDir())
                            + " can't be read: "
                            + e.getMessage());
        }
    }

    @Override
    public long dumpArchive(Path file) {
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            throw new AdminException(file + " is there already");
        } catch (IOException e) {
            throw new AdminException("nothing was dumped: " + FileTrouble.words(e, file));
        }
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            return new ArchiveDump(stores.archiveParts().tables(), out).write();
        } catch (IOException e) {
            throw new AdminException(
                    file + " could not be written to its end: " + FileTrouble.words(e));
        }
    }

    private ArchiveVerifier verifier(Set<String> trusted, Optional<Path> against) {
        ArchiveTables tables = stores.archiveParts().tables();
        if (against.isEmpty()) {
            return new ArchiveVerifier(
                    tables, trusted, stores.archiveParts()::anchors, ANCHORED_WITHIN);
        }
        Path copy = against.get();
        if (!Files.exists(copy)) {
            throw new AdminException(
                    copy
                            + " is nothing that the server's user can see: --against needs a copy of DATA/anchors, or what a syslog server wrote");
        }
        return ArchiveVerifier.againstCopy(tables, trusted, () -> copied(copy));
    }

    private static List<AnchorJournal.ChainAnchors> copied(Path directory) throws IOException {
        boolean file = !Files.isDirectory(directory);
        List<AnchorJournal.ChainAnchors> anchors =
                file ? SyslogCopy.read(directory) : FileAnchorJournal.read(directory);
        if (anchors.isEmpty()) {
            throw new IOException(
                    file
                            ? "there is no line with earshot-anchor in it"
                            : "there is no CHAIN.anchors file in it");
        }
        return anchors;
    }

    @Override
    public String rotateKey(String name) {
        KeyName<?> key =
                KeyName.of(name)
                        .orElseThrow(() ->
                                new AdminException(
                                        "there is no key \""
                                                + name
                                                + "\"; the keys are "
                                                + KeyName.all()));
        if (key == KeyName.ARCHIVE_SIGN) {
            throw new AdminException(
                    "archive-sign says which node this is: the archive could not be verified across a new one");
        }
        return keys.rotate(key).id().toString();
    }

    @Override
    public List<String> reloadKeys() {
        live();
        keys.reload();
        return keys.names();
    }

    @Override
    public ChatAdministration chat() {
        return new StoreChatAdministration(stores, this::address, this::account, clock);
    }

    @Override
    public Map<String, Object> status() {
        return live().status().get();
    }
}
