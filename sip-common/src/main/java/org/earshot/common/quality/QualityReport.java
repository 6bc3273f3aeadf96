package org.earshot.common.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.common.mime.MalformedPayloadException;

/// A report of a call's quality: application/vq-rtcpxr (RFC 6035 §4.6). What is needed to find the call and to judge it is kept; the
/// rest, such as groups and hardware addresses, is left out when one is read.
///
/// @param kind when it was made
/// @param callId of the call's dialog
/// @param local URI of who reports
/// @param remote URI of the other side
/// @param origin URI of who called
/// @param localAddress where media came to
/// @param remoteAddress where it came from
/// @param heardHere how who reports hears the other side
/// @param heardThere how the other side hears, as it has told who reports
/// @param dialog tags of the dialog
public record QualityReport(
        Kind kind,
        String callId,
        String local,
        String remote,
        String origin,
        Optional<MediaAddress> localAddress,
        Optional<MediaAddress> remoteAddress,
        StreamQuality heardHere,
        Optional<StreamQuality> heardThere,
        Optional<Tags> dialog) {
    /// The event package's name in Event.
    public static final String EVENT = "vq-rtcpxr";

    /// Its media type.
    public static final String CONTENT_TYPE = "application/vq-rtcpxr";

    /// No report needs more; a longer one is not read.
    public static final int LONGEST = 8 * 1024;

    private static final Pattern CALL_ID = Pattern.compile("[!-:<-~]{1,255}");
    private static final Pattern TAG = Pattern.compile("[!-:<-~]{1,128}");
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-;=?-~]{1,250}");

    /// When a report is made.
    public enum Kind {
        /// The call is over (`VQSessionReport`), or media changed in it.
        SESSION("VQSessionReport"),
        /// It goes on (`VQIntervalReport`).
        INTERVAL("VQIntervalReport"),
        /// It goes on, and something is worse than it should be (`VQAlertReport`).
        ALERT("VQAlertReport");

        private final String line;

        Kind(String line) {
            this.line = line;
        }

        String line() {
            return line;
        }
    }

    /// Where media goes.
    ///
    /// @param ip a numeric address, IPv6 without brackets
    /// @param port 0–65,535
    public record MediaAddress(String ip, int port, int ssrc) {
        private static final Pattern IP = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

        public MediaAddress {
            if (!IP.matcher(ip).matches() || port < 0 || port > 65_535) {
                throw new IllegalArgumentException("an address of media that is none");
            }
        }

        private String format(String name) {
            return "%s: IP=%s PORT=%d SSRC=0x%08x\r\n".formatted(name, ip, port, ssrc);
        }
    }

    /// Of a dialog (RFC 3261 §12), as who reports sees it.
    public record Tags(String local, String remote) {
        public Tags {
            if (!TAG.matcher(local).matches() || !TAG.matcher(remote).matches()) {
                throw new IllegalArgumentException("a tag that is none");
            }
        }
    }

    public QualityReport {
        if (!isCallId(callId) || !isUri(local) || !isUri(remote) || !isUri(origin)) {
            throw new IllegalArgumentException("a report of no call");
        }
    }

    static boolean isCallId(String text) {
        return CALL_ID.matcher(text).matches();
    }

    static boolean isUri(String text) {
        return URI.matcher(text).matches();
    }

    /// Reads one. What it does not know is left out, since phones add lines of their own.
    ///
    /// @throws MalformedPayloadException and nothing else
    public static QualityReport parse(byte[] body) throws MalformedPayloadException {
        return new QualityReportReader().read(body);
    }

    /// As the RFC has it, with CRLF.
    public byte[] toBytes() {
        StringBuilder out = new StringBuilder();
        out.append(kind.line())
                .append(kind == Kind.SESSION ? ": CallTerm" : ":")
                .append("\r\nCallID: ")
                .append(callId)
                .append("\r\nLocalID: <")
                .append(local)
                .append(">\r\nRemoteID: <")
                .append(remote)
                .append(">\r\nOrigID: <")
                .append(origin)
                .append(">\r\n");
        localAddress.ifPresent(address -> out.append(address.format("LocalAddr")));
        remoteAddress.ifPresent(address -> out.append(address.format("RemoteAddr")));
        write(out, "LocalMetrics", heardHere);
        heardThere.ifPresent(quality -> write(out, "RemoteMetrics", quality));
        dialog.ifPresent(tags ->
                out.append("DialogID: ")
                        .append(callId)
                        .append(";to-tag=")
                        .append(tags.remote())
                        .append(";from-tag=")
                        .append(tags.local())
                        .append("\r\n"));
        return out.toString().getBytes(UTF_8);
    }

    private static void write(StringBuilder out, String name, StreamQuality quality) {
        out.append(name).append(":\r\n");
        List<String> times =
                Stream.of(
                                quality.start()
                                        .map(at -> "START=" + at.truncatedTo(ChronoUnit.MILLIS)),
                                quality.stop()
                                        .map(at -> "STOP=" + at.truncatedTo(ChronoUnit.MILLIS)))
                        .flatMap(Optional::stream)
                        .toList();
        line(out, "Timestamps", times);
        for (String line : Measure.lines()) {
            List<String> values = new ArrayList<>();
            quality.values()
                    .forEach((measure, value) -> {
                        if (measure.line().equals(line)) {
                            values.add(measure.format(value));
                        }
                    });
            if (line.equals(QualityReportReader.DESCRIPTION)) {
                int behind = quality.values().containsKey(Measure.PT) ? 1 : 0;
                quality.codec().ifPresent(codec -> values.add(behind, "PD=" + codec));
            }
            line(out, line, values);
        }
    }

    private static void line(StringBuilder out, String name, List<String> values) {
        if (!values.isEmpty()) {
            out.append(name).append(": ").append(String.join(" ", values)).append("\r\n");
        }
    }
}
