package org.earshot.server.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.proxy.archive.Bytes;

/// Seals and opens the content of one file, chunk by chunk (AES-256-GCM, the file's own key). A chunk lies as 12 random bytes (the nonce), the
/// ciphertext, 16 bytes (the tag); id and number of the chunk are associated data, so that none can be moved, within the file or to another. All are
/// of the same length but the last. For one thread.
final class Chunks {
    /// Bytes of content in each but the last.
    static final int PLAIN = 64 * 1024;

    private static final int NONCE = 12;
    private static final int TAG = 16;

    /// Bytes that a whole one takes in the folder.
    static final int SEALED = NONCE + PLAIN + TAG;

    private final FileId id;
    private final SecretKeySpec key;
    private final SecureRandom random;
    private final Cipher cipher;

    Chunks(FileId id, Bytes key, SecureRandom random) {
        this.id = id;
        this.key = new SecretKeySpec(key.array(), "AES");
        this.random = random;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /// Bytes in the folder of so many of content.
    static long sealedLength(long plain) {
        long whole = plain / PLAIN;
        int rest = (int) (plain % PLAIN);
        return whole * SEALED + (rest == 0 ? 0 : NONCE + rest + TAG);
    }

    /// @param out has room for [#SEALED] bytes from its beginning; is made ready to be read
    void seal(long number, byte[] plain, int length, ByteBuffer out) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            init(Cipher.ENCRYPT_MODE, number, nonce);
            out.clear();
            out.put(nonce);
            cipher.doFinal(ByteBuffer.wrap(plain, 0, length), out);
            out.flip();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        }
    }

    /// @param sealed from its position to its limit
    /// @param plain has room for [#PLAIN] bytes
    /// @return how many there are
    /// @throws GeneralSecurityException if it is not this chunk of this file
    int open(long number, ByteBuffer sealed, byte[] plain) throws GeneralSecurityException {
        if (sealed.remaining() < NONCE + TAG || sealed.remaining() > SEALED) {
            throw new GeneralSecurityException("not the length of a chunk");
        }
        byte[] nonce = new byte[NONCE];
        sealed.get(nonce);
        init(Cipher.DECRYPT_MODE, number, nonce);
        return cipher.doFinal(sealed, ByteBuffer.wrap(plain));
    }

    private void init(int mode, long number, byte[] nonce) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(
                ("earshot-file-content-1 " + id + " " + number)
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
