package org.earshot.common.msrp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The head of a request or a response (RFC 4975 §9): all but body and end-line. Immutable.
///
/// @param transaction its id, which is in the end-line too
/// @param start what stands behind that
/// @param toPath at least one, the next hop first
/// @param fromPath at least one, the hop it came from first
/// @param fields the other header fields, in their order
/// @param hasBody whether a body follows, which may be empty
public record MsrpFrame(
        String transaction,
        Start start,
        List<MsrpUri> toPath,
        List<MsrpUri> fromPath,
        List<Field> fields,
        boolean hasBody) {
    /// Where Success-Report and Failure-Report say nothing else (RFC 4975 §7.1.1).
    private static final String YES = "yes";

    private static final Pattern TRANSACTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+%=-]{3,31}");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,32}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]*");
    private static final Pattern STATUS = Pattern.compile("[0-9]{3} ([0-9]{3})(?: (.*))?");

    /// What the first line says.
    public sealed interface Start {
        /// A request.
        ///
        /// @param method SEND, REPORT, or one that we don't know
        record Request(String method) implements Start {
            public Request {
                require(METHOD.matcher(method).matches(), "no method");
            }
        }

        /// A response.
        ///
        /// @param status 100 to 999
        /// @param comment may be empty
        record Response(int status, String comment) implements Start {
            public Response {
                require(status >= 100 && status <= 999, "no status");
                require(isLine(comment), "no comment");
            }
        }
    }

    /// A header field.
    ///
    /// @param name case does not count
    public record Field(String name, String value) {
        public Field {
            require(NAME.matcher(name).matches(), "no name of a field");
            require(isLine(value), "no value of a field");
        }
    }

    public MsrpFrame {
        require(isTransaction(transaction), "no transaction id");
        require(!toPath.isEmpty() && !fromPath.isEmpty(), "no path");
        toPath = List.copyOf(toPath);
        fromPath = List.copyOf(fromPath);
        fields = List.copyOf(fields);
    }

    static boolean isTransaction(String text) {
        return TRANSACTION.matcher(text).matches();
    }

    private static boolean isLine(String text) {
        return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F));
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// A request without a body.
    public static MsrpFrame request(
            String transaction,
            String method,
            List<MsrpUri> toPath,
            List<MsrpUri> fromPath,
            Field... fields) {
        return new MsrpFrame(
                transaction, new Start.Request(method), toPath, fromPath, List.of(fields), false);
    }

    /// The same with a body of that type, whose field stands last (RFC 4975 §9).
    public MsrpFrame withBody(String contentType) {
        List<Field> all = new ArrayList<>(fields);
        all.add(new Field("Content-Type", contentType));
        return new MsrpFrame(transaction, start, toPath, fromPath, all, true);
    }

    /// The response to this request (RFC 4975 §7.2): to the hop that it came from.
    ///
    /// @param comment may be empty
    public MsrpFrame response(int status, String comment) {
        return new MsrpFrame(
                transaction,
                new Start.Response(status, comment),
                List.of(fromPath.getFirst()),
                List.of(toPath.getFirst()),
                List.of(),
                false);
    }

    /// A report on the message of this SEND (RFC 4975 §7.1.2): all the way back.
    ///
    /// @param id of its own transaction
    /// @param status 200, or why not
    /// @param comment may be empty
    public MsrpFrame report(String id, ByteRange range, int status, String comment) {
        return request(
                id,
                "REPORT",
                fromPath,
                List.of(toPath.getFirst()),
                new Field("Message-ID", messageId().orElse("")),
                new Field("Byte-Range", range.toString()),
                new Field("Status", ("000 " + status + " " + comment).strip()));
    }

    /// Whether it is a request with that method.
    public boolean is(String method) {
        return start instanceof Start.Request request && request.method().equals(method);
    }

    /// The first field of that name.
    public Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    /// Which message a chunk or a report belongs to.
    public Optional<String> messageId() {
        return field("Message-ID");
    }

    /// Which bytes; all from the first one where nothing is said (RFC 4975 §7.3.1).
    ///
    /// @throws MalformedMsrpException if the field is none
    public ByteRange byteRange() throws MalformedMsrpException {
        try {
            return ByteRange.parse(field("Byte-Range").orElse("1-*/*"));
        } catch (IllegalArgumentException _) {
            throw new MalformedMsrpException("a Byte-Range that is none");
        }
    }

    /// Whether the sender asks to be told that all has arrived.
    public boolean wantsSuccessReport() {
        return field("Success-Report").filter(YES::equalsIgnoreCase).isPresent();
    }

    /// Whether a response is to be sent: always, but for `Failure-Report: no`, and where it says `partial` only one that says no.
    public boolean wantsResponse(int status) {
        String wish = field("Failure-Report").orElse(YES);
        return wish.equalsIgnoreCase("partial") ? status / 100 != 2 : !wish.equalsIgnoreCase("no");
    }

    /// The status of a REPORT.
    public OptionalInt reported() {
        Matcher match = STATUS.matcher(field("Status").orElse(""));
        return match.matches()
                ? OptionalInt.of(Integer.parseInt(match.group(1)))
                : OptionalInt.empty();
    }

    /// The words behind the status that a REPORT reports; "" for none.
    public String reportedComment() {
        Matcher match = STATUS.matcher(field("Status").orElse(""));
        return match.matches() && match.group(2) != null ? match.group(2).strip() : "";
    }

    /// As it is sent, up to where the body begins, or the end-line where there is none.
    public byte[] head() {
        StringBuilder text = new StringBuilder(512).append("MSRP ").append(transaction).append(' ');
        switch (start) {
            case Start.Request request -> text.append(request.method());
            case Start.Response response ->
                    text.append(response.status())
                            .append(response.comment().isEmpty() ? "" : " ")
                            .append(response.comment());
        }
        text.append("\r\nTo-Path: ").append(MsrpUri.pathText(toPath));
        text.append("\r\nFrom-Path: ").append(MsrpUri.pathText(fromPath)).append("\r\n");
        for (Field field : fields) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return text.append(hasBody ? "\r\n" : "").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The end-line (RFC 4975 §7.1), with the line break that stands before it where there is a body.
    public byte[] end(Continuation continuation) {
        return ((hasBody ? "\r\n" : "") + "-------" + transaction + continuation.flag() + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// A whole frame without a body.
    public byte[] bytes() {
        return bytes(Continuation.COMPLETE);
    }

    /// A whole frame without a body, or with one of no bytes.
    ///
    /// @param continuation what its end says
    public byte[] bytes(Continuation continuation) {
        byte[] head = head();
        byte[] end = end(continuation);
        byte[] all = new byte[head.length + end.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(end, 0, all, head.length, end.length);
        return all;
    }
}
