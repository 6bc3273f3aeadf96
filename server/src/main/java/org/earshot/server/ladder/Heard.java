package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ReasonHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.header.WarningHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;

/// A message as the SIP stack shows it, made into what is kept of it. Pure.
final class Heard {
    private static final int LONGEST = 200;
    private static final int LONGEST_CALL_ID = 255;
    private static final Pattern UNREADABLE = Pattern.compile("\\p{Cntrl}");
    private static final Pattern CAUSE =
            Pattern.compile("^([A-Za-z0-9.]{1,16})\\s*;[^\"]{0,100}?cause=(\\d{1,6})");
    private static final Pattern CODE = Pattern.compile("^\\d{3}");
    private static final Pattern TAG = Pattern.compile(";\\s*tag=([^;>\\s]+)");
    private static final Pattern BRANCH = Pattern.compile(";\\s*branch=([^;,\\s]+)");
    private static final byte[] NO_BODY = new byte[0];

    private final String callId;
    private final LadderMessage message;

    private Heard(String callId, LadderMessage message) {
        this.callId = callId;
        this.message = message;
    }

    String callId() {
        return callId;
    }

    LadderMessage message() {
        return message;
    }

    /// What came. Everything that is kept is taken out at once, since the message goes on and is changed on its way.
    static Optional<Heard> received(Message message, Flow flow, Instant at, String node) {
        if (!(message.getHeader(CallIdHeader.NAME) instanceof CallIdHeader id)
                || !(message.getHeader(CSeqHeader.NAME) instanceof CSeqHeader cseq)
                || !(message.getHeader(FromHeader.NAME) instanceof FromHeader from)
                || !(message.getHeader(ToHeader.NAME) instanceof ToHeader to)
                || id.getCallId().length() > LONGEST_CALL_ID) {
            return Optional.empty();
        }
        int vias = 0;
        String branch = "";
        ListIterator<?> each = message.getHeaders(ViaHeader.NAME);
        while (each.hasNext()) {
            if (each.next() instanceof ViaHeader via && vias++ == 0) {
                branch = text(via.getBranch());
            }
        }
        byte[] body = message.getRawContent();
        return Optional.of(
                new Heard(
                        id.getCallId(),
                        new LadderMessage(
                                micros(at),
                                node,
                                false,
                                flow.transport().name().toLowerCase(Locale.ROOT),
                                peer(flow),
                                cseq.getMethod(),
                                cseq.getSeqNumber(),
                                message instanceof Response response ? response.getStatusCode() : 0,
                                "",
                                cut(branch),
                                vias,
                                address(from.getAddress().getURI()),
                                cut(text(from.getTag())),
                                address(to.getAddress().getURI()),
                                cut(text(to.getTag())),
                                message instanceof Request request
                                        ? cut(text(request.getRequestURI().toString()))
                                        : "",
                                agent(message),
                                reason(message),
                                warning(message),
                                SdpLine.of(body == null ? NO_BODY : body),
                                message.getHeader("Authorization") != null
                                        || message.getHeader("Proxy-Authorization") != null)));
    }

    /// What goes out. May be read later: nobody changes the bytes.
    static Optional<Heard> sent(byte[] message, Flow flow, Instant at, String node) {
        HeaderLines head = HeaderLines.of(message);
        String[] start = head.start().split(" ", 3);
        String[] cseq = head.field("cseq").split(" +", 2);
        String callId = head.field("call-id");
        if (start.length < 3 || cseq.length < 2 || callId.isEmpty()) {
            return Optional.empty();
        }
        if (callId.length() > LONGEST_CALL_ID) {
            return Optional.empty();
        }
        boolean response = start[0].equals("SIP/2.0");
        int body = Math.min(message.length, HeaderLines.headEnd(message) + 4);
        try {
            return Optional.of(
                    new Heard(
                            callId,
                            new LadderMessage(
                                    micros(at),
                                    node,
                                    true,
                                    flow.transport().name().toLowerCase(Locale.ROOT),
                                    peer(flow),
                                    cut(cseq[1]),
                                    Long.parseLong(cseq[0]),
                                    response ? Integer.parseInt(start[1]) : 0,
                                    response ? cut(start[2]) : "",
                                    cut(find(BRANCH, head.field("via"))),
                                    head.vias(),
                                    address(head.field("from")),
                                    cut(find(TAG, head.field("from"))),
                                    address(head.field("to")),
                                    cut(find(TAG, head.field("to"))),
                                    response ? "" : cut(start[1]),
                                    cut(
                                            head.has("user-agent")
                                                    ? head.field("user-agent")
                                                    : head.field("server")),
                                    cut(head.field("reason")),
                                    cut(head.field("warning")),
                                    SdpLine.of(Arrays.copyOfRange(message, body, message.length)),
                                    head.has("authorization") || head.has("proxy-authorization"))));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static String peer(Flow flow) {
        String host = flow.remote().getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + flow.remote().getPort();
    }

    private static String address(URI uri) {
        try {
            return cut(
                    AddressOfRecord.of(uri)
                            .map(AddressOfRecord::toString)
                            .orElseGet(uri::toString));
        } catch (IllegalArgumentException _) {
            return ""; // an escape that is none
        }
    }

    /// Of From or To as we wrote it: what stands in the angle brackets.
    private static String address(String field) {
        int open = field.lastIndexOf('<');
        int close = field.indexOf('>', open + 1);
        String uri = open >= 0 && close > open ? field.substring(open + 1, close) : field;
        return cut(uri.split(";", 2)[0]);
    }

    private static String agent(Message message) {
        String own = first(message, "User-Agent");
        return cut(own.isEmpty() ? first(message, "Server") : own);
    }

    /// A header's value, or "".
    private static String first(Message message, String name) {
        Header header = message.getHeader(name);
        if (header == null) {
            return "";
        }
        String line = header.toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /// Protocol and cause. People can write words into the rest of what phones send, and those are not for administrators.
    private static String reason(Message message) {
        var matcher = CAUSE.matcher(first(message, ReasonHeader.NAME));
        return matcher.find() ? matcher.group(1) + ";cause=" + matcher.group(2) : "";
    }

    /// Its code alone, as above.
    private static String warning(Message message) {
        var matcher = CODE.matcher(first(message, WarningHeader.NAME));
        return matcher.find() ? matcher.group() : "";
    }

    private static String find(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String text(String maybe) {
        return maybe == null ? "" : maybe;
    }

    private static String cut(String text) {
        String readable = UNREADABLE.matcher(text).replaceAll(" ").strip();
        byte[] bytes = readable.getBytes(UTF_8);
        return bytes.length <= LONGEST
                ? readable
                : readable.substring(0, readable.offsetByCodePoints(0, codePoints(readable))) + "…";
    }

    private static int codePoints(String text) {
        return Math.min(LONGEST * 3 / 4, text.codePointCount(0, text.length()));
    }
}
