package org.earshot.softphone.media.ice;

import java.util.Arrays;
import java.util.Optional;

/// A [StunMessage] as it is being written (RFC 8489 §5, §14).
final class StunWriter {
    private static final int ENDS_BYTES =
            2 * StunWire.ATTRIBUTE_HEADER_BYTES
                    + StunWire.INTEGRITY_BYTES
                    + StunWire.FINGERPRINT_BYTES;

    private byte[] buffer = new byte[256];
    private int length = StunWire.HEADER_BYTES;

    StunWriter(int type, TransactionId id) {
        StunWire.SHORT.set(buffer, 0, (short) type);
        StunWire.INT.set(buffer, StunWire.COOKIE_OFFSET, StunWire.COOKIE);
        id.write(buffer, StunWire.ID_OFFSET);
    }

    /// The bytes so far, of which an XOR address needs the first twenty.
    byte[] header() {
        return buffer;
    }

    void put(int attribute, byte[] value, int offset, int count) {
        if (attribute == StunMessage.MESSAGE_INTEGRITY || attribute == StunMessage.FINGERPRINT) {
            throw new IllegalArgumentException("signing adds it");
        }
        if (attribute < 0 || attribute > 0xFFFF) {
            throw new IllegalArgumentException("attribute " + attribute);
        }
        int end = length + StunWire.ATTRIBUTE_HEADER_BYTES + StunWire.padded(count);
        if (end + ENDS_BYTES > StunWire.HEADER_BYTES + StunWire.MAX_BODY_BYTES) {
            throw new IllegalArgumentException("too much for a STUN message");
        }
        if (end > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(end, 2 * buffer.length));
        }
        append(buffer, length, attribute, value, offset, count);
        length = end;
    }

    byte[] bytes(Optional<byte[]> key, boolean fingerprint) {
        int integrityBytes =
                key.isPresent() ? StunWire.ATTRIBUTE_HEADER_BYTES + StunWire.INTEGRITY_BYTES : 0;
        int fingerprintBytes =
                fingerprint ? StunWire.ATTRIBUTE_HEADER_BYTES + StunWire.FINGERPRINT_BYTES : 0;
        byte[] message = new byte[length + integrityBytes + fingerprintBytes];
        System.arraycopy(buffer, 0, message, 0, length);
        StunWire.SHORT.set(
                message, StunWire.LENGTH_OFFSET, (short) (message.length - StunWire.HEADER_BYTES));
        if (key.isPresent()) {
            byte[] value = StunWire.integrity(message, length, key.get());
            append(message, length, StunMessage.MESSAGE_INTEGRITY, value, 0, value.length);
        }
        if (fingerprint) {
            int offset = length + integrityBytes;
            byte[] value = new byte[StunWire.FINGERPRINT_BYTES];
            StunWire.INT.set(value, 0, StunWire.fingerprint(message, offset));
            append(message, offset, StunMessage.FINGERPRINT, value, 0, value.length);
        }
        return message;
    }

    private static void append(
            byte[] target, int at, int attribute, byte[] value, int offset, int count) {
        StunWire.SHORT.set(target, at, (short) attribute);
        StunWire.SHORT.set(target, at + 2, (short) count);
        System.arraycopy(value, offset, target, at + StunWire.ATTRIBUTE_HEADER_BYTES, count);
    }
}
