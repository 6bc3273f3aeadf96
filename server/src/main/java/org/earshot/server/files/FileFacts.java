package org.earshot.server.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.earshot.common.key.SealedBox;
import org.earshot.proxy.archive.Bytes;

/// What of a file nobody reads in the database: the key of its content, and what its sender says of it. Immutable; prints no key.
///
/// @param key AES-256
/// @param name as its sender named it, without a folder
/// @param type media type as its sender named it
/// @param sha256 lower-case hex digits; of one that is not whole what it must have, where its sender said so
public record FileFacts(Bytes key, String name, String type, Optional<String> sha256) {
    private static final int KEY = 32;

    /// With a new key.
    static FileFacts of(String name, String type, Optional<String> sha256, SecureRandom random) {
        byte[] key = new byte[KEY];
        random.nextBytes(key);
        return new FileFacts(Bytes.of(key), name, type, sha256);
    }

    /// The same with the hash that was found.
    FileFacts withSha256(String found) {
        return new FileFacts(key, name, type, Optional.of(found));
    }

    /// Seals it for the row of its file, and for no other.
    String seal(FileId id, SealedBox box) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(key.array());
            out.writeUTF(name);
            out.writeUTF(type);
            out.writeUTF(sha256.orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return box.seal(bytes.toByteArray(), version -> place(id, version));
    }

    /// Opens what [#seal] made; empty if it was changed, stands at another file, or the key ring has not its key.
    static Optional<FileFacts> open(FileRow row, SealedBox box) {
        return box.open(row.sealed(), version -> place(row.id(), version)).map(FileFacts::read);
    }

    private static FileFacts read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte[] key = in.readNBytes(KEY);
            String name = in.readUTF();
            String type = in.readUTF();
            return new FileFacts(
                    Bytes.of(key), name, type, Optional.of(in.readUTF()).filter(s -> !s.isEmpty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // whoever sealed it has the key ring
        }
    }

    private static byte[] place(FileId id, int version) {
        return ("earshot-file-1 " + id + " " + version).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "FileFacts[" + type + "]";
    }
}
