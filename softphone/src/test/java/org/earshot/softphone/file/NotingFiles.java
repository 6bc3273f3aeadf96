package org.earshot.softphone.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongPredicate;

/// Notes how a transfer went.
final class NotingFiles implements FileListener {
    private static final int PATIENCE_SECONDS =
            120; // a file of 40 MB, by threads that step back from all others

    private final List<Long> progress = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private volatile LongPredicate awaited = bytes -> bytes > 0;

    /// How it ended.
    record Outcome(
            Optional<Path> file,
            Optional<FileHash> hash,
            Optional<FileFailure> failure,
            long bytes) {
        Optional<FileFailure.Reason> reason() {
            return failure.map(FileFailure::reason);
        }
    }

    @Override
    public void connected() {
        connected.complete(null);
    }

    @Override
    public void progress(long bytes) {
        progress.add(bytes);
        if (awaited.test(bytes)) {
            begun.complete(null);
        }
    }

    @Override
    public void complete(Optional<Path> file, FileHash sha256) {
        end(new Outcome(file, Optional.of(sha256), Optional.empty(), -1));
    }

    @Override
    public void failed(FileFailure failure, long bytes) {
        end(new Outcome(Optional.empty(), Optional.empty(), Optional.of(failure), bytes));
    }

    private void end(Outcome with) {
        if (!outcome.complete(with)) {
            throw new AssertionError("it ended twice: " + with);
        }
    }

    NotingFiles awaiting(LongPredicate bytes) {
        awaited = bytes;
        return this;
    }

    void begun() {
        get(begun);
    }

    boolean isConnected() {
        return connected.isDone();
    }

    Outcome outcome() {
        return get(outcome);
    }

    FileFailure.Reason failure() {
        return outcome().reason().orElseThrow();
    }

    boolean hasEnded() {
        return outcome.isDone();
    }

    List<Long> progress() {
        return progress;
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("nothing happened", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
