package org.earshot.common.stack;

import java.util.List;
import java.util.Set;
import org.earshot.common.stack.MessageReader.Refusal;
import org.earshot.common.stack.RawMessage.Field;

/// What is checked before the RI sees the fields: which there must be, which only once, and numbers
/// in their ranges (RFC 3261 §8.1.1, §20). Pure.
final class FieldChecks {
    private static final List<HeaderName> MANDATORY =
            List.of(
                    HeaderName.VIA,
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CALL_ID,
                    HeaderName.CSEQ);

    private static final List<HeaderName> ONCE =
            List.of(
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CALL_ID,
                    HeaderName.CSEQ,
                    HeaderName.MAX_FORWARDS,
                    HeaderName.CONTENT_LENGTH,
                    HeaderName.CONTENT_TYPE,
                    HeaderName.EXPIRES);

    private static final Set<HeaderName> ADDRESSES =
            Set.of(
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CONTACT,
                    HeaderName.ROUTE,
                    HeaderName.RECORD_ROUTE);

    private FieldChecks() {}

    /// @param method of a request, null for a response
    static void check(RawMessage raw, String method) throws Refusal {
        for (HeaderName name : MANDATORY) {
            if (first(raw, name) == null) {
                throw new Refusal("No " + name.text());
            }
        }
        for (HeaderName name : ONCE) {
            if (count(raw, name) > 1) {
                throw new Refusal("More than one " + name.text());
            }
        }
        for (Field field : raw.fields()) {
            if (ADDRESSES.contains(field.name())) {
                AddressSyntax.checkField(field);
            } else {
                checkQuotes(field);
            }
        }
        contentLength(raw);
        checkNumber(raw, HeaderName.MAX_FORWARDS, 255);
        checkNumber(raw, HeaderName.EXPIRES, 0xFFFF_FFFFL);
        checkCseq(first(raw, HeaderName.CSEQ), method);
        if (first(raw, HeaderName.CALL_ID).isEmpty()) {
            throw new Refusal("No Call-ID");
        }
    }

    /// The Content-Length.
    ///
    /// @return bytes, or -1 if there is none
    /// @throws Refusal if it is no number, or more than an array could hold
    static long contentLength(RawMessage raw) throws Refusal {
        String value = first(raw, HeaderName.CONTENT_LENGTH);
        if (value == null) {
            return -1;
        }
        long length = Tokens.number(value, Integer.MAX_VALUE);
        if (length < 0) {
            throw new Refusal("Bad Content-Length");
        }
        return length;
    }

    private static void checkCseq(String value, String method) throws Refusal {
        CommandSequence parsed = CommandSequence.parse(value);
        if (parsed == null) {
            throw new Refusal("Bad CSeq");
        }
        if (method != null && !method.equals(parsed.method())) {
            throw new Refusal("CSeq is of another method");
        }
    }

    private static void checkNumber(RawMessage raw, HeaderName name, long max) throws Refusal {
        String value = first(raw, name);
        if (value != null && Tokens.number(value, max) < 0) {
            throw new Refusal("Bad " + name.text());
        }
    }

    /// A quote that opens must close, in the fields whose grammar knows quotes and where it matters: the
    /// RI reads such a one to the end of the line.
    private static void checkQuotes(Field field) throws Refusal {
        if (field.value().indexOf('"') < 0 || !Structured.has(field.name())) {
            return;
        }
        if (!Structured.isQuoteBalanced(field.value())) {
            throw new Refusal("Unterminated quote in " + field.name().text());
        }
    }

    private static String first(RawMessage raw, HeaderName name) {
        for (Field field : raw.fields()) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        return null;
    }

    private static int count(RawMessage raw, HeaderName name) {
        int count = 0;
        for (Field field : raw.fields()) {
            if (field.name().equals(name)) {
                count++;
            }
        }
        return count;
    }
}
