package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.earshot.common.msrp.MsrpUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One small file that a phone sends to itself over loopback, so that the first one of a run does not wait until all that is loaded.
final class FileWarmUp implements FileListener {
    private static final Logger log = LoggerFactory.getLogger(FileWarmUp.class);
    private static final int BYTES = 100_000;
    private static final int SECONDS = 10;

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private FileWarmUp() {}

    /// Takes some tenths of a second, and leaves nothing behind. Whatever fails here will say so when it matters.
    ///
    /// @param folder for this alone; an earlier run may have been killed in the midst of it
    static void run(FileEngine engine, Path folder) {
        try {
            delete(folder);
            Files.createDirectory(folder);
            try {
                send(engine, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            log.debug("no file to ourselves: {}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(FileEngine engine, Path folder)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        SourceFile source =
                SourceFile.examine(Files.write(folder.resolve("sent"), new byte[BYTES]), _ -> {});
        InetAddress here = InetAddress.getLoopbackAddress();
        MsrpUri from = engine.local(here);
        MsrpUri to = engine.local(here);
        PartialFile partial =
                new PartialFiles(folder.resolve("partial"))
                        .claim(PartialKey.of("warm-up", source.sha256()), BYTES);
        FileWarmUp received = new FileWarmUp();
        FileWarmUp sent = new FileWarmUp();
        Set<String> us = Set.of(engine.fingerprint());
        engine.receive(
                new IncomingFile(
                        folder.resolve("received"),
                        partial,
                        "sent",
                        BYTES,
                        List.of(source.sha256()),
                        false),
                new MsrpPeer(to, List.of(from), us, true),
                received);
        engine.send(
                new OutgoingFile(source, "application/octet-stream", 0),
                new MsrpPeer(from, List.of(to), us, false),
                sent);
        received.ended.get(SECONDS, TimeUnit.SECONDS);
        sent.ended.get(SECONDS, TimeUnit.SECONDS);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(folder);
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public void connected() {}

    @Override
    public void progress(long bytes) {}

    @Override
    public void complete(Optional<Path> file, FileHash sha256) {
        ended.complete(null);
    }

    @Override
    public void failed(FileFailure failure, long bytes) {
        ended.completeExceptionally(new IOException(failure.toString()));
    }
}
