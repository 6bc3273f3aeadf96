package org.earshot.proxy.archive;

/// Signs manifests of exports with the key that signs the archive. Thread-safe.
public final class ExportSigner {
    private final ArchiveKeys keys;

    public ExportSigner(ArchiveKeys keys) {
        this.keys = keys;
    }

    /// The key's fingerprint.
    public String signer() {
        return keys.signer();
    }

    /// The key (SubjectPublicKeyInfo), Base64.
    public String publicKey() {
        return SigningKey.text(keys.publicKey());
    }

    /// Signs a manifest, so that the signature can't be one of anything else.
    public Bytes sign(byte[] manifest) {
        return Bytes.of(
                keys.sign(
                        new Canonical().text("earshot-archive-export-1").bytes(manifest).array()));
    }
}
