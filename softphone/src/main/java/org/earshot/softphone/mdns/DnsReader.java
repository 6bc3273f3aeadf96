package org.earshot.softphone.mdns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a message (RFC 1035 §4.1). Records of types and classes that don't matter here are passed over; what is not understood to its end is
/// no message.
final class DnsReader {
    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE_AND_ERROR = 0x780F;
    private static final int TOP_BIT =
            0x8000; // flush, of a record; an answer by unicast wanted, of a question
    private static final int IN = 1;
    private static final int POINTER = 0xC0;

    /// No phone has more to say, and whoever sends more wants us to be busy.
    private static final int MOST_RECORDS = 200;

    private final ByteBuffer bytes;

    private DnsReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// @throws MalformedDnsException if it is none
    static DnsMessage read(byte[] datagram, int length) throws MalformedDnsException {
        return new DnsReader(ByteBuffer.wrap(datagram, 0, length).slice()).message();
    }

    private DnsMessage message() throws MalformedDnsException {
        need(HEADER);
        int id = number();
        int flags = number();
        int questions = number();
        int answers = number();
        int authorities = number();
        int additionals = number();
        if ((flags & OPCODE_AND_ERROR) != 0) {
            throw new MalformedDnsException("neither question nor answer");
        }
        if (questions + answers + authorities + additionals > MOST_RECORDS) {
            throw new MalformedDnsException("too much");
        }
        List<DnsMessage.Question> asked = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            DnsName name = name();
            need(4);
            int type = number();
            if ((number() & ~TOP_BIT) == IN) {
                asked.add(new DnsMessage.Question(name, type));
            }
        }
        List<DnsRecord> records = new ArrayList<>();
        List<DnsRecord> proposed = new ArrayList<>();
        readInto(records, answers);
        readInto(proposed, authorities);
        readInto(records, additionals);
        return new DnsMessage(id, (flags & RESPONSE) != 0, asked, records, proposed);
    }

    private void readInto(List<DnsRecord> records, int count) throws MalformedDnsException {
        for (int i = 0; i < count; i++) {
            DnsName name = name();
            need(10);
            int type = number();
            int ofClass = number();
            long ttl = bytes.getInt() & 0x7FFF_FFFFL;
            int length = number();
            need(length);
            int end = bytes.position() + length;
            Optional<DnsRecord.Data> data = data(type, length);
            if (data.isPresent() && bytes.position() != end) {
                throw new MalformedDnsException("a record of another length than it says");
            }
            bytes.position(end);
            if ((ofClass & ~TOP_BIT) == IN) {
                data.ifPresent(
                        d -> records.add(new DnsRecord(name, (ofClass & TOP_BIT) != 0, ttl, d)));
            }
        }
    }

    private Optional<DnsRecord.Data> data(int type, int length) throws MalformedDnsException {
        return switch (type) {
            case DnsType.PTR -> Optional.of(new DnsRecord.Pointer(name()));
            case DnsType.SRV -> {
                need(6);
                bytes.position(bytes.position() + 4); // priority, weight: there is one
                int port = number();
                yield Optional.of(new DnsRecord.Service(port, name()));
            }
            case DnsType.TXT -> {
                bytes.position(bytes.position() + length);
                yield Optional.of(new DnsRecord.Text());
            }
            case DnsType.A -> Optional.of(address(length, 4));
            case DnsType.AAAA -> Optional.of(address(length, 16));
            default -> Optional.empty();
        };
    }

    private DnsRecord.Data address(int length, int wanted) throws MalformedDnsException {
        if (length != wanted) {
            throw new MalformedDnsException("an address of " + length + " bytes");
        }
        byte[] address = new byte[wanted];
        bytes.get(address);
        try {
            return new DnsRecord.Address(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only of another length
        }
    }

    /// Pointers lead backwards only, so that it ends.
    private DnsName name() throws MalformedDnsException {
        List<String> labels = new ArrayList<>();
        int at = bytes.position();
        int lowest = at;
        int behind = -1;
        while (true) {
            int length = at(at);
            if (length == 0) {
                bytes.position(behind < 0 ? at + 1 : behind);
                try {
                    return new DnsName(labels);
                } catch (IllegalArgumentException e) {
                    throw new MalformedDnsException(e.getMessage());
                }
            }
            if ((length & POINTER) == POINTER) {
                int to = (length & ~POINTER) << 8 | at(at + 1);
                if (to >= lowest) {
                    throw new MalformedDnsException("a name that does not end");
                }
                behind = behind < 0 ? at + 2 : behind;
                lowest = to;
                at = to;
            } else if (length > DnsName.LONGEST_LABEL) {
                throw new MalformedDnsException("a label of an unknown kind");
            } else {
                labels.add(label(at + 1, length));
                at += 1 + length;
            }
            if (labels.size() > 127) {
                throw new MalformedDnsException("too many labels");
            }
        }
    }

    private String label(int from, int length) throws MalformedDnsException {
        if (from + length > bytes.limit()) {
            throw new MalformedDnsException("cut off");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.slice(from, length)).toString();
        } catch (CharacterCodingException _) {
            throw new MalformedDnsException("a label that is not UTF-8");
        }
    }

    private int at(int index) throws MalformedDnsException {
        if (index >= bytes.limit()) {
            throw new MalformedDnsException("cut off");
        }
        return bytes.get(index) & 0xFF;
    }

    private int number() {
        return bytes.getShort() & 0xFFFF;
    }

    private void need(int count) throws MalformedDnsException {
        if (bytes.remaining() < count) {
            throw new MalformedDnsException("cut off");
        }
    }
}
