package org.earshot.softphone.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// AES in counter mode (RFC 3711 §4.1.1, RFC 6188) for many short messages under one key. Encrypts counter blocks
/// with the raw block cipher, which is keyed once: `AES/CTR` would be keyed again, and allocate, for each packet.
/// Not for two threads at once.
final class AesCounter {

    static final int BLOCK_BYTES = 16;

    private static final int CHUNK_BYTES = 32 * BLOCK_BYTES;

    private final Cipher blockCipher;
    private final byte[] counters = new byte[CHUNK_BYTES];
    private final byte[] keyStream = new byte[CHUNK_BYTES];

    // ECB is no mode of ours: it is how JCE names the bare block cipher.
    @SuppressWarnings("InsecureCryptoUsage")
    AesCounter(byte[] key) throws GeneralSecurityException {
        blockCipher = Cipher.getInstance("AES/ECB/NoPadding");
        blockCipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    }

    /// XORs the key stream that begins with `iv` onto the bytes. The last 16 bits of `iv` must be 0: there the blocks
    /// are counted, so a message may have up to 2^20 bytes.
    void apply(byte[] iv, byte[] data, int offset, int length) throws GeneralSecurityException {
        int block = 0;
        for (int done = 0; done < length; done += CHUNK_BYTES) {
            int chunk = Math.min(CHUNK_BYTES, length - done);
            int blocks = (chunk + BLOCK_BYTES - 1) / BLOCK_BYTES;
            for (int i = 0; i < blocks; i++, block++) {
                int at = i * BLOCK_BYTES;
                System.arraycopy(iv, 0, counters, at, BLOCK_BYTES - 2);
                counters[at + 14] = (byte) (block >>> 8);
                counters[at + 15] = (byte) block;
            }
            blockCipher.update(counters, 0, blocks * BLOCK_BYTES, keyStream, 0);
            for (int i = 0; i < chunk; i++) {
                data[offset + done + i] ^= keyStream[i];
            }
        }
    }
}
