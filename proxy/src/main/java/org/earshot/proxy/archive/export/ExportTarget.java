package org.earshot.proxy.archive.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Where an export goes: a new folder (0700), or one file if its name ends in `.zip` (0600). Until it is whole it stands beside that as
/// `NAME.partial`, which a failure removes and a killed process leaves. Confined to its thread.
public final class ExportTarget implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private boolean done;

    private ExportTarget(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /// Makes the folder for the parts.
    ///
    /// @throws FileAlreadyExistsException if something of one of the two names is there
    /// @throws IOException if it can't be made
    public static ExportTarget create(Path target) throws IOException {
        refuseExisting(target);
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        Files.createDirectory(
                partial,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new ExportTarget(target, partial);
    }

    /// @throws FileAlreadyExistsException if it is there
    public static void refuseExisting(Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    /// Where the parts are written.
    public Path folder() {
        return partial;
    }

    /// Makes it appear under its name.
    public void finish() throws IOException {
        refuseExisting(target);
        if (target.getFileName().toString().endsWith(".zip")) {
            Path packed = partial.resolve("packed");
            pack(packed);
            Files.move(packed, target, StandardCopyOption.ATOMIC_MOVE);
            delete(partial);
        } else {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
        done = true;
    }

    private void pack(Path packed) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(partial)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Files.createFile(
                packed,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(packed, StandardOpenOption.WRITE);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(partial.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    /// Removes what is not finished.
    @Override
    public void close() throws IOException {
        if (!done) {
            delete(partial);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
