package org.earshot.softphone.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.earshot.common.dns.SystemServices;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.relay.Relay;
import org.earshot.common.relay.RelayUri;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SipNodeConfig;
import org.earshot.common.stack.StackObserver;
import org.earshot.common.stack.SystemTimers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.account.HttpsAccounts;
import org.earshot.softphone.file.BackgroundThreads;
import org.earshot.softphone.file.MsrpEndpoint;
import org.earshot.softphone.file.PartialFiles;
import org.earshot.softphone.mdns.Mdns;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.HoldMusic;
import org.earshot.softphone.media.MediaTap;
import org.earshot.softphone.media.PortRange;
import org.earshot.softphone.media.WarmUp;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.SystemAudioBackend;
import org.earshot.softphone.media.audio.WavReader;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsWarmUp;
import org.earshot.softphone.store.JdbcMessageStore;
import org.earshot.softphone.trace.SipTrace;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.AccountGateway;
import org.earshot.softphone.ua.ContactStore;
import org.earshot.softphone.ua.DirectKit;
import org.earshot.softphone.ua.DraftStore;
import org.earshot.softphone.ua.FileKit;
import org.earshot.softphone.ua.FilePolicy;
import org.earshot.softphone.ua.FileStore;
import org.earshot.softphone.ua.IceUse;
import org.earshot.softphone.ua.JournalStore;
import org.earshot.softphone.ua.KeyAgreement;
import org.earshot.softphone.ua.LocalKit;
import org.earshot.softphone.ua.MessageStore;
import org.earshot.softphone.ua.MessageStoreException;
import org.earshot.softphone.ua.PhoneSettings;
import org.earshot.softphone.ua.ServerFiles;
import org.earshot.softphone.ua.SipUserAgent;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running phone and all that it is made of.
final class PhoneParts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PhoneParts.class);
    private static final PortRange MEDIA_PORTS = new PortRange(16_384, 32_766);

    private static final Duration DISK_PATIENCE = Duration.ofSeconds(3);
    private static final Duration RECORDING_SETTLES = Duration.ofMillis(300);
    private static final Duration LONGEST_PARTIAL = Duration.ofDays(30);
    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(20);

    private final SystemTimers timers = new SystemTimers("phone-timers");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ThreadFactory files = BackgroundThreads.factory("files");
    private final SerialQueue keeper; // what goes to the disk, in its order
    private final AudioEngine engine;
    private final Optional<JdbcMessageStore> conversations;
    private final SipNode node;
    private final MsrpEndpoint msrp;
    private final Optional<StoreCarrier> stored;
    private final Optional<HttpsAccounts> accounts;
    private final Optional<Mdns> neighbours;
    private final SipUserAgent agent;
    private final Optional<TimingFile> timing;

    /// What a phone needs to begin.
    ///
    /// @param ca who signed the server's certificate; empty: whom the system trusts
    /// @param relays STUN and TURN servers that the command line names
    /// @param direct calls without a server; empty: none
    /// @param downloads where files from others go; empty: a folder in the phone's own
    /// @param voice what the command line says of what is done to the microphone's sound
    record Config(
            Transport transport,
            boolean ipv6,
            Optional<Path> ca,
            AudioSpec source,
            AudioSpec sink,
            Map<Sound.Processing, Boolean> voice,
            boolean plainFallback,
            boolean encryptionRequired,
            int packetMillis,
            boolean qualityReports,
            AudioWishes wishes,
            KeyAgreement keyAgreement,
            IceUse ice,
            List<Relay> relays,
            Optional<DirectOptions> direct,
            RecordingPolicy recording,
            Optional<Path> holdMusic,
            Optional<Path> downloads,
            FilePolicy files,
            Optional<Path> timing) {
        /// The same with another trust.
        Config trusting(Optional<Path> authority) {
            return with(authority, direct);
        }

        /// The same without calls that need no server.
        Config withoutDirect() {
            return with(ca, Optional.empty());
        }

        private Config with(Optional<Path> authority, Optional<DirectOptions> direct) {
            return new Config(
                    transport,
                    ipv6,
                    authority,
                    source,
                    sink,
                    voice,
                    plainFallback,
                    encryptionRequired,
                    packetMillis,
                    qualityReports,
                    wishes,
                    keyAgreement,
                    ice,
                    relays,
                    direct,
                    recording,
                    holdMusic,
                    downloads,
                    files,
                    timing);
        }
    }

    /// @param isElsewhere whether the user talks on another phone of this process than the one that is given
    /// @throws StartFailure with a sentence for the user
    PhoneParts(Config config, DataFolder folder, Predicate<UserAgent> isElsewhere) {
        SystemAudioBackend backend = new SystemAudioBackend();
        checkAudio(backend, config);
        keeper = new SerialQueue(threads);
        EngineSound sound =
                new EngineSound(backend, config.source(), config.sink(), folder, keeper);
        engine = sound.engine();
        sound.process(config.voice(), config.source(), config.sink());
        timing = config.timing().map(TimingFile::new);
        MediaTap tap = timing.isPresent() ? timing.get() : MediaTap.NONE;
        SecureRandom random = new SecureRandom();
        Codecs codecs = Codecs.detect();
        Thread mediaWarmUp =
                Thread.ofPlatform()
                        .daemon()
                        .name("media-warm-up")
                        .start(() -> warmUp(codecs, random));
        // reading the system's certificates takes a while, and who speaks no TLS needs none: only
        // over TLS does a server name relays
        Optional<SSLContext> trust =
                needsTls(config) ? Optional.of(trust(config.ca())) : Optional.empty();
        SessionMedia media =
                new SessionMedia(
                        sound,
                        codecs,
                        MEDIA_PORTS,
                        trust,
                        config.recording(),
                        config.holdMusic().map(PhoneParts::music),
                        EndTones.of(engine),
                        tap,
                        random);
        conversations = folder.isTemporary() ? Optional.empty() : Optional.of(open(folder, keeper));
        // Node and user agent need each other: requests that come in find the user agent here.
        AtomicReference<Consumer<InboundRequest>> handler = new AtomicReference<>(_ -> {});
        SipTrace trace = new SipTrace();
        KeptPassword passwords = KeptPassword.of(folder, System.getenv());
        node = open(config, trust, new MessageTrace(trace, InstantSource.system()), handler);
        PhoneSettings usual = PhoneSettings.of(folder.instanceId());
        DtlsIdentity certificate = CertificateFile.open(folder, random, InstantSource.system());
        msrp = new MsrpEndpoint(MsrpEndpoint.Settings.of(certificate));
        Path warmUp = folder.file("warm-up");
        Thread.ofPlatform()
                .daemon()
                .name("file-warm-up")
                .start(() -> warmUpAfter(mediaWarmUp, msrp, warmUp));
        PartialFiles partials = new PartialFiles(folder.file("partial"));
        threads.execute(() ->
                partials.deleteOlderThan(InstantSource.system().instant().minus(LONGEST_PARTIAL)));
        DownloadFolder downloads =
                new DownloadFolder(config.downloads().orElseGet(() -> folder.file("downloads")));
        // only over TLS does a server say where its store is
        stored = trust.map(context -> new StoreCarrier(context, partials, downloads));
        accounts =
                trust.map(context ->
                        new HttpsAccounts(
                                context,
                                own ->
                                        new DigestSignIn(
                                                own.address().user(),
                                                own.address().domain(),
                                                own.password()),
                                folder.file("pictures"),
                                threads));
        neighbours = config.direct().map(_ -> new Mdns(MdnsNeighbours.SERVICE, random));
        agent =
                new SipUserAgent(
                        new StackSignalling(
                                node,
                                Optional.of(
                                        new ServerPlaces(new SystemServices(), threads, random))),
                        new RouteLookup(threads),
                        media,
                        new PhoneSettings(
                                usual.instanceId(),
                                config.plainFallback(),
                                config.encryptionRequired(),
                                usual.registrationExpires(),
                                usual.silenceLimit(),
                                usual.quietLimit(),
                                config.packetMillis(),
                                !folder.isTemporary(),
                                config.qualityReports(),
                                config.wishes(),
                                config.keyAgreement(),
                                Optional.of(certificate),
                                config.ice(),
                                config.relays()),
                        new FileMemory(folder, keeper),
                        conversations
                                .<MessageStore>map(store -> store)
                                .orElseGet(MessageStore::ofThisRun),
                        conversations
                                .<ContactStore>map(JdbcMessageStore::contacts)
                                .orElseGet(ContactStore::ofThisRun),
                        new FileKit(
                                new MsrpCarrier(
                                        msrp,
                                        partials,
                                        downloads,
                                        warmUp,
                                        trust,
                                        task -> files.newThread(task).start()),
                                stored.<ServerFiles>map(files -> files)
                                        .orElseGet(ServerFiles::none),
                                conversations
                                        .<FileStore>map(JdbcMessageStore::files)
                                        .orElseGet(FileStore::ofThisRun),
                                config.files()),
                        direct(config.direct(), folder),
                        new LocalKit(
                                conversations
                                        .<JournalStore>map(JdbcMessageStore::journal)
                                        .orElseGet(JournalStore::ofThisRun),
                                conversations
                                        .<DraftStore>map(JdbcMessageStore::drafts)
                                        .orElseGet(DraftStore::ofThisRun),
                                new SwitchesFile(folder, keeper),
                                trace,
                                () -> AboutThisPhone.sections(config, codecs.opusBy()),
                                (account, password) ->
                                        threads.execute(
                                                () -> passwords.changed(account, password))),
                        accounts.<AccountGateway>map(gateway -> gateway)
                                .orElseGet(AccountGateway::none),
                        timers,
                        InstantSource.system(),
                        threads,
                        random);
        handler.set(agent::handle);
        node.onFlowClosed(agent::flowClosed);
        var _ = agent.subscribe(new FromTheStart(engine::restartSource));
        var _ =
                agent.subscribe(
                        new Ringer(
                                backend,
                                sound::ringer,
                                engine::join,
                                tone -> {
                                    var _ = engine.leave(tone);
                                },
                                () -> isElsewhere.test(agent)));
        agent.contacts().open();
    }

    private static JdbcMessageStore open(DataFolder folder, SerialQueue keeper) {
        try {
            JdbcMessageStore store = JdbcMessageStore.open(folder.file("conversations"), keeper);
            new EarlierMessageFiles(folder).moveTo(store);
            new EarlierContactFile(folder).moveTo(store.contacts());
            return store;
        } catch (MessageStoreException e) {
            throw new StartFailure(e.getMessage());
        }
    }

    private DirectKit direct(Optional<DirectOptions> wanted, DataFolder folder) {
        return wanted.map(
                        options -> {
                            Mdns mdns = neighbours.orElseThrow();
                            return new DirectKit(
                                    Optional.of(
                                            new DirectSockets(
                                                    options.at(),
                                                    options.anywhere(),
                                                    mdns,
                                                    timers,
                                                    threads)),
                                    new MdnsNeighbours(mdns),
                                    new DirectRulesFile(folder, keeper),
                                    options.name(),
                                    options.discoverable());
                        })
                .orElseGet(DirectKit::none);
    }

    UserAgent agent() {
        return agent;
    }

    SystemTimers timers() {
        return timers;
    }

    void register(Account account) {
        agent.register(account);
    }

    private SipNode open(
            Config config,
            Optional<SSLContext> trust,
            StackObserver observer,
            AtomicReference<Consumer<InboundRequest>> handler) {
        List<ListenPoint> listen = new ArrayList<>();
        if (config.transport() == Transport.UDP) {
            InetAddress any = InetAddress.ofLiteral(config.ipv6() ? "::" : "0.0.0.0");
            listen.add(new ListenPoint(Transport.UDP, new InetSocketAddress(any, 0)));
        }
        try {
            return SipNode.open(
                    SipNodeConfig.plain("phone", listen.toArray(ListenPoint[]::new))
                            .withTls(Optional.empty(), trust)
                            .withObserver(observer),
                    timers,
                    request -> handler.get().accept(request));
        } catch (IOException e) {
            throw new StartFailure("can't open a socket: " + e.getMessage());
        }
    }

    private static boolean needsTls(Config config) {
        return config.transport().isSecure()
                || config.relays().stream()
                        .anyMatch(relay -> relay.uri().scheme() == RelayUri.Scheme.TURNS);
    }

    private static HoldMusic music(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new HoldMusic(WavReader.read(in));
        } catch (NoSuchFileException _) {
            throw new StartFailure("--hold-music: there is no file " + file);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure("--hold-music: " + file + ": " + e.getMessage());
        }
    }

    private static SSLContext trust(Optional<Path> ca) {
        try {
            return ca.map(TrustedCertificates::fromPem)
                    .orElseGet(TrustedCertificates::ofSystem)
                    .context();
        } catch (KeyRingException e) {
            throw new StartFailure(e.getMessage());
        }
    }

    /// Says at the start of a file what would otherwise be silence in the first call. Devices may come later: a phone without them
    /// still takes calls, and says what is missing. A file to write is left alone.
    private static void checkAudio(SystemAudioBackend backend, Config config) {
        try {
            if (!isAnyDevice(config.source())) {
                backend.openSource(config.source()).close();
            }
            if (!isAnyDevice(config.sink()) && !(config.sink() instanceof AudioSpec.File)) {
                backend.openSink(config.sink()).close();
            }
        } catch (AudioException e) {
            throw new StartFailure(e.getMessage());
        }
    }

    private static void warmUp(Codecs codecs, SecureRandom random) {
        WarmUp.run(codecs);
        try {
            if (!DtlsWarmUp.run(random, WARM_UP_LIMIT)) {
                log.warn("two ends in this process could not agree upon keys by DTLS in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The two would only take the processor from each other, and from what the user waits for.
    private static void warmUpAfter(Thread other, MsrpEndpoint files, Path folder) {
        try {
            other.join();
            files.warmUp(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One may be plugged in at any time; one that is named may be misspelt.
    private static boolean isAnyDevice(AudioSpec spec) {
        return spec instanceof AudioSpec.Device device && device.name().isEmpty();
    }

    /// Says goodbye and stops.
    @Override
    public void close() {
        try {
            agent.quit().toCompletableFuture().get(4, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("no goodbye", e);
        }
        neighbours.ifPresent(Mdns::close);
        msrp.close();
        stored.ifPresent(StoreCarrier::close);
        accounts.ifPresent(HttpsAccounts::close);
        engine.close();
        awaitRecording();
        awaitKeeper();
        node.close();
        conversations.ifPresent(JdbcMessageStore::close);
        timers.close();
        threads.shutdown();
        timing.ifPresent(PhoneParts::write);
    }

    /// What was learnt last has to be on the disk before the process ends.
    private void awaitKeeper() {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        keeper.execute(() -> kept.complete(null));
        try {
            kept.get(DISK_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("the disk does not take what was to be kept");
        }
    }

    /// The playout thread closes a recording by itself, within a few frames of the last call's end.
    private void awaitRecording() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        timers.after(RECORDING_SETTLES, () -> settled.complete(null));
        settled.join();
    }

    private static void write(TimingFile file) {
        try {
            file.write();
        } catch (IOException e) {
            log.warn("can't write the timing: {}", e.getMessage());
        }
    }
}
