package org.earshot.softphone.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import org.earshot.common.file.ContentRules;
import org.earshot.softphone.file.BackgroundThreads;
import org.earshot.softphone.file.FileHash;
import org.earshot.softphone.file.IncomingFile;
import org.earshot.softphone.file.PartialFile;
import org.earshot.softphone.file.PartialFiles;
import org.earshot.softphone.file.PartialKey;
import org.earshot.softphone.file.StoreClient;
import org.earshot.softphone.file.StoreRefusedException;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.FileCarrier;
import org.earshot.softphone.ua.NoRoomException;
import org.earshot.softphone.ua.ServerFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files in the server's store, as the user agent sees them: a thread for each that is on its way, which ends by being interrupted.
/// Thread-safe.
final class StoreCarrier implements ServerFiles, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoreCarrier.class);
    private static final long BETWEEN_NEWS_NANOS = 200_000_000;

    private final SSLContext trust;
    private final PartialFiles partials;
    private final DownloadFolder downloads;
    private final ThreadFactory threads = BackgroundThreads.factory("store");
    private final Map<Account, StoreClient> clients = new HashMap<>(); // its own lock

    /// @param trust by which the server's certificate is checked, as in SIP
    /// @param downloads where files end up
    StoreCarrier(SSLContext trust, PartialFiles partials, DownloadFolder downloads) {
        this.trust = trust;
        this.partials = partials;
        this.downloads = downloads;
    }

    private StoreClient client(Account account) {
        synchronized (clients) {
            return clients.computeIfAbsent(
                    account,
                    _ ->
                            new StoreClient(
                                    trust,
                                    new DigestSignIn(
                                            account.address().user(),
                                            account.address().domain(),
                                            account.password())));
        }
    }

    /// What a thread of ours does.
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private Moving begin(Work work, Listener listener) {
        Thread thread =
                threads.newThread(() -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        listener.failed(failure(e));
                    } catch (InterruptedException e) {
                        listener.failed(failure(new InterruptedIOException("stopped")));
                    } catch (RuntimeException e) {
                        log.error("a file of the server's store failed", e);
                        listener.failed(new Failure(Trouble.BROKEN, e.toString()));
                    }
                });
        thread.start();
        return thread::interrupt;
    }

    /// What an exception means to the user agent. Pure.
    static Failure failure(IOException e) {
        if (e instanceof NoRoomException) {
            return new Failure(Trouble.PASSING, e.getMessage());
        }
        if (!(e instanceof StoreRefusedException refused)) {
            return new Failure(
                    Trouble.PASSING,
                    "the server can't be reached"
                            + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
        }
        Trouble trouble =
                switch (refused.status()) {
                    case 403, 413 -> Trouble.NOT_ALLOWED;
                    case 404, 410 -> Trouble.GONE;
                    default -> refused.isPassing() ? Trouble.PASSING : Trouble.BROKEN;
                };
        return new Failure(trouble, refused.getMessage());
    }

    /// Some times a second, and at the end.
    private static LongConsumer news(Listener listener, long size) {
        return new LongConsumer() {
            private long last = System.nanoTime() - BETWEEN_NEWS_NANOS;

            @Override
            public synchronized void accept(long bytes) {
                long now = System.nanoTime();
                if (bytes == size || now - last >= BETWEEN_NEWS_NANOS) {
                    last = now;
                    listener.progress(bytes);
                }
            }
        };
    }

    @Override
    public Moving upload(
            Account account,
            URI service,
            FileCarrier.Source file,
            Optional<URI> begun,
            String recipient,
            Listener listener) {
        return begin(
                () -> {
                    if (!isUnchanged(file)) {
                        throw new StoreRefusedException(
                                StoreRefusedException.HERE,
                                "the file is not the same any more as when it was offered");
                    }
                    StoreClient client = client(account);
                    URI url;
                    if (begun.isPresent()) {
                        url = begun.get();
                    } else {
                        url =
                                client.begin(
                                        service,
                                        MsrpCarrier.sourceFile(file),
                                        file.type(),
                                        List.of(recipient));
                        listener.begun(url);
                    }
                    client.send(url, MsrpCarrier.sourceFile(file), news(listener, file.size()));
                    listener.complete(url, Optional.empty());
                },
                listener);
    }

    private static boolean isUnchanged(FileCarrier.Source file) {
        try {
            return Files.size(file.path()) == file.size()
                    && Files.getLastModifiedTime(file.path()).toInstant().equals(file.modified());
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public CompletionStage<Facts> look(Account account, URI url) {
        CompletableFuture<Facts> facts = new CompletableFuture<>();
        threads.newThread(
                        () -> {
                            try {
                                StoreClient.Facts there = client(account).look(url);
                                facts.complete(
                                        new Facts(
                                                there.name(), there.size(), there.sha256().hex()));
                            } catch (IOException e) {
                                facts.completeExceptionally(failure(e));
                            } catch (InterruptedException | RuntimeException e) {
                                facts.completeExceptionally(new CompletionException(e));
                            }
                        })
                .start();
        return facts;
    }

    @Override
    public Moving fetch(
            Account account,
            URI url,
            String peer,
            Facts facts,
            ContentRules rules,
            Listener listener) {
        return begin(
                () -> {
                    FileHash hash =
                            new FileHash(
                                    FileHash.Algorithm.SHA_256,
                                    HexFormat.of().parseHex(facts.sha256()));
                    Path folder;
                    PartialFile partial;
                    try {
                        folder = downloads.ready();
                        partial = partials.claim(PartialKey.of(peer, hash), facts.size());
                    } catch (IOException e) {
                        listener.failed(new Failure(Trouble.BROKEN, e.getMessage()));
                        return;
                    }
                    try {
                        RoomForFile.require(partial, partials.directory(), folder, facts.size());
                        listener.progress(partial.have());
                        Path place =
                                client(account)
                                        .fetch(
                                                url,
                                                new IncomingFile(
                                                        folder,
                                                        partial,
                                                        facts.name(),
                                                        facts.size(),
                                                        List.of(hash),
                                                        rules),
                                                news(listener, facts.size()));
                        listener.complete(url, Optional.of(place));
                    } finally {
                        partial.release();
                    }
                },
                listener);
    }

    @Override
    public void erase(Account account, URI url) {
        threads.newThread(
                        () -> {
                            try {
                                client(account).erase(url);
                            } catch (IOException | InterruptedException e) {
                                log.info("a file stays in the server's store: {}", e.toString());
                            }
                        })
                .start();
    }

    @Override
    public void close() {
        synchronized (clients) {
            clients.values().forEach(StoreClient::close);
            clients.clear();
        }
    }
}
