package org.earshot.common.account;

import java.nio.charset.StandardCharsets;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.SecretRingKey;

/// By which a name that nobody gets again is known, where the name itself must not stand any more. Thread-safe.
@FunctionalInterface
public interface NameMark {
    /// The same for all names that look alike.
    ///
    /// @return 32 bytes
    byte[] of(String domain, AccountName name);

    /// An HMAC by the ring, so that whoever has the database only can't try names. By the first version of the key: marks outlive rotation,
    /// and can't be made anew, as the names are gone.
    ///
    /// @throws KeyRingException when used, if the ring has lost that version
    static NameMark by(KeyRing keys) {
        return (domain, name) -> {
            SecretRingKey key =
                    keys.find(KeyName.CREDENTIAL, 1)
                            .orElseThrow(() ->
                                    new KeyRingException("the first credential key is missing"));
            return key.mac(
                    ("earshot-reserved-name-1\n" + domain + "\n" + name.look())
                            .getBytes(StandardCharsets.UTF_8));
        };
    }
}
