package org.earshot.common.quality;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.mime.HeaderBlock;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimeHeader;

/// Reads one report; for one use. Lines may come in any order within their part, as phones write them.
final class QualityReportReader {
    static final String DESCRIPTION = "SessionDesc";

    private static final int MOST_LINES = 128;

    /// A value ends at white space; a phone's (snom) ends where the next one begins.
    private static final Pattern PAIR =
            Pattern.compile("\\s*([A-Za-z][A-Za-z0-9_-]*)=(\"[^\"]*\"|\\S*)");

    private static final Pattern NUMBER =
            Pattern.compile("\\s*([+-]?[0-9]{1,9}(?:\\.[0-9]{1,9})?)");
    private static final Pattern SSRC = Pattern.compile("(?:0[xX])?([0-9A-Fa-f]{1,8})");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
    private static final Pattern TAG = Pattern.compile(";\\s*(to|from)-tag\\s*=\\s*([!-:<-~]+)");

    private Optional<QualityReport.Kind> kind = Optional.empty();
    private Optional<String> callId = Optional.empty();
    private Optional<String> local = Optional.empty();
    private Optional<String> remote = Optional.empty();
    private Optional<String> origin = Optional.empty();
    private Optional<QualityReport.MediaAddress> localAddress = Optional.empty();
    private Optional<QualityReport.MediaAddress> remoteAddress = Optional.empty();
    private Optional<QualityReport.Tags> dialog = Optional.empty();
    private Optional<Part> here = Optional.empty();
    private Optional<Part> there = Optional.empty();
    private Optional<Part> open = Optional.empty();

    /// What stands of one stream.
    private static final class Part {
        private Optional<Instant> start = Optional.empty();
        private Optional<Instant> stop = Optional.empty();
        private Optional<String> codec = Optional.empty();
        private final Map<Measure, Double> values = new EnumMap<>(Measure.class);

        StreamQuality quality() {
            return new StreamQuality(start, stop, codec, values);
        }
    }

    QualityReport read(byte[] body) throws MalformedPayloadException {
        if (body.length > QualityReport.LONGEST) {
            throw new MalformedPayloadException("a report that is too long");
        }
        for (MimeHeader line : lines(body)) {
            take(line);
        }
        if (here.isEmpty()) {
            throw new MalformedPayloadException("nothing was measured");
        }
        String remoteId = present(remote, "RemoteID");
        String localId = present(local, "LocalID");
        return new QualityReport(
                present(kind, "a kind of report"),
                present(callId, "CallID"),
                localId,
                remoteId,
                origin.orElse(localId),
                localAddress,
                remoteAddress,
                here.get().quality(),
                there.map(Part::quality),
                dialog);
    }

    private static <T> T present(Optional<T> value, String what) throws MalformedPayloadException {
        return value.orElseThrow(() -> new MalformedPayloadException(what + " is missing"));
    }

    /// Also behind empty lines: by the RFC's grammar one stands between the two streams.
    private static List<MimeHeader> lines(byte[] body) throws MalformedPayloadException {
        List<MimeHeader> lines = new ArrayList<>();
        int at = 0;
        while (at < body.length) {
            HeaderBlock block = HeaderBlock.read(body, at, body.length);
            lines.addAll(block.headers());
            at = block.end();
            if (lines.size() > MOST_LINES) {
                throw new MalformedPayloadException("too many lines");
            }
        }
        return lines;
    }

    private void take(MimeHeader line) throws MalformedPayloadException {
        String value = line.value();
        Optional<QualityReport.Kind> begins =
                Arrays.stream(QualityReport.Kind.values())
                        .filter(one -> line.is(one.line()))
                        .findFirst();
        if (begins.isPresent()) {
            if (kind.isPresent()) {
                throw new MalformedPayloadException("more than one report");
            }
            kind = begins;
            return;
        }
        switch (line.name().toLowerCase(Locale.ROOT)) {
            case "callid" -> callId = Optional.of(callId(value));
            case "localid" -> local = Optional.of(uri(value));
            case "remoteid" -> remote = Optional.of(uri(value));
            case "origid" -> origin = Optional.of(uri(value));
            case "localaddr" -> localAddress = address(value);
            case "remoteaddr" -> remoteAddress = address(value);
            case "dialogid" -> dialog = tags(value);
            // one of the RFC's examples has Metrics for LocalMetrics
            case "localmetrics", "metrics" -> open = here = begin(here);
            case "remotemetrics" -> open = there = begin(there);
            default -> {
                if (open.isPresent()) {
                    measured(open.get(), line);
                }
            }
        }
    }

    private static Optional<Part> begin(Optional<Part> before) throws MalformedPayloadException {
        if (before.isPresent()) {
            throw new MalformedPayloadException("the same stream twice");
        }
        return Optional.of(new Part());
    }

    private static String callId(String value) throws MalformedPayloadException {
        if (!QualityReport.isCallId(value)) {
            throw new MalformedPayloadException("CallID is none");
        }
        return value;
    }

    /// Of a name and an address, or of an address alone.
    private static String uri(String value) throws MalformedPayloadException {
        int from = value.lastIndexOf('<');
        int to = value.indexOf('>', from + 1);
        String uri = from >= 0 && to > from ? value.substring(from + 1, to) : value;
        if (!QualityReport.isUri(uri)) {
            throw new MalformedPayloadException("an address that is none");
        }
        return uri;
    }

    /// Empty where it is not whole: nothing depends on it.
    private static Optional<QualityReport.MediaAddress> address(String value) {
        Matcher pairs = PAIR.matcher(value);
        String ip = "";
        String port = "";
        String ssrc = "";
        while (pairs.find()) {
            switch (pairs.group(1).toUpperCase(Locale.ROOT)) {
                case "IP" -> ip = pairs.group(2);
                case "PORT" -> port = pairs.group(2);
                case "SSRC" -> ssrc = pairs.group(2);
                default -> {} // an extension
            }
        }
        Matcher hex = SSRC.matcher(ssrc);
        if (!DIGITS.matcher(port).matches() || !hex.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new QualityReport.MediaAddress(
                            ip,
                            Integer.parseInt(port),
                            Integer.parseUnsignedInt(hex.group(1), 16)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<QualityReport.Tags> tags(String value) {
        Matcher tags = TAG.matcher(value);
        String to = "";
        String from = "";
        while (tags.find()) {
            if (tags.group(1).equals("to")) {
                to = tags.group(2);
            } else {
                from = tags.group(2);
            }
        }
        try {
            return Optional.of(new QualityReport.Tags(from, to));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void measured(Part part, MimeHeader line) throws MalformedPayloadException {
        if (line.is("Timestamps")) {
            times(part, line.value());
            return;
        }
        String value = line.value();
        Optional<String> known = Measure.lines().stream().filter(one -> line.is(one)).findFirst();
        if (known.isEmpty()) {
            return; // an extension
        }
        Matcher pair = PAIR.matcher(value);
        int at = 0;
        while (pair.find(at)) {
            String name = pair.group(1);
            at = pair.end();
            Optional<Measure> measure = Measure.of(known.get(), name);
            if (measure.isPresent()) {
                Matcher number = NUMBER.matcher(value).region(pair.start(2), value.length());
                if (!number.lookingAt()) {
                    throw new MalformedPayloadException(name + " is no number");
                }
                at = number.end();
                put(part, measure.get(), number.group(1), ending(value, at));
            } else if (name.equalsIgnoreCase("PD") && line.is(DESCRIPTION)) {
                String codec = pair.group(2).replace("\"", "");
                part.codec = Optional.of(codec).filter(StreamQuality::isCodec);
            }
        }
    }

    /// Behind a number comes white space, the next name, or nothing.
    private static boolean ending(String value, int at) {
        return at == value.length()
                || Character.isWhitespace(value.charAt(at))
                || Character.isLetter(value.charAt(at));
    }

    private static void put(Part part, Measure measure, String digits, boolean ends)
            throws MalformedPayloadException {
        double number = Double.parseDouble(digits);
        if (!ends || !measure.takes(number)) {
            throw new MalformedPayloadException(measure + " is no such number");
        }
        part.values.put(measure, number);
    }

    private static void times(Part part, String value) throws MalformedPayloadException {
        Matcher pairs = PAIR.matcher(value);
        while (pairs.find()) {
            switch (pairs.group(1).toUpperCase(Locale.ROOT)) {
                case "START" -> part.start = Optional.of(time(pairs.group(2)));
                case "STOP" -> part.stop = Optional.of(time(pairs.group(2)));
                default -> {} // an extension
            }
        }
    }

    private static Instant time(String text) throws MalformedPayloadException {
        try {
            Instant at = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
            if (at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
                throw new MalformedPayloadException("a time that no call has");
            }
            return at;
        } catch (DateTimeException e) {
            throw new MalformedPayloadException("a time that is none");
        }
    }
}
