package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// A STUN message (RFC 8489), with what ICE (RFC 8445) and TURN (RFC 8656) put into it. Immutable. Of an attribute that comes
/// more than once the first counts (§5). MESSAGE-INTEGRITY is that of HMAC-SHA1; MESSAGE-INTEGRITY-SHA256 is not known.
public final class StunMessage {
    /// What a message is for: the class of RFC 8489 §5.
    public enum Kind {
        /// Wants an answer.
        REQUEST,
        /// Wants none.
        INDICATION,
        /// Yes, with what was asked for.
        SUCCESS,
        /// No, with an ERROR-CODE.
        ERROR
    }

    // methods: RFC 8489 §18.2, RFC 8656 §17
    public static final int BINDING = 1;
    public static final int ALLOCATE = 3;
    public static final int REFRESH = 4;
    public static final int SEND = 6;
    public static final int DATA = 7;
    public static final int CREATE_PERMISSION = 8;
    public static final int CHANNEL_BIND = 9;

    // attributes: RFC 8489 §18.3, RFC 8656 §18, RFC 8445 §16.1
    public static final int MAPPED_ADDRESS = 0x0001;
    public static final int USERNAME = 0x0006;
    public static final int MESSAGE_INTEGRITY = 0x0008;
    public static final int ERROR_CODE = 0x0009;
    public static final int UNKNOWN_ATTRIBUTES = 0x000A;
    public static final int CHANNEL_NUMBER = 0x000C;
    public static final int LIFETIME = 0x000D;
    public static final int XOR_PEER_ADDRESS = 0x0012;

    /// DATA of RFC 8656 §18.4; named apart from the method [#DATA].
    public static final int DATA_ATTRIBUTE = 0x0013;

    public static final int REALM = 0x0014;
    public static final int NONCE = 0x0015;
    public static final int XOR_RELAYED_ADDRESS = 0x0016;
    public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    public static final int REQUESTED_TRANSPORT = 0x0019;
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    public static final int PRIORITY = 0x0024;
    public static final int USE_CANDIDATE = 0x0025;
    public static final int SOFTWARE = 0x8022;
    public static final int ALTERNATE_SERVER = 0x8023;
    public static final int FINGERPRINT = 0x8028;
    public static final int ICE_CONTROLLED = 0x8029;
    public static final int ICE_CONTROLLING = 0x802A;

    private static final int COMPREHENSION_OPTIONAL = 0x8000;

    /// Where a value stands in the bytes.
    record Attribute(int type, int offset, int length) {}

    private final byte[] bytes;
    private final List<Attribute> attributes;

    /// @param bytes      a checked message; not copied
    /// @param attributes those that count, in their order
    StunMessage(byte[] bytes, List<Attribute> attributes) {
        this.bytes = bytes;
        this.attributes = List.copyOf(attributes);
    }

    /// Whether a packet looks like STUN, and not like (S)RTP, DTLS or ChannelData on the same socket (RFC 7983 §7): first byte
    /// 0 to 3, the magic cookie, and a length that fits exactly.
    ///
    /// @param bytes  hold it from index 0 on
    /// @param length how many of them belong to it
    public static boolean isStun(byte[] bytes, int length) {
        return length >= StunWire.HEADER_BYTES
                && length <= bytes.length
                && bytes[0] >= 0
                && bytes[0] <= 3
                && (int) StunWire.INT.get(bytes, StunWire.COOKIE_OFFSET) == StunWire.COOKIE
                && length % 4 == 0
                && StunWire.unsignedShort(bytes, StunWire.LENGTH_OFFSET)
                        == length - StunWire.HEADER_BYTES;
    }

    /// Reads a message. A FINGERPRINT is checked where there is one; a signature is not, see [#isSignedWith].
    ///
    /// @param bytes  hold it from index 0 on; copied
    /// @param length how many of them belong to it
    /// @throws StunException when they are no STUN message
    public static StunMessage parse(byte[] bytes, int length) throws StunException {
        return StunParser.parse(bytes, length);
    }

    /// A request that can be filled.
    ///
    /// @param method [#BINDING] or another, up to 0xFF
    public static Builder request(int method, TransactionId id) {
        return new Builder(Kind.REQUEST, method, id);
    }

    /// An indication that can be filled.
    ///
    /// @param method [#SEND] or another, up to 0xFF
    public static Builder indication(int method, TransactionId id) {
        return new Builder(Kind.INDICATION, method, id);
    }

    /// A success response to this request.
    ///
    /// @throws IllegalStateException when this is no request
    public Builder success() {
        return answer(Kind.SUCCESS);
    }

    /// An error response to this request.
    ///
    /// @param code   300 to 699
    /// @param reason a few words (RFC 8489 §14.8)
    /// @throws IllegalStateException when this is no request
    public Builder error(int code, String reason) {
        if (code < 300 || code > 699) {
            throw new IllegalArgumentException("error code " + code);
        }
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[4 + words.length];
        value[2] = (byte) (code / 100);
        value[3] = (byte) (code % 100);
        System.arraycopy(words, 0, value, 4, words.length);
        return answer(Kind.ERROR).put(ERROR_CODE, value);
    }

    private Builder answer(Kind kind) {
        if (kind() != Kind.REQUEST) {
            throw new IllegalStateException("nothing but a request is answered: " + this);
        }
        return new Builder(kind, method(), id());
    }

    /// The key of short-term credentials (RFC 8489 §9.1.1), such as ICE has them.
    ///
    /// @param password taken as it is: an ICE password is ASCII, which OpaqueString (RFC 8265) does not change
    public static byte[] shortTermKey(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /// The key of long-term credentials (RFC 8489 §9.2.2), such as TURN has them: MD5 of user, realm and password. All three
    /// are taken as they are, without OpaqueString (RFC 8265), once SASLprep: what our server hands out is ASCII, which that does not
    /// change.
    public static byte[] longTermKey(String user, String realm, String password) {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest((user + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /// Request, indication, or one of the two answers.
    public Kind kind() {
        return StunWire.kind(StunWire.unsignedShort(bytes, 0));
    }

    /// [#BINDING] or another.
    public int method() {
        return StunWire.method(StunWire.unsignedShort(bytes, 0));
    }

    /// What an answer and its request have in common.
    public TransactionId id() {
        return TransactionId.read(bytes, StunWire.ID_OFFSET);
    }

    /// Whether an attribute is there.
    public boolean has(int attribute) {
        return find(attribute).isPresent();
    }

    /// The value of an attribute as it is on the wire; a copy.
    public Optional<byte[]> bytes(int attribute) {
        return find(attribute)
                .map(it -> Arrays.copyOfRange(bytes, it.offset, it.offset + it.length));
    }

    /// The 32 bits of an attribute; empty also where it has another length. What RFCs put into the upper bits is there: a
    /// CHANNEL-NUMBER, the protocol of a REQUESTED-TRANSPORT.
    public OptionalInt number(int attribute) {
        Optional<Attribute> found = find(attribute).filter(it -> it.length == 4);
        return found.isPresent()
                ? OptionalInt.of((int) StunWire.INT.get(bytes, found.get().offset))
                : OptionalInt.empty();
    }

    /// The 64 bits of an attribute, as a tie-breaker of ICE has them; empty also where it has another length.
    public OptionalLong longNumber(int attribute) {
        Optional<Attribute> found = find(attribute).filter(it -> it.length == 8);
        return found.isPresent()
                ? OptionalLong.of((long) StunWire.LONG.get(bytes, found.get().offset))
                : OptionalLong.empty();
    }

    /// The value of an attribute as UTF-8.
    public Optional<String> text(int attribute) {
        return find(attribute)
                .map(it -> new String(bytes, it.offset, it.length, StandardCharsets.UTF_8));
    }

    /// The address in an attribute, whether it is XORed as the attribute demands or not; empty also where it is malformed.
    public Optional<InetSocketAddress> address(int attribute) {
        return find(attribute)
                .flatMap(it -> StunWire.address(bytes, it.offset, it.length, isXored(attribute)));
    }

    /// The code of an error response, 300 to 699; 0 where there is none, or none that makes sense.
    public int errorCode() {
        return find(ERROR_CODE)
                .filter(it -> it.length >= 4)
                .map(it -> (bytes[it.offset + 2] & 7) * 100 + (bytes[it.offset + 3] & 0xFF))
                .filter(code -> code >= 300 && code <= 699)
                .orElse(0);
    }

    /// The words of an error response; empty where there are none. They come from the network: not to be shown unchecked.
    public String reason() {
        return find(ERROR_CODE)
                .filter(it -> it.length > 4)
                .map(it -> new String(bytes, it.offset + 4, it.length - 4, StandardCharsets.UTF_8))
                .orElse("");
    }

    /// The attributes that a receiver must understand (below 0x8000) and that this one doesn't: what a 420 lists (RFC 8489
    /// §6.3.1). MESSAGE-INTEGRITY is always understood.
    ///
    /// @param known those that the receiver understands
    /// @return each once, in their order
    public List<Integer> unknownRequired(Set<Integer> known) {
        return attributes.stream()
                .map(Attribute::type)
                .filter(type -> type < COMPREHENSION_OPTIONAL && type != MESSAGE_INTEGRITY)
                .filter(type -> !known.contains(type))
                .distinct()
                .toList();
    }

    /// Whether there is a MESSAGE-INTEGRITY, and made with this key. All other attributes of this message but FINGERPRINT are
    /// covered by it: those behind it do not count. Compares in constant time.
    ///
    /// @param key of [#shortTermKey] or [#longTermKey]; an empty one signs nothing
    public boolean isSignedWith(byte[] key) {
        Optional<Attribute> integrity = find(MESSAGE_INTEGRITY);
        if (integrity.isEmpty() || key.length == 0) {
            return false;
        }
        int value = integrity.get().offset;
        byte[] expected = StunWire.integrity(bytes, value - StunWire.ATTRIBUTE_HEADER_BYTES, key);
        return MessageDigest.isEqual(
                expected, Arrays.copyOfRange(bytes, value, value + StunWire.INTEGRITY_BYTES));
    }

    /// The attributes' types, no values: there are user names and data in them.
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return kind()
                + " of method "
                + method()
                + ", "
                + id()
                + attributes.stream()
                        .map(it -> hex.toHexDigits((short) it.type))
                        .collect(Collectors.joining(" ", " [", "]"));
    }

    static boolean isXored(int attribute) {
        return attribute == XOR_MAPPED_ADDRESS
                || attribute == XOR_PEER_ADDRESS
                || attribute == XOR_RELAYED_ADDRESS;
    }

    private Optional<Attribute> find(int attribute) {
        for (Attribute candidate : attributes) {
            if (candidate.type == attribute) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /// Fills a message. Values may stand in any order; each `put` adds one. The three ends may each be called, and more than
    /// once, as for the same request under another key.
    public static final class Builder {
        private final StunWriter writer;

        private Builder(Kind kind, int method, TransactionId id) {
            writer = new StunWriter(StunWire.type(kind, method), id);
        }

        /// Adds a value as it is; copied, and padded.
        ///
        /// @throws IllegalArgumentException for MESSAGE-INTEGRITY and FINGERPRINT, which the ends add, and for too much
        public Builder put(int attribute, byte[] value) {
            writer.put(attribute, value, 0, value.length);
            return this;
        }

        /// Adds 32 bits.
        public Builder putNumber(int attribute, int value) {
            byte[] bytes = new byte[4];
            StunWire.INT.set(bytes, 0, value);
            return put(attribute, bytes);
        }

        /// Adds 64 bits.
        public Builder putLong(int attribute, long value) {
            byte[] bytes = new byte[8];
            StunWire.LONG.set(bytes, 0, value);
            return put(attribute, bytes);
        }

        /// Adds UTF-8.
        public Builder putText(int attribute, String value) {
            return put(attribute, value.getBytes(StandardCharsets.UTF_8));
        }

        /// Adds an address, XORed where the attribute demands it.
        ///
        /// @param value resolved; IPv4 or IPv6
        public Builder putAddress(int attribute, InetSocketAddress value) {
            return put(attribute, StunWire.address(value, writer.header(), isXored(attribute)));
        }

        /// Adds an attribute without a value, such as USE-CANDIDATE.
        public Builder putFlag(int attribute) {
            return put(attribute, new byte[0]);
        }

        /// The message with MESSAGE-INTEGRITY and FINGERPRINT.
        ///
        /// @param key of [#shortTermKey] or [#longTermKey]; not empty
        public byte[] sign(byte[] key) {
            return writer.bytes(Optional.of(key), true);
        }

        /// The message with a FINGERPRINT alone.
        public byte[] unsigned() {
            return writer.bytes(Optional.empty(), true);
        }

        /// The message with neither.
        public byte[] plain() {
            return writer.bytes(Optional.empty(), false);
        }
    }
}
