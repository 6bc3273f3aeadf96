package org.earshot.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Content;

/// The copy of a file that the record keeps: its key is the record's content, its bytes lie in the store's folder.
public final class RecordedCopy {
    private RecordedCopy() {}

    /// What a record has of a file, sealed with the record itself: whoever destroys the record's key has destroyed the copy.
    static Content key(FileFacts facts) {
        return new Content(ArchiveEvent.FileKept.KEY_TYPE, facts.key());
    }

    /// Writes the copy to a new file (0600).
    ///
    /// @param id as the record has it
    /// @param key content of the record
    /// @param size bytes, as the record has them
    /// @param sha256 lower-case hex digits, as the record has them
    /// @throws java.nio.file.FileAlreadyExistsException if there is something under that name
    /// @throws IOException if it can't be read or written, or is not what the record says: then nothing is left there
    public static void write(
            FileVault vault, FileId id, Bytes key, long size, String sha256, Path target)
            throws IOException {
        try (WholeContent content = vault.read(id, key, size);
                FileChannel out =
                        FileChannel.open(
                                target,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")))) {
            boolean good = false;
            try {
                if (!copy(content.open(), Channels.newOutputStream(out)).equals(sha256)) {
                    throw new IOException("the copy has another SHA-256 than the record says");
                }
                out.force(true);
                good = true;
            } finally {
                if (!good) {
                    Files.deleteIfExists(target);
                }
            }
        }
    }

    /// @return SHA-256 of what was copied
    private static String copy(InputStream in, OutputStream out) throws IOException {
        try (DigestInputStream digesting =
                new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(out);
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The SHA-256 in a fact `file-hash`, as lower-case hex digits; empty if it is of another kind.
    public static Optional<String> sha256(String fact) {
        return fact.startsWith("sha-256:")
                ? Optional.of(fact.substring("sha-256:".length()).replace(":", ""))
                : Optional.empty();
    }
}
