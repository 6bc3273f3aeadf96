package org.earshot.softphone.mdns;

import java.util.List;

/// A message of multicast DNS (RFC 6762 §18).
///
/// @param id 0, but for those who ask by other ports
/// @param records answers and what goes with them; of a question those that the asker knows
/// @param proposed by somebody who wants a name (§8.1)
record DnsMessage(
        int id,
        boolean response,
        List<Question> questions,
        List<DnsRecord> records,
        List<DnsRecord> proposed) {

    DnsMessage {
        questions = List.copyOf(questions);
        records = List.copyOf(records);
        proposed = List.copyOf(proposed);
    }

    /// What somebody wants to know.
    ///
    /// @param type as in [DnsType]
    record Question(DnsName name, int type) {
        boolean asksFor(DnsName what, int ofType) {
            return name.equals(what) && (type == ofType || type == DnsType.ANY);
        }
    }

    static DnsMessage question(List<Question> questions, List<DnsRecord> known) {
        return new DnsMessage(0, false, questions, known, List.of());
    }

    static DnsMessage probe(Question question, List<DnsRecord> proposed) {
        return new DnsMessage(0, false, List.of(question), List.of(), proposed);
    }

    static DnsMessage answer(List<DnsRecord> records) {
        return new DnsMessage(0, true, List.of(), records, List.of());
    }
}
