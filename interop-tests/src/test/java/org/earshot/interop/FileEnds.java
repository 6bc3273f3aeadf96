package org.earshot.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.file.FileEngine;
import org.earshot.softphone.file.FileFailure;
import org.earshot.softphone.file.FileHash;
import org.earshot.softphone.file.FileListener;
import org.earshot.softphone.file.IncomingFile;
import org.earshot.softphone.file.MsrpEndpoint;
import org.earshot.softphone.file.MsrpPeer;
import org.earshot.softphone.file.OutgoingFile;
import org.earshot.softphone.file.OwnRelay;
import org.earshot.softphone.file.PartialFile;
import org.earshot.softphone.file.PartialFiles;
import org.earshot.softphone.file.PartialKey;
import org.earshot.softphone.file.SourceFile;
import org.earshot.softphone.media.dtls.DtlsIdentity;

/// Two ends of ours in one process, which send files to each other for a benchmark.
final class FileEnds implements AutoCloseable {
    private static final int PATIENCE_MINUTES = 10;

    private final Path folder;
    private final InetAddress local;
    private final InetAddress remote;
    private final MsrpEndpoint alice = endpoint();
    private final MsrpEndpoint bob = endpoint();

    /// @param local where they listen
    /// @param remote by which address each reaches the other
    FileEnds(Path folder, InetAddress local, InetAddress remote) {
        this.folder = folder;
        this.local = local;
        this.remote = remote;
        alice.warmUp(folder.resolve("warm-up-alice"));
        bob.warmUp(folder.resolve("warm-up-bob"));
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
    }

    private static MsrpEndpoint endpoint() {
        return new MsrpEndpoint(
                MsrpEndpoint.Settings.of(
                        DtlsIdentity.generate(
                                new SecureRandom(), InstantSource.system().instant())));
    }

    /// Sends it straight from one to the other.
    ///
    /// @return where it is then, its hash checked
    Path transfer(SourceFile source) throws Exception {
        MsrpUri atAlice = reached(alice.local(local));
        MsrpUri atBob = reached(bob.local(local));
        return transfer(
                source,
                new MsrpPeer(atAlice, List.of(atBob), Set.of(bob.fingerprint()), false),
                new MsrpPeer(atBob, List.of(atAlice), Set.of(alice.fingerprint()), true));
    }

    /// The sender logs in to a relay, as before an INVITE.
    FileEngine.Relayed atRelay(OwnRelay relay) throws IOException {
        return alice.relayed(relay);
    }

    /// Sends it over a relay.
    ///
    /// @param at the sender's address there
    Path transfer(SourceFile source, FileEngine.Relayed at) throws Exception {
        MsrpUri atBob = reached(bob.local(local));
        return transfer(
                source,
                new MsrpPeer(
                        at.local(), List.of(at.relay(), atBob), Set.of(bob.fingerprint()), false),
                new MsrpPeer(
                        atBob, List.of(at.relay(), at.local()), Set.of(at.fingerprint()), true));
    }

    private Path transfer(SourceFile source, MsrpPeer atAlice, MsrpPeer atBob) throws Exception {
        PartialFile partial =
                new PartialFiles(folder.resolve("partial"))
                        .claim(PartialKey.of("alice", source.sha256()), source.size());
        Ended sent = new Ended();
        Ended received = new Ended();
        bob.receive(
                new IncomingFile(
                        folder.resolve("received"),
                        partial,
                        "file",
                        source.size(),
                        List.of(source.sha256())),
                atBob,
                received);
        alice.send(new OutgoingFile(source, "application/octet-stream", 0), atAlice, sent);
        sent.whole.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        return received.whole.get(PATIENCE_MINUTES, TimeUnit.MINUTES).orElseThrow();
    }

    private MsrpUri reached(MsrpUri listening) {
        return MsrpUri.of(true, remote, listening.portOrDefault(), listening.session());
    }

    private static final class Ended implements FileListener {
        private final CompletableFuture<Optional<Path>> whole = new CompletableFuture<>();

        @Override
        public void connected() {
            // not of interest here
        }

        @Override
        public void progress(long bytes) {
            // not of interest here
        }

        @Override
        public void complete(Optional<Path> file, FileHash sha256) {
            whole.complete(file);
        }

        @Override
        public void failed(FileFailure failure, long bytes) {
            whole.completeExceptionally(new IOException(failure + " at " + bytes));
        }
    }
}
