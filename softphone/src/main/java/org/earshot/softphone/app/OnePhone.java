package org.earshot.softphone.app;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;
import org.earshot.common.file.SocketPath;
import org.earshot.softphone.ui.Summons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One phone with a window on a data folder, which hears of later starts: who starts it once more means the window that there is.
///
/// The one that runs has a lock on `phone.lock`, which ends with its process however that ends, and listens at the socket `phone.sock`. Both are in a folder that nobody else
/// may look into, and only the same user is answered. A connection carries one [SummonsLine] and the answer `ok`, or `end` of a phone that is about to end. Any thread.
final class OnePhone implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OnePhone.class);
    private static final String LOCK = "phone.lock";
    private static final String SOCKET = "phone.sock";
    private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "end\n".getBytes(StandardCharsets.US_ASCII);

    /// For whoever connects and says nothing.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// For a phone that has only begun to start, or is about to end: it logs out first.
    private static final Duration LONGER_PATIENCE = Duration.ofSeconds(30);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private final Path socket;
    private final Optional<FileChannel> lock;
    private final boolean first;
    private Optional<ServerSocketChannel> server =
            Optional.empty(); // of the thread that opens and closes

    private OnePhone(Path socket, Optional<FileChannel> lock, boolean first) {
        this.socket = socket;
        this.lock = lock;
        this.first = first;
    }

    /// Takes the place on a folder where no phone runs; else tells the one that runs what this start is for. One that is about to end is waited for.
    ///
    /// @throws StartFailure with a sentence for the user, where one runs that does not answer
    static OnePhone on(DataFolder folder, Summons summons) {
        long end = System.nanoTime() + LONGER_PATIENCE.toNanos();
        while (true) {
            OnePhone one = lock(folder);
            if (one.first || one.handOver(summons)) {
                return one;
            }
            one.close();
            if (System.nanoTime() - end > 0) {
                throw new StartFailure(
                        "another phone has the folder "
                                + one.socket.getParent()
                                + ", and does not answer: end it first");
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private static OnePhone lock(DataFolder folder) {
        Path socket = folder.file(SOCKET);
        FileChannel channel = null;
        boolean first = false;
        try {
            channel =
                    FileChannel.open(
                            folder.file(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            first = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            first = false; // another one in this process
        } catch (IOException e) {
            // a file system without locks: every start is one of its own
            log.warn("whether the phone runs already is not known: {}", e.getMessage());
            first = true;
        }
        return new OnePhone(socket, Optional.ofNullable(channel), first);
    }

    /// Whether there was none before; else it has heard what it is to do.
    boolean isFirst() {
        return first;
    }

    /// Hears of later starts from now on, on a thread of its own. Where that can't be it is logged, and the phone goes on.
    ///
    /// @param onSummons whether the phone does what it is told; not where it is about to end
    void listen(Predicate<Summons> onSummons) {
        try {
            Files.deleteIfExists(socket); // of one that was killed: the lock is ours
            ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server = Optional.of(opened);
            try (SocketPath at = SocketPath.of(socket)) {
                opened.bind(at.address());
            }
            if (Files.getFileStore(socket).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            }
            Thread.ofVirtual().name("later-starts").start(() -> accept(opened, onSummons));
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("later starts can't reach this phone: {}", e.getMessage());
        }
    }

    private void accept(ServerSocketChannel from, Predicate<Summons> onSummons) {
        while (from.isOpen()) {
            try (SocketChannel peer = from.accept()) {
                serve(peer, onSummons);
            } catch (ClosedChannelException _) {
                log.debug("no later starts are heard of any more");
            } catch (IOException e) {
                log.warn("a later start could not be heard: {}", e.getMessage());
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos()); // such as too many open files
            }
        }
    }

    private void serve(SocketChannel peer, Predicate<Summons> onSummons) throws IOException {
        if (!isOurs(peer)) {
            log.warn("a start of another user was refused");
            return;
        }
        Optional<Summons> said = SummonsLine.parse(line(peer, SummonsLine.LONGEST));
        if (said.isEmpty()) {
            log.warn("what a later start wants is not understood");
            return;
        }
        write(peer, onSummons.test(said.get()) ? OK : END);
    }

    private boolean isOurs(SocketChannel peer) throws IOException {
        return !peer.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                || peer.getOption(ExtendedSocketOptions.SO_PEERCRED)
                        .user()
                        .getName()
                        .equals(Files.getOwner(socket).getName());
    }

    /// @return whether the one that runs does it
    private boolean handOver(Summons summons) {
        try (SocketPath at = SocketPath.of(socket);
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(at.address());
            write(channel, SummonsLine.of(summons));
            return Arrays.equals(line(channel, END.length), OK);
        } catch (IOException e) {
            log.debug("not handed over: {}", e.getMessage());
            return false; // it does not listen yet, or not any more
        }
    }

    /// Reads to the end of a line, of the connection, or of the patience.
    private static byte[] line(SocketChannel from, int longest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(longest);
        from.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            from.register(selector, SelectionKey.OP_READ);
            long end = System.nanoTime() + PATIENCE.toNanos();
            long left = PATIENCE.toMillis();
            while (left > 0 && bytes.hasRemaining() && !isLine(bytes)) {
                selector.select(left);
                selector.selectedKeys().clear();
                if (from.read(bytes) < 0) {
                    break;
                }
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        }
        from.configureBlocking(true);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static boolean isLine(ByteBuffer bytes) {
        return bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n';
    }

    private static void write(SocketChannel to, byte[] line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /// Lets the next start be the first.
    @Override
    public void close() {
        try {
            if (server.isPresent()) {
                server.get().close();
                Files.deleteIfExists(socket);
            }
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            log.warn("can't tidy up {}: {}", socket, e.getMessage());
        }
    }
}
