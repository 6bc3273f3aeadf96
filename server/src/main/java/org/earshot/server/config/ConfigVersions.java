package org.earshot.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The configuration files that there were, in a folder of the server's own: `N.yaml`, and beside it `N.json` that says who wrote it.
/// Confined to one thread at a time.
public final class ConfigVersions {
    /// The oldest go.
    private static final int MOST = 200;

    /// A configuration of ours has some kilobytes.
    public static final int LARGEST = 1 << 20;

    private static final Pattern NAME = Pattern.compile("([0-9]{1,9})\\.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    /// @param folder is made with the first version
    public ConfigVersions(Path folder) {
        this.folder = folder;
    }

    /// A version.
    ///
    /// @param at an instant, as text
    /// @param how in words
    public record Version(int number, String at, String by, String how, String sha256) {}

    /// All that there are, the latest first.
    public List<Version> list() throws IOException {
        List<Version> versions = new ArrayList<>();
        for (int number : numbers()) {
            try {
                versions.add(
                        JSON.readValue(
                                Files.readAllBytes(folder.resolve(number + ".json")),
                                Version.class));
            } catch (JsonProcessingException e) {
                throw new IOException(folder.resolve(number + ".json") + " can't be read", e);
            }
        }
        return versions;
    }

    private List<Integer> numbers() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted((a, b) -> Integer.compare(b, a))
                    .toList();
        }
    }

    /// What stood in a version; empty if it is not kept.
    public Optional<byte[]> content(int number) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(number + ".yaml")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Keeps what is in use from now on.
    public Version add(byte[] content, String at, String by, String how) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        List<Integer> before = numbers();
        int number = before.isEmpty() ? 1 : before.getFirst() + 1;
        Version version = new Version(number, at, by, how, sha256(content));
        // the list is of the second: a version that is listed is whole
        write(folder.resolve(number + ".yaml"), content);
        write(folder.resolve(number + ".json"), JSON.writeValueAsBytes(version));
        for (int old : before.stream().skip(MOST - 1L).toList()) {
            Files.deleteIfExists(folder.resolve(old + ".json"));
            Files.deleteIfExists(folder.resolve(old + ".yaml"));
        }
        return version;
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path beside = Files.createTempFile(file.getParent(), ".new", "", OWNER_ONLY);
        try {
            store(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            sync(file.getParent());
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /// Puts a file in the place of another: whoever reads it sees the one or the other, also after a power failure. Its mode stays.
    public static void replace(Path file, byte[] content) throws IOException {
        Path real = file.toRealPath();
        Path folder = real.getParent();
        Path beside = Files.createTempFile(folder, "." + real.getFileName(), ".new", OWNER_ONLY);
        try {
            store(beside, content);
            Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(real));
            Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void store(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        sync(file);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// In hexadecimal.
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("every Java has SHA-256", e));
        }
    }
}
