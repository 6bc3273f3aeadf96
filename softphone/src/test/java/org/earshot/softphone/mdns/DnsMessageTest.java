package org.earshot.softphone.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is read, and whatever else comes does no harm.
class DnsMessageTest {
    private static final DnsName TYPE = DnsName.of("_sip._udp.local");
    private static final DnsName BOB = TYPE.child("Bob’s phone. 📞");
    private static final DnsName HOST = DnsName.of("earshot-1.local");
    private static final List<DnsRecord> ALL =
            List.of(
                    new DnsRecord(TYPE, false, 4500, new DnsRecord.Pointer(BOB)),
                    new DnsRecord(BOB, true, 120, new DnsRecord.Service(5060, HOST)),
                    new DnsRecord(BOB, true, 4500, new DnsRecord.Text()),
                    address("192.168.1.7"),
                    address("fd00::7"));

    private static DnsRecord address(String literal) {
        return new DnsRecord(
                HOST, true, 120, new DnsRecord.Address(InetAddress.ofLiteral(literal)));
    }

    private static DnsMessage read(byte[] bytes) throws MalformedDnsException {
        return DnsReader.read(bytes, bytes.length);
    }

    private static DnsMessage read(String hex) throws MalformedDnsException {
        return read(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        DnsMessage answer = DnsMessage.answer(ALL);
        assertThat(read(DnsWriter.write(answer))).isEqualTo(answer);
        DnsMessage question =
                DnsMessage.question(
                        List.of(new DnsMessage.Question(TYPE, DnsType.PTR)), ALL.subList(0, 1));
        assertThat(read(DnsWriter.write(question))).isEqualTo(question);
        DnsMessage probe =
                DnsMessage.probe(new DnsMessage.Question(BOB, DnsType.ANY), ALL.subList(1, 2));
        assertThat(read(DnsWriter.write(probe))).isEqualTo(probe);
    }

    /// Made by hand from RFC 1035 §4.1.4: names that point to earlier ones, as everybody else writes them.
    @Test
    void namesMayPointBackwards() throws Exception {
        DnsMessage message =
                read(
                        """
                        0000 8400 0000 0002 0000 0000
                        04 5f736970 04 5f756470 05 6c6f63616c 00 000c 0001 00001194 0006 03 626f62 c00c
                        c027 0021 8001 00000078 000a 0000 0000 13c4 01 68 c016
                        """);
        DnsName bob = TYPE.child("bob");
        assertThat(message.records())
                .containsExactly(
                        new DnsRecord(TYPE, false, 4500, new DnsRecord.Pointer(bob)),
                        new DnsRecord(
                                bob,
                                true,
                                120,
                                new DnsRecord.Service(5060, DnsName.of("h.local"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "0000 8400 0000 0001 0000 0000", // less than it says
                "0000 8400 0000 0001 0000 0000 c00c 000c 0001 00000000 0000", // a name that points
                // to itself
                "0000 8400 0000 0001 0000 0000 c00e c00c 000c 0001 00000000 0000", // forwards
                "0000 8400 0000 0001 0000 0000 41 00 000c 0001 00000000 0000", // a kind of label
                // that nobody has
                "0000 8400 0000 0001 0000 0000 01 ff 00 000c 0001 00000000 0000", // no UTF-8
                "0000 8400 0000 0001 0000 0000 01 61 00 0001 0001 00000000 0003 010203", // half an
                // address
                "0000 8400 0000 0001 0000 0000 01 61 00 0001 0001 00000000 0004 0102", // cut off
                "0000 8400 0000 0001 0000 0000 01 61 00 000c 0001 00000000 0004 0162 00 00", // more
                // than
                // a
                // name
                "0000 9400 0000 0000 0000 0000", // another operation
                "0000 8403 0000 0000 0000 0000", // an error
                "0000 8400 ffff ffff ffff ffff", // far too much
            })
    void whatIsNoneIsRefused(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MalformedDnsException.class);
    }

    @Test
    void whatDoesNotMatterIsPassedOver() throws Exception {
        assertThat(
                        read("""
                        0000 8400 0000 0002 0000 0000
                        01 61 00 0063 0001 00000000 0002 0102
                        01 61 00 0001 0003 00000000 0004 01020304
                        """)
                                .records())
                .isEmpty();
    }

    @Test
    void whateverComesIsReadOrRefused() {
        Random random = new Random(6762);
        byte[] whole = DnsWriter.write(DnsMessage.answer(ALL));
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes;
            if (i % 4 == 0) {
                bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
            } else {
                bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
                for (int k = random.nextInt(4); k > 0 && bytes.length > 0; k--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            try {
                DnsMessage message = read(bytes);
                assertThat(read(DnsWriter.write(message))).isEqualTo(message);
            } catch (MalformedDnsException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void namesAreEqualInUpperAndLowerCase() {
        assertThat(TYPE.child("BOB")).isEqualTo(TYPE.child("bob"));
        assertThat(TYPE.child("ÄB")).isNotEqualTo(TYPE.child("äb")).isEqualTo(TYPE.child("Äb"));
        assertThat(TYPE.child("bob").isChildOf(DnsName.of("_SIP._udp.local"))).isTrue();
        assertThat(TYPE.isChildOf(TYPE)).isFalse();
    }

    @Test
    void aNameIsNotTooLong() {
        assertThatThrownBy(() -> TYPE.child("x".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TYPE.child("")).isInstanceOf(IllegalArgumentException.class);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            labels.add("x".repeat(63));
        }
        assertThatThrownBy(() -> new DnsName(labels)).isInstanceOf(IllegalArgumentException.class);
    }
}
