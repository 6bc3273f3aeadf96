package org.earshot.softphone.trace;

import java.util.List;

/// Messages as lines between this phone and its peers, in the order of time. Pure.
public final class Ladder {
    private Ladder() {}

    /// A line for each message: its number, when, which way, with whom, what, and in which call or transaction.
    public static String of(List<SipTrace.Traced> messages) {
        StringBuilder ladder = new StringBuilder();
        int number = 0;
        for (SipTrace.Traced one : messages) {
            TracedMessage parts = TracedMessage.of(one.text());
            String what =
                    parts.isResponse()
                            ? parts.start().replaceFirst("^SIP/2.0 ", "")
                                    + " ("
                                    + parts.method()
                                    + ")"
                            : parts.method();
            ladder.append(
                    "%4d  %s  phone %s %-34s %-30s CSeq %-14s Call-ID %s%n"
                            .formatted(
                                    ++number,
                                    one.at(),
                                    one.sent() ? "-->" : "<--",
                                    one.peer(),
                                    what,
                                    parts.header("cseq", "cseq"),
                                    parts.header("call-id", "i")));
        }
        return ladder.toString();
    }

    /// All of them in full, without what is secret; the numbers are those of [#of].
    public static String inFull(List<SipTrace.Traced> messages) {
        StringBuilder all = new StringBuilder();
        int number = 0;
        for (SipTrace.Traced one : messages) {
            all.append(
                            "==== %d  %s  %s %s%n"
                                    .formatted(
                                            ++number,
                                            one.at(),
                                            one.sent() ? "to" : "from",
                                            one.peer()))
                    .append(SecretMask.mask(one.text()))
                    .append('\n');
        }
        return all.toString();
    }
}
