package org.earshot.common.key;

import java.util.SortedMap;

/// The exported form of a key ring: its files by name, sealed with a password.
final class KeyRingExport {
    private static final String MAGIC = "earshot-key-ring-1";
    private static final String WHAT = "an exported key ring";

    private KeyRingExport() {}

    static byte[] write(SortedMap<String, byte[]> entries, char[] password, PasswordCost cost) {
        return SealedByPassword.seal(MAGIC, NamedBytes.encode(entries), password, cost);
    }

    /// @throws KeyRingException if it is no export, was changed, or the password is wrong
    static SortedMap<String, byte[]> read(byte[] content, char[] password) {
        SortedMap<String, byte[]> entries =
                NamedBytes.decode(SealedByPassword.open(MAGIC, WHAT, content, password), WHAT);
        for (String name : entries.keySet()) {
            if (!KeyRing.isShared(name)) { // also: no path out of the directory
                throw new KeyRingException(WHAT + " has no \"" + name + "\"");
            }
        }
        return entries;
    }
}
