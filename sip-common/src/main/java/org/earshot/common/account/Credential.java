package org.earshot.common.account;

/// One password of an account as the store keeps it: HA1 (RFC 7616 §3.4.2), sealed with AES-256-GCM.
/// A HA1 is as good as the password, so rows are bound to their account (see `SealedHa1`).
///
/// @param account whose
/// @param label "" for the account's own password, else the name of the one phone that it was made for
/// @param algorithm `MD5` or `SHA-256`
/// @param realm of the HA1
/// @param sealed key version, nonce, ciphertext and tag as printable text, at most 255 characters
public record Credential(
        AccountId account, String label, String algorithm, String realm, String sealed) {
    @Override
    public String toString() {
        return "Credential[" + account + ", label=" + label + ", " + algorithm + "]";
    }
}
