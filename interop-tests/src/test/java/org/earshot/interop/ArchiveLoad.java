package org.earshot.interop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;

/// Fills an archive: two years of messages of 500 people, each with its delivery, words as often as in a language (Zipf).
final class ArchiveLoad {
    /// How many different words there are.
    static final int WORDS = 60_000;

    /// After the last message.
    static final Instant END = Instant.parse("2026-11-01T00:00:00Z");

    private static final int PEOPLE = 500;
    private static final long SEED = 1;
    private static final Duration PERIOD = Duration.ofDays(730);

    private final Zipf words = new Zipf(WORDS);
    private final Zipf people = new Zipf(PEOPLE);

    /// Writes so many records.
    void fill(Archive archive, long records) {
        Random random = new Random(SEED);
        Deque<CompletableFuture<ArchivePosition>> waiting = new ArrayDeque<>();
        for (long i = 0; i < records / 2; i++) {
            Instant at = END.minus(PERIOD).plus(PERIOD.dividedBy(records / 2).multipliedBy(i));
            String from = person(people.next(random));
            String to = person(people.next(random));
            ArchiveEvent.MessageReceived message = message(at, from, to, text(random));
            waiting.add(archive.submit(message));
            waiting.add(archive.submit(delivered(message, to)));
            while (waiting.size() > 2000) {
                waiting.remove().join();
            }
        }
        waiting.forEach(CompletableFuture::join);
    }

    private static ArchiveEvent.MessageReceived message(
            Instant at, String from, String to, String text) {
        UUID id = UUID.randomUUID();
        return new ArchiveEvent.MessageReceived(
                id,
                at,
                RetentionClass.MESSAGE,
                new Sender(from, Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                List.of(to),
                id + "@bench",
                id.toString(),
                Map.of(),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ArchiveEvent delivered(ArchiveEvent.MessageReceived message, String to) {
        return new ArchiveEvent.MessageDelivered(
                UUID.randomUUID(),
                message.at().plusMillis(20),
                RetentionClass.MESSAGE,
                message.id(),
                message.callId(),
                message.messageId(),
                to,
                "sip:phone@192.0.2.1:5061;transport=tls",
                Optional.empty(),
                200);
    }

    private String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = 2 + random.nextInt(14); left > 0; left--) {
            text.append(Zipf.name(words.next(random))).append(' ');
        }
        return text.toString();
    }

    static String person(int number) {
        return "sip:person" + number + "@bench.example";
    }

    /// A word, the commonest first.
    String word(int number) {
        return Zipf.name(number);
    }

    /// Numbers of which the n-th comes an n-th as often as the first one.
    private static final class Zipf {
        private final double[] sums;

        Zipf(int count) {
            sums = new double[count];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += 1.0 / (i + 1);
                sums[i] = sum;
            }
        }

        int next(Random random) {
            int at = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
            return Math.min(at < 0 ? -at - 1 : at, sums.length - 1);
        }

        /// A word that looks like one, another for each number.
        static String name(int number) {
            StringBuilder name = new StringBuilder();
            for (int left = number + 7; left > 0; left /= 50) {
                name.append("bdfgklmnrs".charAt(left % 10)).append("aeiou".charAt(left / 10 % 5));
            }
            return name.toString();
        }
    }
}
