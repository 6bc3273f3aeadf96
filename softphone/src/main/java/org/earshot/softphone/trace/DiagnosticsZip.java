package org.earshot.softphone.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Texts as a ZIP file for its owner alone.
public final class DiagnosticsZip {
    private DiagnosticsZip() {}

    /// Writes it whole, in place of what is there; blocks.
    ///
    /// @param files text by name, in this order
    /// @throws IOException with a sentence for the user; then what was there before still is
    public static void write(Path zip, Map<String, String> files) throws IOException {
        Path folder = zip.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        if (Files.isDirectory(zip)) {
            throw new IOException(zip + " is a folder");
        }
        try {
            Path fresh = Files.createTempFile(folder, ".earshot-", ".zip", ours(folder));
            try {
                fill(fresh, files);
                Files.move(fresh, zip, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (FileSystemException e) {
            throw new IOException(zip + " can't be written: " + e.getMessage(), e);
        }
    }

    private static FileAttribute<?>[] ours(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void fill(Path fresh, Map<String, String> files) throws IOException {
        try (OutputStream out = Files.newOutputStream(fresh);
                ZipOutputStream entries = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                entries.putNextEntry(new ZipEntry(file.getKey()));
                entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                entries.closeEntry();
            }
        }
    }
}
