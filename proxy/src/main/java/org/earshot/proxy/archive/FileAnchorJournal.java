package org.earshot.proxy.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.earshot.common.file.DirectorySync;

/// The journal as one text file for each chain, `CHAIN.anchors`, in a directory (0700) of its own; its lines are those
/// of [AnchorFile]. A last line without its line end was not finished, and does not count. While a file is written zeros
/// stand behind its lines: where a file does not grow, one write to the disk makes a line durable, and not two. When a file
/// has grown, heads that a later one covers are left out.
public final class FileAnchorJournal implements AnchorJournal {
    private static final String SUFFIX = ".anchors";
    private static final long COMPACT_ABOVE = 1 << 20;

    /// The file grows by so many bytes at once, some hundred lines.
    static final int ROOM = 64 << 10;

    private final Path directory;
    private Optional<Open> open = Optional.empty();

    /// The file of the chain that is being written.
    private static final class Open {
        final UUID chain;
        final FileChannel file;

        /// Where the next line begins.
        long end;

        /// Up to there the file has room, in bytes from its beginning.
        long room;

        Open(UUID chain, FileChannel file, long end) {
            this.chain = chain;
            this.file = file;
            this.end = end;
            room = end;
        }
    }

    /// @throws IOException if the directory can't be made
    public FileAnchorJournal(Path directory) throws IOException {
        this.directory = directory;
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    @Override
    public void begin(UUID chain) throws IOException {
        append(chain, AnchorFile.BEGIN);
        DirectorySync.sync(directory);
    }

    @Override
    public void head(UUID chain, Anchor anchor) throws IOException {
        append(chain, AnchorFile.head(anchor));
    }

    @Override
    public void checkpoint(UUID chain, long sequence, Bytes hash) throws IOException {
        append(chain, AnchorFile.checkpoint(sequence, hash));
        if (open.isPresent() && open.get().end > COMPACT_ABOVE) {
            compact(chain);
        }
    }

    @Override
    public void end(UUID chain, String how) throws IOException {
        append(chain, AnchorFile.end(how));
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            Open last = open.get();
            open = Optional.empty();
            try (FileChannel file = last.file) {
                file.truncate(last.end);
            }
        }
    }

    private void append(UUID chain, String line) throws IOException {
        Open to = open(chain);
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        boolean fits = to.end + bytes.length <= to.room;
        try {
            writeFully(to.file, fits ? bytes : Arrays.copyOf(bytes, ROOM), to.end);
            to.file.force(false);
        } catch (IOException e) {
            // half a line must not become the beginning of the next
            to.file.truncate(to.end);
            to.room = to.end;
            throw e;
        }
        to.room = fits ? to.room : to.end + ROOM;
        to.end += bytes.length;
    }

    private static void writeFully(FileChannel file, byte[] text, long position)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text);
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    private Open open(UUID chain) throws IOException {
        if (open.isPresent() && open.get().chain.equals(chain)) {
            return open.get();
        }
        close();
        Path path = directory.resolve(chain + SUFFIX);
        FileChannel file =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        long end = AnchorFile.finished(Files.readAllBytes(path));
        file.truncate(end); // without a line that was not finished, and the room behind it
        Open opened = new Open(chain, file, end);
        open = Optional.of(opened);
        return opened;
    }

    private void compact(UUID chain) throws IOException {
        ChainAnchors known = read(chain, directory.resolve(chain + SUFFIX));
        StringBuilder text = new StringBuilder(AnchorFile.BEGIN);
        new TreeMap<>(known.checkpoints())
                .forEach((sequence, hash) -> text.append(AnchorFile.checkpoint(sequence, hash)));
        text.append(AnchorFile.head(known.heads().getLast()));
        Path temporary = directory.resolve(chain + ".new");
        try (FileChannel file =
                FileChannel.open(
                        temporary,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            writeFully(file, text.toString().getBytes(StandardCharsets.US_ASCII), 0);
            file.force(true);
        }
        close();
        Files.move(
                temporary,
                directory.resolve(chain + SUFFIX),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        DirectorySync.sync(directory);
    }

    @Override
    public List<ChainAnchors> read() throws IOException {
        return read(directory);
    }

    /// What the journal in a directory says; the directory may be a copy, and nothing in it is changed.
    public static List<ChainAnchors> read(Path directory) throws IOException {
        List<ChainAnchors> chains = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX)) {
                    chains.add(read(chain(name), file));
                }
            }
        }
        return chains;
    }

    /// What one file of a journal says.
    public static ChainAnchors readFile(Path file) throws IOException {
        return read(chain(String.valueOf(file.getFileName())), file);
    }

    private static UUID chain(String fileName) throws IOException {
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        try {
            UUID chain = UUID.fromString(name);
            if (chain.toString().equals(name)) {
                return chain;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new IOException(fileName + " is not named after a chain");
    }

    private static ChainAnchors read(UUID chain, Path file) throws IOException {
        return AnchorFile.read(chain, Files.readAllBytes(file), file.toString());
    }
}
