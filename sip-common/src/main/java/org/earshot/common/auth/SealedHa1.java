package org.earshot.common.auth;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.Credential;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.SealedBox;

/// HA1 values as they lie in the store: AES-256-GCM, bound to account, user, realm, algorithm and key version, so
/// that a row that was copied to another account does not open there. Thread-safe.
///
/// A phone may call itself `alice` or `alice@example.org`; both names enter the hash, so both are sealed
/// together.
public final class SealedHa1 {
    private final SealedBox box;

    public SealedHa1(KeyRing ring) {
        box = ring.box(KeyName.CREDENTIAL);
    }

    /// The two HA1 of one password.
    ///
    /// @param plain for the user name alone
    /// @param full for user and domain
    record Pair(Ha1 plain, Ha1 full) {
        static Pair of(DigestAlgorithm algorithm, String user, String realm, String password) {
            return new Pair(
                    Ha1.of(algorithm, user, realm, password),
                    Ha1.of(algorithm, user + '@' + realm, realm, password));
        }
    }

    /// @param label "" or the device's name
    Credential seal(
            Account account, String label, DigestAlgorithm algorithm, String realm, Pair pair) {
        byte[] both =
                ByteBuffer.allocate(2 * Ha1.length(algorithm))
                        .put(pair.plain().bytes())
                        .put(pair.full().bytes())
                        .array();
        String user = account.address().user();
        String sealed =
                box.seal(
                        both,
                        version -> place(account.id(), user, realm, algorithm.token(), version));
        return new Credential(account.id(), label, algorithm.token(), realm, sealed);
    }

    /// @param user of the account whose row this is believed to be
    /// @return empty if it belongs elsewhere, was changed, or its key is not in the ring
    Optional<Pair> open(Credential credential, AccountId account, String user) {
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(credential.algorithm());
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        int length = Ha1.length(algorithm.get());
        return box.open(
                        credential.sealed(),
                        version ->
                                place(
                                        account,
                                        user,
                                        credential.realm(),
                                        algorithm.get().token(),
                                        version))
                .filter(both -> both.length == 2 * length)
                .map(both -> split(algorithm.get(), both, length));
    }

    private static Pair split(DigestAlgorithm algorithm, byte[] both, int length) {
        byte[] plain = new byte[length];
        byte[] full = new byte[length];
        ByteBuffer.wrap(both).get(plain).get(full);
        return new Pair(Ha1.ofBytes(algorithm, plain), Ha1.ofBytes(algorithm, full));
    }

    /// Each part with its length in front: no two places have the same bytes.
    private static byte[] place(
            AccountId account, String user, String realm, String algorithm, int version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("ha1");
            out.writeUTF(account.toString());
            out.writeUTF(user);
            out.writeUTF(realm);
            out.writeUTF(algorithm);
            out.writeInt(version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
