package org.earshot.proxy.archive.review;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Bytes;

/// Rules and items as they stand below a seal. Pure. Reading throws [IllegalArgumentException] for anything else.
final class ReviewCodec {
    private ReviewCodec() {}

    static byte[] rule(ReviewRule rule) {
        List<String> out = new ArrayList<>();
        out.add(rule.name());
        out.add(Integer.toString(rule.version()));
        switch (rule.picks()) {
            case Lexicon lexicon -> {
                out.add("lexicon");
                out.add(lexicon.text());
            }
            case Sample sample -> {
                out.add("sample");
                out.add(sample.perMille() + " " + sample.key().hex());
            }
        }
        out.add(rule.scope().direction().name());
        out.add(String.join("\n", new TreeSet<>(rule.scope().addresses())));
        out.add(rule.from().map(Instant::toString).orElse(""));
        out.add(rule.until().map(Instant::toString).orElse(""));
        out.add(rule.severity().name());
        out.add(Boolean.toString(rule.fourEyes()));
        out.add(Boolean.toString(rule.removed()));
        out.add(rule.madeAt().toString());
        out.add(rule.madeBy());
        return Packed.of(out);
    }

    static ReviewRule rule(byte[] bytes) {
        return read(
                bytes,
                in -> {
                    String name = in.next();
                    int version = Integer.parseInt(in.next());
                    String kind = in.next();
                    Picks picks =
                            kind.equals("sample") ? sample(in.next()) : Lexicon.parse(in.next());
                    Scope.Direction direction = Scope.Direction.valueOf(in.next());
                    TreeSet<String> addresses = new TreeSet<>(in.next().lines().toList());
                    return new ReviewRule(
                            name,
                            version,
                            picks,
                            new Scope(addresses, direction),
                            time(in.next()),
                            time(in.next()),
                            Severity.valueOf(in.next()),
                            Boolean.parseBoolean(in.next()),
                            Boolean.parseBoolean(in.next()),
                            Instant.parse(in.next()),
                            in.next());
                });
    }

    private static Sample sample(String text) {
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("no sample");
        }
        return new Sample(
                Integer.parseInt(text.substring(0, space)), Bytes.ofHex(text.substring(space + 1)));
    }

    private static Optional<Instant> time(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }

    /// Of an item what is not in its row's other columns.
    static byte[] item(ReviewItem item) {
        List<String> out = new ArrayList<>();
        out.add(item.state().name());
        out.add(item.holder().orElse(""));
        out.add(Integer.toString(item.causes().size()));
        item.causes()
                .forEach(cause -> {
                    out.add(cause.rule());
                    out.add(Integer.toString(cause.version()));
                    out.add(cause.severity().name());
                    out.add(Boolean.toString(cause.fourEyes()));
                    out.add(Boolean.toString(cause.whole()));
                });
        item.verdicts()
                .forEach(verdict -> {
                    out.add(verdict.officer());
                    out.add(verdict.disposition().name());
                    out.add(verdict.at().toString());
                    out.add(verdict.note());
                });
        return Packed.of(out);
    }

    /// What stands in an item's row besides.
    record Row(long number, ArchivePosition record, Instant queuedAt, int revision) {}

    static ReviewItem item(byte[] bytes, Row row) {
        return read(
                bytes,
                in -> {
                    ReviewItem.State state = ReviewItem.State.valueOf(in.next());
                    Optional<String> holder =
                            Optional.of(in.next()).filter(name -> !name.isEmpty());
                    int count = Integer.parseInt(in.next());
                    List<ReviewItem.Cause> causes = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        causes.add(
                                new ReviewItem.Cause(
                                        in.next(),
                                        Integer.parseInt(in.next()),
                                        Severity.valueOf(in.next()),
                                        Boolean.parseBoolean(in.next()),
                                        Boolean.parseBoolean(in.next())));
                    }
                    List<ReviewItem.Verdict> verdicts = new ArrayList<>();
                    while (in.hasNext()) {
                        verdicts.add(
                                new ReviewItem.Verdict(
                                        in.next(),
                                        Disposition.valueOf(in.next()),
                                        Instant.parse(in.next()),
                                        in.next()));
                    }
                    return new ReviewItem(
                            row.number(),
                            row.record(),
                            row.queuedAt(),
                            row.revision(),
                            state,
                            holder,
                            causes,
                            verdicts);
                });
    }

    /// Reads texts one after the other.
    @FunctionalInterface
    private interface Reading<T> {
        T from(Iterator<String> texts);
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        Iterator<String> texts = Packed.read(bytes).iterator();
        T read;
        try {
            read = reading.from(texts);
        } catch (NoSuchElementException | DateTimeException e) {
            throw new IllegalArgumentException("not what was written", e);
        }
        if (texts.hasNext()) {
            throw new IllegalArgumentException("more than was written");
        }
        return read;
    }
}
