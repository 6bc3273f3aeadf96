package org.earshot.softphone.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/// The keys of one session for RTP or for RTCP, derived from the master key (RFC 3711 §4.3). The key derivation rate
/// is 0: they are derived once. Salts of 96 bits stand left in the 112 bits of the derivation (RFC 7714 §11).
final class SessionKeys {

    private static final int AUTHENTICATION_KEY_BYTES = 20;
    private static final int LABEL_POSITION = 7;

    private static final int RTP_ENCRYPTION = 0;
    private static final int RTP_AUTHENTICATION = 1;
    private static final int RTP_SALT = 2;
    private static final int RTCP_ENCRYPTION = 3;
    private static final int RTCP_AUTHENTICATION = 4;
    private static final int RTCP_SALT = 5;

    private final byte[] cipherKey;
    private final byte[] authenticationKey;
    private final byte[] salt;

    /// From keys that are at hand already; takes the arrays over.
    SessionKeys(byte[] cipherKey, byte[] authenticationKey, byte[] salt) {
        this.cipherKey = cipherKey;
        this.authenticationKey = authenticationKey;
        this.salt = salt;
    }

    static SessionKeys forRtp(SrtpKeys keys) {
        return derive(keys, RTP_ENCRYPTION, RTP_AUTHENTICATION, RTP_SALT);
    }

    static SessionKeys forRtcp(SrtpKeys keys) {
        return derive(keys, RTCP_ENCRYPTION, RTCP_AUTHENTICATION, RTCP_SALT);
    }

    private static SessionKeys derive(
            SrtpKeys keys, int encryption, int authentication, int salting) {
        byte[] masterKey = keys.masterKey();
        byte[] masterSalt = keys.masterSalt();
        try {
            return new SessionKeys(
                    derive(masterKey, masterSalt, encryption, keys.suite().keyBytes()),
                    derive(masterKey, masterSalt, authentication, AUTHENTICATION_KEY_BYTES),
                    derive(masterKey, masterSalt, salting, keys.suite().saltBytes()));
        } finally {
            Arrays.fill(masterKey, (byte) 0);
            Arrays.fill(masterSalt, (byte) 0);
        }
    }

    /// RFC 3711 §4.3.1 and §4.3.3: the key stream of AES-CM under the master key, from the salt with the label in it.
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] iv = new byte[AesCounter.BLOCK_BYTES];
        System.arraycopy(masterSalt, 0, iv, 0, masterSalt.length);
        iv[LABEL_POSITION] ^= (byte) label;
        byte[] derived = new byte[length];
        try {
            new AesCounter(masterKey).apply(iv, derived, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES", e);
        }
        return derived;
    }

    byte[] cipherKey() {
        return cipherKey;
    }

    byte[] authenticationKey() {
        return authenticationKey;
    }

    byte[] salt() {
        return salt;
    }

    void destroy() {
        Arrays.fill(cipherKey, (byte) 0);
        Arrays.fill(authenticationKey, (byte) 0);
        Arrays.fill(salt, (byte) 0);
    }
}
