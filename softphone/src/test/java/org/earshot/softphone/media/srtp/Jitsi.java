package org.earshot.softphone.media.srtp;

import java.util.Arrays;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/// jitsi-srtp with our keys.
final class Jitsi {
    private Jitsi() {}

    static SrtpContextFactory factory(SrtpKeys keys, boolean sender) {
        SrtpSuite suite = keys.suite();
        return new SrtpContextFactory(
                sender,
                keys.masterKey(),
                keys.masterSalt(),
                policy(suite, suite.rtpTagBytes()),
                policy(suite, suite.rtcpTagBytes()),
                new LoggerImpl("jitsi-srtp"));
    }

    private static SrtpPolicy policy(SrtpSuite suite, int tagBytes) {
        return suite.aead()
                ? new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION,
                        suite.keyBytes(),
                        SrtpPolicy.NULL_AUTHENTICATION,
                        0,
                        tagBytes,
                        suite.saltBytes())
                : new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        suite.keyBytes(),
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        20,
                        tagBytes,
                        suite.saltBytes());
    }

    /// Jitsi's view of an array with room behind the packet.
    static final class Packet implements ByteArrayBuffer {
        private final byte[] buffer;
        private int length;

        Packet(byte[] buffer, int length) {
            this.buffer = buffer;
            this.length = length;
        }

        byte[] content() {
            return Arrays.copyOf(buffer, length);
        }

        @Override
        public byte[] getBuffer() {
            return buffer;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int newLength) {
            length = newLength;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int count, byte[] target) {
            System.arraycopy(buffer, offset, target, 0, count);
        }

        @Override
        public void grow(int count) {
            if (length + count > buffer.length) {
                throw new IllegalArgumentException("no room for " + count + " bytes");
            }
        }

        @Override
        public void append(byte[] data, int count) {
            System.arraycopy(data, 0, buffer, length, count);
            length += count;
        }

        @Override
        public void shrink(int count) {
            length -= count;
        }
    }
}
