package org.earshot.proxy.channel;

import org.earshot.common.mime.MediaType;

/// Types whose content only its readers can read. Pure.
final class CipherTypes {
    private CipherTypes() {}

    /// S/MIME (RFC 8551), PGP (RFC 3156), Linphone's LIME, and what calls itself encrypted.
    static boolean contains(MediaType type) {
        return switch (type.essence()) {
            case "application/pkcs7-mime",
                    "application/x-pkcs7-mime",
                    "application/cms",
                    "application/pgp-encrypted",
                    "application/jose",
                    "application/jose+json",
                    "multipart/encrypted" ->
                    true;
            default -> type.subtype().startsWith("cipher.");
        };
    }
}
