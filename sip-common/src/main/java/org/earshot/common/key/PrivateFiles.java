package org.earshot.common.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.file.DirectorySync;

/// Files that only their owner may read, on stable storage when the method returns, and never half written.
/// On a file system without POSIX modes the modes are left to the administrator.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /// Makes a directory with mode 0700, or checks that the one there has no looser mode.
    ///
    /// @throws KeyRingException if others may look into it, or it can't be made
    public static void directory(Path directory) {
        try {
            if (Files.isDirectory(directory)) {
                check(directory, "0700");
                return;
            }
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(directory, mode(directory, DIRECTORY));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw new KeyRingException(directory + " is not a directory", e);
            }
            check(directory, "0700"); // another process was faster
        } catch (IOException e) {
            throw new KeyRingException("can't make the directory " + directory + ": " + e, e);
        }
    }

    /// @throws KeyRingException if others may read it, or it can't be read
    public static byte[] read(Path file) {
        check(file, "0600");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyRingException("can't read " + file + ": " + e, e);
        }
    }

    /// Writes a file that must not be there yet: of two processes that try, one does it.
    ///
    /// @return false if it is there already; nothing was changed
    static boolean create(Path file, byte[] content) {
        try {
            Path temporary = temporary(file, content, true);
            try {
                // A rename would replace the file of a faster process, a link does not.
                Files.createLink(file, temporary);
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.delete(temporary);
            }
            syncDirectory(file);
            return true;
        } catch (IOException e) {
            throw new KeyRingException("can't write " + file + ": " + e, e);
        }
    }

    /// Writes a file, or replaces it in one step.
    ///
    /// @param isPrivate false for what everybody may read, such as a certificate
    public static void replace(Path file, byte[] content, boolean isPrivate) {
        try {
            Path temporary = temporary(file, content, isPrivate);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(file);
        } catch (IOException e) {
            throw new KeyRingException("can't write " + file + ": " + e, e);
        }
    }

    private static Path temporary(Path file, byte[] content, boolean isPrivate) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        FileAttribute<?>[] attributes = isPrivate ? mode(file, FILE) : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return temporary;
    }

    private static void syncDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            DirectorySync.sync(directory);
        }
    }

    private static void check(Path path, String mode) {
        try {
            if (!isPosix(path)) {
                return;
            }
            Set<PosixFilePermission> actual = Files.getPosixFilePermissions(path);
            if (!DIRECTORY.containsAll(actual)) {
                throw new KeyRingException(
                        "others may read "
                                + path
                                + " ("
                                + PosixFilePermissions.toString(actual)
                                + "); its mode must be "
                                + mode
                                + ": chmod "
                                + mode
                                + " "
                                + path);
            }
        } catch (IOException e) {
            throw new KeyRingException("can't read " + path + ": " + e, e);
        }
    }

    private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
