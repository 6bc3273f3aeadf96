package org.earshot.softphone.app;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.earshot.common.file.ContentRules;
import org.earshot.common.file.ProgramBytes;
import org.earshot.common.message.Cpim;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.file.FileEngine;
import org.earshot.softphone.file.FileFailure;
import org.earshot.softphone.file.FileHash;
import org.earshot.softphone.file.FileListener;
import org.earshot.softphone.file.FileSession;
import org.earshot.softphone.file.IncomingFile;
import org.earshot.softphone.file.LookInside;
import org.earshot.softphone.file.MsrpEndpoint;
import org.earshot.softphone.file.MsrpPeer;
import org.earshot.softphone.file.OutgoingFile;
import org.earshot.softphone.file.PartialFile;
import org.earshot.softphone.file.PartialFiles;
import org.earshot.softphone.file.PartialKey;
import org.earshot.softphone.file.SourceFile;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.sdp.FileSelector;
import org.earshot.softphone.sdp.MsrpEnd;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.FileCarrier;
import org.earshot.softphone.ua.NoRoomException;

/// Files by MSRP, as the user agent sees them. Thread-safe.
final class MsrpCarrier implements FileCarrier {
    private final MsrpEndpoint engine;
    private final PartialFiles partials;
    private final DownloadFolder downloads;
    private final Path warmUp;
    private final Optional<SSLContext> trust;
    private final Executor workers;

    /// @param downloads where files end up
    /// @param trust for the certificates of relays, where TLS is spoken to servers at all
    /// @param workers threads that may wait for the disk
    MsrpCarrier(
            MsrpEndpoint engine,
            PartialFiles partials,
            DownloadFolder downloads,
            Path warmUp,
            Optional<SSLContext> trust,
            Executor workers) {
        this.engine = engine;
        this.partials = partials;
        this.downloads = downloads;
        this.warmUp = warmUp;
        this.trust = trust;
        this.workers = workers;
    }

    private <T> CompletionStage<T> onWorker(Callable<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                workers);
    }

    @Override
    public CompletionStage<Source> examine(Path path, ContentRules rules) {
        engine.warmUp(warmUp);
        return onWorker(() -> source(look(path), rules));
    }

    private static SourceFile look(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a folder: put it into an archive to send it");
        }
        if (!Files.exists(path)) {
            throw new FileNotFoundException("there is no file " + path);
        }
        if (!Files.isReadable(path)) {
            throw new IOException("the file " + path + " can't be read: its mode forbids that");
        }
        try {
            return SourceFile.examine(path, _ -> {});
        } catch (NoSuchFileException _) {
            throw new FileNotFoundException("there is no file " + path);
        }
    }

    private static Source source(SourceFile file, ContentRules rules) throws IOException {
        String type = URLConnection.guessContentTypeFromName(String.valueOf(file.path()));
        return new Source(
                file.path(),
                type == null ? "application/octet-stream" : type,
                file.size(),
                file.modified(),
                file.sha256().hex(),
                file.sha1().hex(),
                objection(file, rules));
    }

    /// Why it is not sent for what is in it.
    private static Optional<String> objection(SourceFile file, ContentRules rules)
            throws IOException {
        if (rules.programs() && !rules.archives()) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            InputStream in = Channels.newInputStream(channel);
            Optional<String> ofBytes =
                    rules.programs()
                            ? Optional.empty()
                            : ProgramBytes.objection(in.readNBytes(ProgramBytes.LONGEST));
            return ofBytes.isPresent()
                    ? ofBytes
                    : LookInside.objection(
                            file.path().getFileName().toString(), channel, file.size(), rules);
        }
    }

    static SourceFile sourceFile(Source source) {
        return new SourceFile(
                source.path(),
                source.size(),
                source.modified(),
                hash(FileHash.Algorithm.SHA_256, source.sha256()),
                hash(FileHash.Algorithm.SHA_1, source.sha1()));
    }

    private static FileHash hash(FileHash.Algorithm algorithm, String hex) {
        return new FileHash(algorithm, java.util.HexFormat.of().parseHex(hex));
    }

    /// A place in the folder of partial files.
    private record Kept(PartialFile partial, FileSelector file, ContentRules rules)
            implements Place {
        @Override
        public long have() {
            return partial.have();
        }

        @Override
        public void release() {
            partial.release();
        }
    }

    @Override
    public CompletionStage<Place> claim(
            String peer, FileSelector file, String transferId, ContentRules rules) {
        return onWorker(() -> {
            var _ = downloads.ready();
            long size = file.size().orElseThrow();
            List<FileHash> hashes = hashes(file);
            PartialKey key =
                    hashes.isEmpty()
                            ? PartialKey.of(peer, file.name().orElse(""), size, transferId)
                            : PartialKey.of(peer, hashes.getFirst());
            PartialFile partial = partials.claim(key, size);
            if (hashes.isEmpty()) {
                partial.discard(); // nothing would tell that the rest is of another version
            }
            try {
                RoomForFile.require(partial, partials.directory(), downloads.path(), size);
                return new Kept(partial, file, rules);
            } catch (NoRoomException e) {
                partial.release();
                throw e;
            }
        });
    }

    /// The best first.
    private static List<FileHash> hashes(FileSelector file) {
        return List.of(FileHash.Algorithm.SHA_256, FileHash.Algorithm.SHA_1).stream()
                .flatMap(a -> file.hash(a.token()).map(h -> hash(a, h.hex())).stream())
                .toList();
    }

    @Override
    public CompletionStage<Port> open(InetAddress host) {
        return onWorker(() -> new MsrpPort(engine.local(host), Optional.empty()));
    }

    @Override
    public CompletionStage<Port> openAt(MsrpUri relay, Account account) {
        return onWorker(() -> {
            SSLContext known =
                    trust.orElseThrow(() -> new IOException("no certificate is trusted"));
            FileEngine.Relayed at = engine.relayed(new DomainRelay(relay, account, known));
            return new MsrpPort(at.local(), Optional.of(at));
        });
    }

    private final class MsrpPort implements Port {
        private final MsrpUri local;

        private final Optional<FileEngine.Relayed> at;

        /// @param at the relay by which it is reached
        MsrpPort(MsrpUri local, Optional<FileEngine.Relayed> at) {
            this.local = local;
            this.at = at;
        }

        @Override
        public MsrpEnd end() {
            return at.map(relayed ->
                            new MsrpEnd(
                                    relayed.relay().host(),
                                    relayed.relay().portOrDefault(),
                                    List.of(relayed.relay().toString(), local.toString()),
                                    Set.of(relayed.fingerprint()),
                                    MsrpEnd.Setup.PASSIVE))
                    .orElseGet(() ->
                            new MsrpEnd(
                                    local.host(),
                                    local.portOrDefault(),
                                    List.of(local.toString()),
                                    Set.of(engine.fingerprint()),
                                    MsrpEnd.Setup.ACTPASS));
        }

        @Override
        public Moving send(Source file, FileAnswer answer, String wrapping, Listener listener) {
            return begin(
                    answer.end(),
                    answer.end().setup() == MsrpEnd.Setup.PASSIVE,
                    listener,
                    (with, told) ->
                            engine.send(
                                    new OutgoingFile(
                                            sourceFile(file),
                                            wrapping.isEmpty() ? file.type() : Cpim.CONTENT_TYPE,
                                            answer.from(),
                                            wrapping),
                                    with,
                                    told));
        }

        @Override
        public Moving receive(Place place, MsrpEnd peer, boolean active, Listener listener) {
            Kept kept = (Kept) place;
            FileSelector file = kept.file();
            return begin(
                    peer,
                    active,
                    listener,
                    (with, told) ->
                            engine.receive(
                                    new IncomingFile(
                                            downloads.path(),
                                            kept.partial(),
                                            file.name().orElse("file"),
                                            file.size().orElseThrow(),
                                            hashes(file),
                                            kept.rules()),
                                    with,
                                    told));
        }

        /// A path that is none comes from the other side: the transfer fails, not the phone.
        private Moving begin(MsrpEnd peer, boolean active, Listener listener, Beginning beginning) {
            try {
                List<MsrpUri> path = new ArrayList<>();
                at.ifPresent(relayed -> path.add(relayed.relay()));
                peer.path().forEach(uri -> path.add(MsrpUri.parse(uri)));
                MsrpPeer with = new MsrpPeer(local, path, peer.fingerprints(), active);
                return new Going(beginning.begin(with, new Told(listener)));
            } catch (IllegalArgumentException e) {
                engine.forget(local);
                listener.failed(Failure.BROKEN, "the other phone's address: " + e.getMessage(), 0);
                return new Gone();
            }
        }

        @Override
        public void close() {
            engine.forget(local);
        }
    }

    private record Going(FileSession session) implements Moving {
        @Override
        public void cancel(String reason) {
            session.cancel(reason);
        }

        @Override
        public void breakOff(String reason) {
            session.breakOff(reason);
        }
    }

    /// What it means to the user agent. Pure.
    static Failure failure(FileFailure.Reason reason) {
        return switch (reason) {
            case CONNECTION, TIMEOUT, NO_ROOM -> Failure.INTERRUPTED;
            case CANCELLED, STOPPED -> Failure.CANCELLED;
            case BLOCKED -> Failure.BLOCKED;
            case FINGERPRINT, REFUSED, HASH, DISK, CHANGED, PROTOCOL -> Failure.BROKEN;
        };
    }

    /// Its end was told already.
    private record Gone() implements Moving {
        @Override
        public void cancel(String reason) {}

        @Override
        public void breakOff(String reason) {}
    }

    private interface Beginning {
        FileSession begin(MsrpPeer peer, FileListener listener);
    }

    private record Told(Listener listener) implements FileListener {
        @Override
        public void connected() {
            listener.connected();
        }

        @Override
        public void progress(long bytes) {
            listener.progress(bytes);
        }

        @Override
        public void complete(Optional<Path> file, FileHash sha256) {
            listener.complete(file, sha256.hex());
        }

        @Override
        public void failed(FileFailure failure, long bytes) {
            listener.failed(MsrpCarrier.failure(failure.reason()), failure.words(), bytes);
        }
    }
}
