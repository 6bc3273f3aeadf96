package org.earshot.proxy.archive;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a signed record `shredded` says: that these records had been kept for as long as they had to be, and go. It is
/// committed and anchored before they do. Without one a record that has lost its facts is broken.
///
/// @param retention class of all of them
/// @param day on which all of them happened (UTC)
/// @param keys ids of the day keys that their contents were sealed with
/// @param spans which
record Tombstone(String retention, LocalDate day, List<String> keys, List<Span> spans) {
    private static final Pattern SPAN =
            Pattern.compile("(0|[1-9][0-9]{0,17})(?:-([1-9][0-9]{0,17}))?");

    /// Records of a chain, from a number to another one.
    record Span(UUID chain, long first, long last) {}

    Tombstone {
        keys = List.copyOf(keys);
        spans = List.copyOf(spans);
    }

    /// @param rows of one class and day, one at least
    static Tombstone of(String retention, LocalDate day, List<RetentionTables.Row> rows) {
        TreeMap<UUID, TreeSet<Long>> numbers = new TreeMap<>();
        TreeSet<String> keys = new TreeSet<>();
        for (RetentionTables.Row row : rows) {
            numbers.computeIfAbsent(row.position().chain(), _ -> new TreeSet<>())
                    .add(row.position().number());
            row.contentKey().ifPresent(keys::add);
        }
        List<Span> spans = new ArrayList<>();
        numbers.forEach((chain, some) -> spans.addAll(spans(chain, some)));
        return new Tombstone(retention, day, List.copyOf(keys), spans);
    }

    private static List<Span> spans(UUID chain, TreeSet<Long> numbers) {
        List<Span> spans = new ArrayList<>();
        for (long number : numbers) {
            if (!spans.isEmpty() && spans.getLast().last() == number - 1) {
                spans.add(new Span(chain, spans.removeLast().first(), number));
            } else {
                spans.add(new Span(chain, number, number));
            }
        }
        return spans;
    }

    /// As it stands in the record.
    Facts facts() {
        Facts.Builder facts = Facts.builder().add("class", retention).add("day", day);
        keys.forEach(key -> facts.add("key", key));
        Map<UUID, StringBuilder> lines = new TreeMap<>();
        for (Span span : spans) {
            StringBuilder line = lines.computeIfAbsent(span.chain(), _ -> new StringBuilder());
            line.append(line.isEmpty() ? "" : ",").append(span.first());
            if (span.last() > span.first()) {
                line.append('-').append(span.last());
            }
        }
        lines.forEach((chain, line) -> facts.add("records", chain + " " + line));
        return facts.build();
    }

    /// Reads what [#facts] wrote.
    ///
    /// @throws IllegalArgumentException if it is anything else
    static Tombstone of(Facts facts) {
        List<Span> spans = new ArrayList<>();
        for (String line : facts.all("records")) {
            String[] words = line.split(" ", -1);
            if (words.length != 2 || !UUID.fromString(words[0]).toString().equals(words[0])) {
                throw new IllegalArgumentException("records \"" + line + "\"");
            }
            for (String part : words[1].split(",", -1)) {
                spans.add(span(UUID.fromString(words[0]), part));
            }
        }
        try {
            return new Tombstone(
                    facts.first("class").orElseThrow(),
                    LocalDate.parse(facts.first("day").orElseThrow()),
                    facts.all("key"),
                    spans);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no day", e);
        }
    }

    /// A number is written in one way only, and a range rises: what may be read in two ways would be read in two ways.
    private static Span span(UUID chain, String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            throw new IllegalArgumentException("records \"" + text + "\"");
        }
        long first = Long.parseLong(span.group(1));
        long last = span.group(2) == null ? first : Long.parseLong(span.group(2));
        if (span.group(2) != null && last <= first) {
            throw new IllegalArgumentException("records \"" + text + "\"");
        }
        return new Span(chain, first, last);
    }
}
