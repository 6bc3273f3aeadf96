package org.earshot.softphone.mdns;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// Writes a message. Names are not compressed: ours are few and short.
final class DnsWriter {
    private static final int AUTHORITATIVE_RESPONSE = 0x8400;
    private static final int IN = 1;
    private static final int FLUSH = 0x8000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    private DnsWriter() {}

    static byte[] write(DnsMessage message) {
        DnsWriter writer = new DnsWriter();
        writer.number(message.id());
        writer.number(message.response() ? AUTHORITATIVE_RESPONSE : 0);
        writer.number(message.questions().size());
        writer.number(message.records().size());
        writer.number(message.proposed().size());
        writer.number(0);
        for (DnsMessage.Question question : message.questions()) {
            writer.name(question.name());
            writer.number(question.type());
            writer.number(IN);
        }
        writer.records(message.records());
        writer.records(message.proposed());
        return writer.out.toByteArray();
    }

    /// As it stands in a record.
    static byte[] write(DnsRecord.Data data) {
        DnsWriter writer = new DnsWriter();
        switch (data) {
            case DnsRecord.Pointer(DnsName target) -> writer.name(target);
            case DnsRecord.Service(int port, DnsName target) -> {
                writer.number(0);
                writer.number(0);
                writer.number(port);
                writer.name(target);
            }
            case DnsRecord.Text() -> writer.out.write(0); // RFC 6763 §6.1: one empty string
            case DnsRecord.Address(var address) -> writer.out.writeBytes(address.getAddress());
        }
        return writer.out.toByteArray();
    }

    private void records(List<DnsRecord> records) {
        for (DnsRecord each : records) {
            name(each.name());
            number(each.data().type());
            number(each.flush() ? IN | FLUSH : IN);
            number((int) (each.ttl() >>> 16));
            number((int) each.ttl());
            byte[] data = write(each.data());
            number(data.length);
            out.writeBytes(data);
        }
    }

    private void name(DnsName name) {
        for (String label : name.labels()) {
            byte[] bytes = DnsName.bytes(label);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.write(0);
    }

    private void number(int value) {
        out.write(value >>> 8);
        out.write(value);
    }
}
