package org.earshot.softphone.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM (RFC 7714). JCE wants to be told a new IV for each packet, and allocates for it.
final class GcmTransform implements Transform {

    private static final int TAG_BYTES = 16;
    private static final int IV_BYTES = 12;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv = new byte[IV_BYTES];
    private final byte[] word = new byte[Wire.WORD_BYTES];
    // JCE may write before it has checked the tag; a refused packet must stay as it came
    private final byte[] plain = new byte[Wire.MAX_PACKET_BYTES];

    GcmTransform(SessionKeys keys) throws GeneralSecurityException {
        this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        this.key = new SecretKeySpec(keys.cipherKey(), "AES");
        this.salt = keys.salt();
    }

    @Override
    public int tagBytes() {
        return TAG_BYTES;
    }

    @Override
    public void sealRtp(byte[] packet, int headerLength, int length, int ssrc, long index)
            throws GeneralSecurityException {
        init(Cipher.ENCRYPT_MODE, ssrc, index);
        cipher.updateAAD(packet, 0, headerLength);
        cipher.doFinal(packet, headerLength, length - headerLength, packet, headerLength);
    }

    @Override
    public boolean openRtp(byte[] packet, int headerLength, int length, int ssrc, long index)
            throws GeneralSecurityException {
        init(Cipher.DECRYPT_MODE, ssrc, index);
        cipher.updateAAD(packet, 0, headerLength);
        return open(packet, headerLength, length);
    }

    @Override
    public void sealRtcp(byte[] packet, int length, int ssrc, int index)
            throws GeneralSecurityException {
        init(Cipher.ENCRYPT_MODE, ssrc, index);
        Wire.putWord(word, 0, index | Wire.RTCP_ENCRYPTED);
        cipher.updateAAD(packet, 0, Wire.RTCP_CLEAR_BYTES);
        cipher.updateAAD(word);
        int from = Wire.RTCP_CLEAR_BYTES;
        cipher.doFinal(packet, from, length - from, packet, from);
        System.arraycopy(word, 0, packet, length + TAG_BYTES, Wire.WORD_BYTES);
    }

    @Override
    public int rtcpIndexPosition(int length) {
        return length - Wire.WORD_BYTES;
    }

    @Override
    public boolean openRtcp(byte[] packet, int length, int ssrc, int index)
            throws GeneralSecurityException {
        int end = rtcpIndexPosition(length);
        init(Cipher.DECRYPT_MODE, ssrc, index);
        cipher.updateAAD(packet, 0, Wire.RTCP_CLEAR_BYTES);
        cipher.updateAAD(packet, end, Wire.WORD_BYTES);
        return open(packet, Wire.RTCP_CLEAR_BYTES, end);
    }

    // §8.1 and §9.1: two zero bytes, SSRC, index (for RTCP 31 bits of it), XOR the salt
    private void init(int mode, int ssrc, long index) throws GeneralSecurityException {
        System.arraycopy(salt, 0, iv, 0, IV_BYTES);
        Wire.xorWord(iv, 2, ssrc);
        Wire.xorShort(iv, 6, (int) (index >>> 32));
        Wire.xorWord(iv, 8, (int) index);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, iv));
    }

    private boolean open(byte[] packet, int from, int to) throws GeneralSecurityException {
        try {
            int length = cipher.doFinal(packet, from, to - from, plain, 0);
            System.arraycopy(plain, 0, packet, from, length);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        }
    }
}
