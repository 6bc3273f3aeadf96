package org.earshot.proxy.archive.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A new file (0600) whose hash is known when it is closed. Takes text as UTF-8. Confined to its thread.
final class HashedFile implements Appendable, AutoCloseable {
    private final OutputStream out;
    private final MessageDigest digest;
    private long size;

    /// What is in a closed file.
    ///
    /// @param sha256 64 hex digits
    record Sum(String name, long size, String sha256) {}

    HashedFile(Path file) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE));
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void write(byte[] bytes) throws IOException {
        digest.update(bytes);
        size += bytes.length;
        out.write(bytes);
    }

    @Override
    public HashedFile append(CharSequence text) throws IOException {
        write(text.toString().getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public HashedFile append(CharSequence text, int start, int end) throws IOException {
        return append(text.subSequence(start, end));
    }

    @Override
    public HashedFile append(char c) throws IOException {
        return append(Character.toString(c));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /// Closes it.
    Sum sum(String name) throws IOException {
        close();
        return new Sum(name, size, HexFormat.of().formatHex(digest.digest()));
    }
}
