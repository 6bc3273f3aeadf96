package org.earshot.server.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.earshot.common.key.SealedBox;

/// What is known of a file that is held back besides [FileFacts]. Immutable; prints no URL.
///
/// @param token what stands in its URL: the server needs it to announce the file, and forgets it then
/// @param reason why it is held, in words for people
record HoldFacts(FileToken token, String reason) {
    private static final int LONGEST = 500;

    HoldFacts {
        reason = reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST);
    }

    /// Seals it for the row of its file, and for no other.
    String seal(FileId id, SealedBox box) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(token.text());
            out.writeUTF(reason);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return box.seal(bytes.toByteArray(), version -> place(id, version));
    }

    /// Opens what [#seal] made; empty if it was changed, stands at another file, or the key ring has not its key.
    static Optional<HoldFacts> open(HeldRow row, SealedBox box) {
        return box.open(row.hold(), version -> place(row.id(), version)).map(HoldFacts::read);
    }

    private static HoldFacts read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            FileToken token = new FileToken(in.readUTF());
            return new HoldFacts(token, in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // whoever sealed it has the key ring
        }
    }

    private static byte[] place(FileId id, int version) {
        return ("earshot-held-1 " + id + " " + version).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "HoldFacts[" + reason + "]";
    }
}
