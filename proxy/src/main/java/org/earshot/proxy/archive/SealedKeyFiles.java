package org.earshot.proxy.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.earshot.common.file.DirectorySync;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;

/// Keys of 256 bits as files beside the key ring, `ID.SUFFIX` each, sealed by the ring's archive-content key: away from the
/// database and its backups, and destroyed one by one when their time is over. An id is `PREFIX.` and 16 random hex digits.
/// Thread-safe, also for several processes. All methods throw [UncheckedIOException] where files can't be read or
/// written.
public final class SealedKeyFiles {
    private final KeyRing ring;
    private final Path directory;
    private final String suffix;
    private final String purpose;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, byte[]> known = new ConcurrentHashMap<>();

    /// @param directory made with mode 0700 when missing
    /// @param suffix of the files' names, such as `.day`
    /// @param purpose bound into each file, so that a key serves for nothing else
    public SealedKeyFiles(KeyRing ring, Path directory, String suffix, String purpose) {
        this.ring = ring;
        this.directory = directory;
        this.suffix = suffix;
        this.purpose = purpose;
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The ids of all files, sorted.
    public List<String> ids() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(suffix) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The key of an id; empty when it has been destroyed, or is on another node.
    ///
    /// @param id without a path in it, which the caller has checked
    public Optional<byte[]> find(String id) {
        byte[] cached = known.get(id);
        if (cached != null) {
            return Optional.of(cached.clone());
        }
        Path file = directory.resolve(id + suffix);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> read =
                    ring.box(KeyName.ARCHIVE_CONTENT)
                            .open(Files.readString(file), version -> associated(id, version));
            read.ifPresent(key -> known.put(id, key.clone()));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The id of the first key with a prefix that can be read here.
    public Optional<String> existing(String prefix) {
        return ids().stream()
                .filter(id -> id.startsWith(prefix + "."))
                .filter(id -> find(id).isPresent())
                .findFirst();
    }

    /// Makes a key, on stable storage when this returns its id.
    public String make(String prefix) {
        byte[] end = new byte[8];
        random.nextBytes(end);
        String id = prefix + "." + HexFormat.of().formatHex(end);
        byte[] key = new byte[32];
        random.nextBytes(key);
        String sealed =
                ring.box(KeyName.ARCHIVE_CONTENT).seal(key, version -> associated(id, version));
        try {
            write(directory.resolve(id + suffix), sealed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known.put(id, key);
        return id;
    }

    /// Removes a key for ever, as far as this directory goes: overwrites its file where the file system does that in place,
    /// and removes it.
    public void destroy(String id) {
        Path file = directory.resolve(id + suffix);
        try {
            if (Files.exists(file)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    ByteBuffer zeros = ByteBuffer.allocate((int) channel.size());
                    while (zeros.hasRemaining()) {
                        channel.write(zeros);
                    }
                    channel.force(true);
                }
            }
            Files.deleteIfExists(file);
            DirectorySync.sync(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            known.remove(id);
        }
    }

    // never half written, and on stable storage before anything is sealed with it
    private void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName());
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        DirectorySync.sync(directory);
    }

    private byte[] associated(String id, int version) {
        return new Canonical().text(purpose).text(id).number(version).array();
    }
}
