package org.earshot.softphone.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AES-CM with HMAC-SHA1 (RFC 3711 §4.1.1 and §4.2.1, RFC 6188).
final class CounterModeTransform implements Transform {

    private static final String HMAC = "HmacSHA1";
    private static final int HMAC_BYTES = 20;

    private final AesCounter cipher;
    private final Mac mac;
    private final byte[] salt;
    private final int tagBytes;
    private final byte[] iv = new byte[AesCounter.BLOCK_BYTES];
    private final byte[] word = new byte[Wire.WORD_BYTES];
    private final byte[] digest = new byte[HMAC_BYTES];

    CounterModeTransform(SessionKeys keys, int tagBytes) throws GeneralSecurityException {
        this.cipher = new AesCounter(keys.cipherKey());
        this.mac = Mac.getInstance(HMAC);
        this.mac.init(new SecretKeySpec(keys.authenticationKey(), HMAC));
        this.salt = keys.salt();
        this.tagBytes = tagBytes;
    }

    @Override
    public int tagBytes() {
        return tagBytes;
    }

    @Override
    public void sealRtp(byte[] packet, int headerLength, int length, int ssrc, long index)
            throws GeneralSecurityException {
        crypt(packet, headerLength, length, ssrc, index);
        authenticateRtp(packet, length, index);
        System.arraycopy(digest, 0, packet, length, tagBytes);
    }

    @Override
    public boolean openRtp(byte[] packet, int headerLength, int length, int ssrc, long index)
            throws GeneralSecurityException {
        int end = length - tagBytes;
        authenticateRtp(packet, end, index);
        if (!tagIsRight(packet, end)) {
            return false;
        }
        crypt(packet, headerLength, end, ssrc, index);
        return true;
    }

    @Override
    public void sealRtcp(byte[] packet, int length, int ssrc, int index)
            throws GeneralSecurityException {
        crypt(packet, Wire.RTCP_CLEAR_BYTES, length, ssrc, index);
        Wire.putWord(packet, length, index | Wire.RTCP_ENCRYPTED);
        authenticate(packet, length + Wire.WORD_BYTES);
        System.arraycopy(digest, 0, packet, length + Wire.WORD_BYTES, tagBytes);
    }

    @Override
    public int rtcpIndexPosition(int length) {
        return length - tagBytes - Wire.WORD_BYTES;
    }

    @Override
    public boolean openRtcp(byte[] packet, int length, int ssrc, int index)
            throws GeneralSecurityException {
        int tag = length - tagBytes;
        authenticate(packet, tag);
        if (!tagIsRight(packet, tag)) {
            return false;
        }
        crypt(packet, Wire.RTCP_CLEAR_BYTES, tag - Wire.WORD_BYTES, ssrc, index);
        return true;
    }

    // §4.1.1: IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16)
    private void crypt(byte[] packet, int from, int to, int ssrc, long index)
            throws GeneralSecurityException {
        System.arraycopy(salt, 0, iv, 0, salt.length);
        iv[14] = 0;
        iv[15] = 0;
        Wire.xorWord(iv, 4, ssrc);
        Wire.xorWord(iv, 8, (int) (index >>> 16));
        Wire.xorShort(iv, 12, (int) index);
        cipher.apply(iv, packet, from, to - from);
    }

    // §4.2: the rollover counter is authenticated, though it does not travel
    private void authenticateRtp(byte[] packet, int length, long index)
            throws GeneralSecurityException {
        Wire.putWord(word, 0, (int) (index >>> 16));
        mac.update(packet, 0, length);
        mac.update(word);
        mac.doFinal(digest, 0);
    }

    private void authenticate(byte[] packet, int length) throws GeneralSecurityException {
        mac.update(packet, 0, length);
        mac.doFinal(digest, 0);
    }

    // takes the same time wherever the first wrong byte is
    private boolean tagIsRight(byte[] packet, int position) {
        int difference = 0;
        for (int i = 0; i < tagBytes; i++) {
            difference |= packet[position + i] ^ digest[i];
        }
        return difference == 0;
    }
}
