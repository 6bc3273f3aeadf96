package org.earshot.server;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent.FileKept;
import org.earshot.proxy.archive.ClaimedFile;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.message.FileLinks;
import org.earshot.server.config.FilesConfig;
import org.earshot.server.config.ListenAddress;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.files.ArchiveInspector;
import org.earshot.server.files.ClamdInspector;
import org.earshot.server.files.ContentInspector;
import org.earshot.server.files.FileApi;
import org.earshot.server.files.FileLimits;
import org.earshot.server.files.FileStore;
import org.earshot.server.files.FileTable;
import org.earshot.server.files.FileVault;
import org.earshot.server.files.HeldTable;
import org.earshot.server.files.NamedFiles;
import org.earshot.server.files.ProgramInspector;
import org.earshot.server.files.Quarantine;
import org.earshot.server.files.QuarantineLimits;
import org.earshot.server.files.RecordedFiles;
import org.earshot.server.web.SignIn;
import org.earshot.server.web.WebListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file store of a running server, where `https.listen` is on. Opened and closed by one thread; facts are thread-safe.
final class FileService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileService.class);
    private static final Duration CLEANING = Duration.ofMinutes(5);
    private static final Duration TELLING = Duration.ofSeconds(2);
    private static final Duration SCANNING = Duration.ofMinutes(2);
    private static final int HTTPS_PORT = 443;

    private final ServerConfig config;
    private final FileStore store;
    private final Quarantine quarantine;
    private volatile Optional<WebListener> listener = Optional.empty();

    private FileService(ServerConfig config, FileStore store, Quarantine quarantine) {
        this.quarantine = quarantine;
        this.config = config;
        this.store = store;
    }

    /// Makes it, and does not listen yet.
    static FileService of(
            ServerConfig config,
            Stores stores,
            KeyRing keys,
            Archive archive,
            EventBacklog events,
            InstantSource clock) {
        Quarantine quarantine =
                quarantine(config, stores, keys, archive, event -> events.add(event).join(), clock);
        return new FileService(
                config,
                new FileStore(
                        new FileStore.Parts(
                                stores.files(),
                                vault(config),
                                quarantine,
                                content(config, stores, clock),
                                keys.box(KeyName.FILE),
                                stores.accounts(),
                                stores.groups(),
                                archive,
                                events,
                                inspectors(config),
                                limits(config),
                                clock)),
                quarantine);
    }

    private static FileLimits limits(ServerConfig config) {
        return new FileLimits(
                config.files().largest(),
                config.files().quotaPerAccount(),
                config.files().quota(),
                config.files().keep(),
                config.files().endings(),
                config.files().record() == FilesConfig.Recorded.CONTENT);
    }

    /// What is held back.
    static Quarantine quarantine(
            ServerConfig config,
            Stores stores,
            KeyRing keys,
            Archive archive,
            Consumer<FileKept> events,
            InstantSource clock) {
        return new Quarantine(
                new Quarantine.Parts(
                        stores.held(),
                        stores.files(),
                        vault(config),
                        content(config, stores, clock),
                        keys.box(KeyName.FILE),
                        archive,
                        events,
                        new QuarantineLimits(
                                config.files().quarantine().keep(),
                                config.files().quarantine().quota()),
                        limits(config),
                        clock));
    }

    private static List<ContentInspector> inspectors(ServerConfig config) {
        List<ContentInspector> inspectors = new ArrayList<>();
        if (!config.files().allowPrograms()) {
            inspectors.add(new ProgramInspector());
        }
        if (config.files().archives() != FilesConfig.Archives.UNCHECKED) {
            inspectors.add(
                    new ArchiveInspector(
                            config.files().endings(),
                            config.files().allowPrograms(),
                            config.files().archives() == FilesConfig.Archives.STRICT));
        }
        config.files()
                .scanner()
                .ifPresent(address -> inspectors.add(new ClamdInspector(address, SCANNING)));
        return inspectors;
    }

    static FileVault vault(ServerConfig config) {
        return new FileVault(config.filesDir());
    }

    /// Removes content that neither the store nor the record needs.
    static RecordedFiles content(ServerConfig config, Stores stores, InstantSource clock) {
        return new RecordedFiles(
                stores.files(),
                stores.held(),
                vault(config),
                stores.archiveParts().reader(clock)::withoutContent);
    }

    /// What the proxy tells of texts that pass.
    FileLinks links() {
        return config.https().isServed() ? new NamedFiles(store) : FileLinks.NONE;
    }

    /// Begins to serve, if that is wanted.
    ///
    /// @param others add what else is served there
    void open(Sockets sockets, SignIn signIn, Consumer<JavalinConfig> others) throws IOException {
        if (config.https().isServed()) {
            FileApi api = new FileApi(store, config.files().store(), signIn, this::url);
            listener =
                    Optional.of(
                            sockets.https(routes -> {
                                api.addTo(routes);
                                others.accept(routes);
                            }));
        }
    }

    /// @param people tells people of files that are refused, held back or released
    void start(PeriodicTasks tasks, FileNews people) {
        // also what an administrator released on another node, or while no server ran
        tasks.every(TELLING, "held-files", () -> quarantine.tell(news -> people.tell(news, url())));
        tasks.every(TELLING, "refused-files", () -> store.tellRefused(people::refused));
        tasks.every(
                CLEANING,
                "stored-files",
                () -> {
                    try {
                        store.clean();
                    } catch (IOException e) {
                        log.warn("files can't be erased: {}", e.toString());
                    }
                });
    }

    /// A file that may not go from phone to phone: whom it was for hears of it as of one that the store refuses.
    void forbidden(Account sender, AddressOfRecord to, ClaimedFile file, String why) {
        store.refusedOffer(
                sender, List.of(to.toString()), file.name(), file.size().orElse(-1), why);
    }

    /// By which phones reach it.
    String url() {
        if (!config.https().url().isEmpty()) {
            return config.https().url();
        }
        int port = listener.map(of -> of.addresses().getFirst().getPort()).orElse(HTTPS_PORT);
        return "https://" + config.domain() + (port == HTTPS_PORT ? "" : ":" + port);
    }

    /// By which phones reach it; empty where it is not served, or not yet.
    Optional<URI> service() {
        return listener.map(_ -> URI.create(url()));
    }

    /// Where it is served; empty where it is not.
    Optional<String> addresses() {
        return listener.map(of ->
                of.addresses().stream()
                        .map((InetSocketAddress address) -> ListenAddress.text(address))
                        .collect(Collectors.joining(",")));
    }

    /// What the store holds. May wait for the database.
    FileTable.Usage usage() {
        return store.usage();
    }

    /// Files that are held back.
    HeldTable.Usage held() {
        return quarantine.usage();
    }

    /// In numbers.
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        try {
            FileTable.Usage usage = store.usage();
            facts.put("files", usage.files());
            facts.put("bytes", usage.bytes());
            facts.put("notWhole", usage.unfinished());
            facts.put("bytesReserved", usage.reserved());
            facts.put("quota", config.files().quota());
            facts.put("recorded", usage.recorded());
            facts.put("bytesRecorded", usage.bytesRecorded());
            HeldTable.Usage held = quarantine.usage();
            facts.put("held", held.files());
            facts.put("bytesHeld", held.bytes());
        } catch (StoreUnavailableException e) {
            facts.put("unavailable", String.valueOf(e.getMessage()));
        }
        return facts;
    }

    @Override
    public void close() {
        listener.ifPresent(WebListener::close);
    }
}
