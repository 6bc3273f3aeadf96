package org.earshot.softphone.media.ice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How STUN writes its header, sums and addresses (RFC 8489 §5, §14).
final class StunWire {
    static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static final int COOKIE = 0x2112A442;
    static final int HEADER_BYTES = 20;
    static final int LENGTH_OFFSET = 2;
    static final int COOKIE_OFFSET = 4;
    static final int ID_OFFSET = 8;
    static final int ATTRIBUTE_HEADER_BYTES = 4;
    static final int INTEGRITY_BYTES = 20;
    static final int FINGERPRINT_BYTES = 4;
    static final int MAX_BODY_BYTES = 0xFFFC;

    private static final int FINGERPRINT_MASK = 0x5354554E; // "STUN", §14.7
    private static final byte IPV4 = 1;
    private static final byte IPV6 = 2;
    private static final int ADDRESS_OFFSET = 4; // behind a zero, the family and the port

    private StunWire() {}

    static int unsignedShort(byte[] bytes, int offset) {
        return Short.toUnsignedInt((short) SHORT.get(bytes, offset));
    }

    static int padded(int length) {
        return (length + 3) & ~3;
    }

    /// Method and class share 14 bits (§5, figure 3): M11–M7 C1 M6–M4 C0 M3–M0.
    ///
    /// @param method up to 0xFF: with more it would not look like STUN any more beside other protocols (RFC 7983 §7)
    static int type(StunMessage.Kind kind, int method) {
        if (method < 0 || method > 0xFF) {
            throw new IllegalArgumentException("method " + method);
        }
        int bits =
                switch (kind) {
                    case REQUEST -> 0;
                    case INDICATION -> 0x010;
                    case SUCCESS -> 0x100;
                    case ERROR -> 0x110;
                };
        return ((method & 0x80) << 2) | ((method & 0x70) << 1) | (method & 0xF) | bits;
    }

    static StunMessage.Kind kind(int type) {
        return switch (type & 0x110) {
            case 0 -> StunMessage.Kind.REQUEST;
            case 0x010 -> StunMessage.Kind.INDICATION;
            case 0x100 -> StunMessage.Kind.SUCCESS;
            default -> StunMessage.Kind.ERROR;
        };
    }

    static int method(int type) {
        return ((type & 0x3E00) >> 2) | ((type & 0xE0) >> 1) | (type & 0xF);
    }

    /// The value of a FINGERPRINT (§14.7) that stands at an offset. The header's length must have it included.
    static int fingerprint(byte[] bytes, int offset) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, offset);
        return (int) crc.getValue() ^ FINGERPRINT_MASK;
    }

    /// The value of a MESSAGE-INTEGRITY (§14.5) that stands at an offset, whatever follows it.
    ///
    /// @param key not empty
    static byte[] integrity(byte[] bytes, int offset, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            // the length that is signed is the one up to this attribute, not the one in the header
            byte[] length = new byte[2];
            SHORT.set(
                    length,
                    0,
                    (short) (offset + ATTRIBUTE_HEADER_BYTES + INTEGRITY_BYTES - HEADER_BYTES));
            mac.update(bytes, 0, LENGTH_OFFSET);
            mac.update(length);
            mac.update(bytes, COOKIE_OFFSET, offset - COOKIE_OFFSET);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /// Reads an address (§14.1, §14.2).
    ///
    /// @param message the whole message, of which an XOR address needs the header
    /// @return empty where it is malformed
    static Optional<InetSocketAddress> address(
            byte[] message, int offset, int length, boolean xored) {
        if (length < ADDRESS_OFFSET) {
            return Optional.empty();
        }
        int bytes =
                switch (message[offset + 1]) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    default -> -1;
                };
        if (length != ADDRESS_OFFSET + bytes) {
            return Optional.empty();
        }
        byte[] address = new byte[bytes];
        System.arraycopy(message, offset + ADDRESS_OFFSET, address, 0, bytes);
        int port = unsignedShort(message, offset + 2);
        if (xored) {
            xor(address, message);
            port ^= COOKIE >>> 16;
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /// Writes an address.
    ///
    /// @param message the whole message, of which an XOR address needs the header
    static byte[] address(InetSocketAddress address, byte[] message, boolean xored) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved: " + address);
        }
        byte[] host = address.getAddress().getAddress();
        int port = address.getPort();
        if (xored) {
            xor(host, message);
            port ^= COOKIE >>> 16;
        }
        byte[] value = new byte[ADDRESS_OFFSET + host.length];
        value[1] = address.getAddress() instanceof Inet6Address ? IPV6 : IPV4;
        SHORT.set(value, 2, (short) port);
        System.arraycopy(host, 0, value, ADDRESS_OFFSET, host.length);
        return value;
    }

    // the cookie, and for IPv6 the transaction id behind it
    private static void xor(byte[] address, byte[] message) {
        for (int i = 0; i < address.length; i++) {
            address[i] ^= message[COOKIE_OFFSET + i];
        }
    }
}
