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
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;

/// Day keys as files beside the key ring, each sealed by the ring's archive-content key: away from the database and its
/// backups, and destroyed one by one when their time is over. Each node makes its own; content opens where its file is.
public final class RingArchiveKeys implements ArchiveKeys {
    private static final String SUFFIX = ".day";
    private static final Pattern ID =
            Pattern.compile("[a-z0-9-]{1,16}\\.[0-9-]{10,16}\\.[0-9a-f]{16}");

    private final KeyRing ring;
    private final Path directory;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, DayKey> known = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, DayKey> current = new ConcurrentHashMap<>();

    /// @param directory for day keys; made with mode 0700 when missing
    /// @throws UncheckedIOException if it can't be made
    public RingArchiveKeys(KeyRing ring, Path directory) {
        this.ring = ring;
        this.directory = directory;
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

    /// {@inheritDoc}
    ///
    /// @throws UncheckedIOException if it can't be read or written
    @Override
    public DayKey current(RetentionClass retention, LocalDate day) {
        return current.computeIfAbsent(
                retention.name() + "." + day,
                prefix -> existing(prefix).orElseGet(() -> make(prefix)));
    }

    @Override
    public Optional<DayKey> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        DayKey cached = known.get(id);
        if (cached != null) {
            return Optional.of(cached);
        }
        Path file = directory.resolve(id + SUFFIX);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Optional<DayKey> read =
                    ring.box(KeyName.ARCHIVE_CONTENT)
                            .open(Files.readString(file), version -> associated(id, version))
                            .map(bytes -> new DayKey(id, new SecretKeySpec(bytes, "AES")));
            read.ifPresent(key -> known.put(id, key));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<DayKey> existing(String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(prefix + ".") && name.endsWith(SUFFIX))
                    .sorted()
                    .map(name -> find(name.substring(0, name.length() - SUFFIX.length())))
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DayKey make(String prefix) {
        byte[] suffix = new byte[8];
        random.nextBytes(suffix);
        String id = prefix + "." + HexFormat.of().formatHex(suffix);
        byte[] key = new byte[32];
        random.nextBytes(key);
        String sealed =
                ring.box(KeyName.ARCHIVE_CONTENT).seal(key, version -> associated(id, version));
        try {
            write(directory.resolve(id + SUFFIX), sealed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DayKey made = new DayKey(id, new SecretKeySpec(key, "AES"));
        known.put(id, made);
        return made;
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
        try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    private static byte[] associated(String id, int version) {
        return new Canonical().text("earshot-archive-day-1").text(id).number(version).array();
    }

    @Override
    public String signer() {
        return SigningKey.fingerprint(publicKey());
    }

    @Override
    public PublicKey publicKey() {
        return ring.current(KeyName.ARCHIVE_SIGN).publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return ring.current(KeyName.ARCHIVE_SIGN).sign(message);
    }
}
