package org.earshot.common.login;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.SealedBox;

/// Hashes and secrets of logins as they lie in the store: AES-256-GCM, bound to domain, person, role and purpose. Who can write
/// into the database, and has not the key ring, can neither make an officer nor turn an auditor into one, and has no hash to guess
/// on. Thread-safe.
final class SealedLogin {
    private final SealedBox box;
    private final String domain;

    SealedLogin(KeyRing ring, String domain) {
        box = ring.box(KeyName.CREDENTIAL);
        this.domain = domain;
    }

    StoredLogin.Secrets seal(Person person, String hash, byte[] totp) {
        return new StoredLogin.Secrets(
                box.seal(
                        hash.getBytes(StandardCharsets.US_ASCII),
                        version -> place(person, "password", version)),
                box.seal(totp, version -> place(person, "totp", version)));
    }

    /// Empty if it belongs elsewhere, was changed, or its key is not in the ring.
    Optional<String> hash(StoredLogin login) {
        return box.open(
                        login.secrets().password(),
                        version -> place(login.person(), "password", version))
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }

    /// Empty as with [#hash].
    Optional<byte[]> totp(StoredLogin login) {
        return box.open(login.secrets().totp(), version -> place(login.person(), "totp", version));
    }

    /// Each part with its length in front: no two places have the same bytes.
    private byte[] place(Person person, String purpose, int version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("login");
            out.writeUTF(purpose);
            out.writeUTF(domain);
            out.writeUTF(person.id().toString());
            out.writeUTF(person.name());
            out.writeUTF(person.role().text());
            out.writeInt(version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
