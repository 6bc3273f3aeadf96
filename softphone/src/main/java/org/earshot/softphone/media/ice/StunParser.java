package org.earshot.softphone.media.ice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Bytes into a [StunMessage] (RFC 8489 §6.3).
final class StunParser {
    private final byte[] bytes;
    private final List<StunMessage.Attribute> attributes = new ArrayList<>();
    private boolean signed;

    private StunParser(byte[] bytes) {
        this.bytes = bytes;
    }

    static StunMessage parse(byte[] bytes, int length) throws StunException {
        if (!StunMessage.isStun(bytes, length)) {
            throw new StunException("neither cookie nor length are those of STUN");
        }
        return new StunParser(Arrays.copyOf(bytes, length)).message();
    }

    private StunMessage message() throws StunException {
        int offset = StunWire.HEADER_BYTES;
        while (offset < bytes.length) {
            offset = attribute(offset);
        }
        return new StunMessage(bytes, attributes);
    }

    // isStun has seen that four bytes are there: the length is a multiple of four
    private int attribute(int offset) throws StunException {
        int type = StunWire.unsignedShort(bytes, offset);
        int length = StunWire.unsignedShort(bytes, offset + 2);
        int value = offset + StunWire.ATTRIBUTE_HEADER_BYTES;
        int next = value + StunWire.padded(length);
        if (next > bytes.length) {
            throw new StunException("an attribute goes beyond the end");
        }
        if (type == StunMessage.FINGERPRINT) {
            fingerprint(offset, length, next);
        } else if (signed) {
            return next; // §14.5: what follows isn't covered, so it does not count
        } else if (type == StunMessage.MESSAGE_INTEGRITY) {
            if (length != StunWire.INTEGRITY_BYTES) {
                throw new StunException("MESSAGE-INTEGRITY of " + length + " bytes");
            }
            signed = true;
        }
        attributes.add(new StunMessage.Attribute(type, value, length));
        return next;
    }

    private void fingerprint(int offset, int length, int next) throws StunException {
        if (length != StunWire.FINGERPRINT_BYTES || next != bytes.length) {
            throw new StunException("FINGERPRINT is not what ends the message");
        }
        int value = (int) StunWire.INT.get(bytes, offset + StunWire.ATTRIBUTE_HEADER_BYTES);
        if (value != StunWire.fingerprint(bytes, offset)) {
            throw new StunException("FINGERPRINT is wrong");
        }
    }
}
