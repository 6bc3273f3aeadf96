package org.earshot.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `DATA/run/lock`: of the processes on one data folder, whichever database it uses, one at a time has it. A server has
/// it for as long as it runs, a command without a server for that long. The system frees it when the process ends,
/// however that happens. The file says who has it, for whoever does not get it.
final class DataLock implements AutoCloseable {
    /// A command is soon done: worth waiting for.
    private static final int PATIENCE_S = 10;

    private static final int LONGEST_HOLDER = 100;
    private static final String SERVER = "server";
    private static final String SERVES = " serves";

    private final FileChannel file;
    private final String holder;

    private DataLock(FileChannel file, String holder) {
        this.file = file;
        this.holder = holder;
    }

    /// Thrown where another process has the folder; the message says which, and what to do.
    static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean byServer;
        private final boolean serves;

        HeldException(String message, String holder) {
            super(message);
            byServer = holder.startsWith(SERVER);
            serves = holder.endsWith(SERVES);
        }

        /// Whether a server has it, and not a command.
        boolean isByServer() {
            return byServer;
        }

        /// Whether that server takes commands.
        boolean isServing() {
            return serves;
        }
    }

    /// For a server.
    ///
    /// @throws HeldException if a server runs there, or a command takes too long
    static DataLock forServer(Path data) throws IOException {
        return take(data, SERVER);
    }

    /// For a command without a server.
    ///
    /// @throws HeldException if a server runs there, or another command takes too long
    static DataLock forCommand(Path data) throws IOException {
        return take(data, "command");
    }

    /// The server that has the folder now and takes no commands yet, or no more, such as `server, process 4711`; empty where there is none.
    static Optional<String> busyServer(Path data) {
        Path file = data.resolve("run").resolve("lock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel lock =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return tryLock(lock)
                    ? Optional.empty()
                    : Optional.of(holder(lock))
                            .filter(holder ->
                                    holder.startsWith(SERVER) && !holder.endsWith(SERVES));
        } catch (IOException e) {
            return Optional.empty(); // whoever takes the lock hears why
        }
    }

    private static DataLock take(Path data, String what) throws IOException {
        Path run = data.resolve("run");
        Files.createDirectories(
                run,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel file =
                FileChannel.open(
                        run.resolve("lock"),
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            lock(file, data);
            DataLock taken = new DataLock(file, what + " " + ProcessHandle.current().pid());
            taken.write(taken.holder);
            return taken;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void write(String text) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /// From now on, until that is closed, the server takes commands: whoever does not reach it then need not wait.
    Serving serving() throws IOException {
        write(holder + SERVES);
        return () -> write(holder);
    }

    /// The time in which a server takes commands.
    interface Serving extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private static void lock(FileChannel file, Path data) throws IOException {
        if (tryLock(file)) {
            return;
        }
        String holder = holder(file);
        if (!holder.startsWith(SERVER) && waitFor(file)) {
            return;
        }
        throw new HeldException(
                "another process has "
                        + data
                        + " ("
                        + (holder.isEmpty() ? "it does not say which" : holder)
                        + "): a folder serves one server at a time; stop that one, or take another --data",
                holder);
    }

    private static boolean tryLock(FileChannel file) throws IOException {
        try {
            return isLocked(file.tryLock());
        } catch (OverlappingFileLockException e) {
            return false; // in this very process
        }
    }

    private static boolean isLocked(FileLock lock) {
        return lock != null;
    }

    private static boolean waitFor(FileChannel file) throws IOException {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> isLocked(file.lock()));
        Thread.ofPlatform().daemon().name("data-lock").start(waiting);
        try {
            return waiting.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException | CancellationException e) {
            return false; // the caller closes the file, which ends the wait
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IOException("the lock can't be taken: " + e.getCause(), e);
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_HOLDER);
        file.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII)
                .replace("server ", "server, process ")
                .replace("command ", "command, process ");
    }

    @Override
    public String toString() {
        return "DataLock[" + holder + "]";
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
