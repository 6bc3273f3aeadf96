package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random rules, holds and days against a model of a few lines: what it has is there, and nothing else.
class RetentionModelTest {
    private static final List<String> PEOPLE =
            List.of(TestEvents.ALICE, TestEvents.BOB, KeptArchive.CAROL);
    private static final long FOREVER = Long.MAX_VALUE / 2;

    @TempDir Path anchors;

    /// A message of the model.
    private static final class Kept {
        private final long day;
        private final Set<String> people;
        private long last;

        Kept(long day, long period, Set<String> people) {
            this.day = day;
            this.people = people;
            last = day + period;
        }
    }

    private final Map<UUID, Kept> messages = new LinkedHashMap<>();
    private final Map<String, Set<String>> holds = new LinkedHashMap<>();
    private Optional<Long> period = Optional.empty();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 7, 8})
    void whatIsThereIsWhatTheModelHas(int seed) {
        Random random = new Random(seed);
        int names = 0;
        try (KeptArchive archive = KeptArchive.inMemory(anchors)) {
            archive.shred();
            for (int step = 0; step < 90; step++) {
                switch (random.nextInt(10)) {
                    case 0 -> set(archive, random);
                    case 1 -> {
                        Set<String> on =
                                random.nextInt(4) == 0 ? Set.of() : Set.of(any(PEOPLE, random));
                        String name = "case-" + names++;
                        archive.hold(name, List.copyOf(on), List.of());
                        holds.put(name, on);
                    }
                    case 2 -> {
                        if (!holds.isEmpty()) {
                            String name = any(List.copyOf(holds.keySet()), random);
                            archive.lift(name);
                            holds.remove(name);
                        }
                    }
                    case 3, 4, 5 -> {
                        archive.days(1);
                        long today = archive.today().toEpochDay();
                        messages.values()
                                .removeIf(kept -> today > kept.last && !isHeld(kept.people));
                    }
                    case 6 -> archive.restart();
                    default -> {
                        String from = any(PEOPLE, random);
                        String to = any(PEOPLE, random);
                        messages.put(
                                archive.message(from, to, "text"),
                                new Kept(
                                        archive.today().toEpochDay(),
                                        period.orElse(FOREVER),
                                        new TreeSet<>(List.of(from, to))));
                    }
                }
                assertThat(there(archive)).as("step " + step).isEqualTo(messages.keySet());
            }
            assertThat(archive.verdict()).isInstanceOf(Verdict.Intact.class);
            // all that is there can be read, on hold or not
            for (ArchivedEvent event : archive.ofKind("message-received")) {
                if (messages.containsKey(event.id())) {
                    assertThat(archive.text(event)).contains("text");
                } else {
                    assertThat(archive.text(event)).isEmpty();
                }
            }
        }
    }

    private boolean isHeld(Set<String> people) {
        return holds.values().stream()
                .anyMatch(on -> on.isEmpty() || on.stream().anyMatch(people::contains));
    }

    private void set(KeptArchive archive, Random random) {
        long days = random.nextInt(1, 7);
        boolean existing = random.nextBoolean();
        boolean first = period.isEmpty();
        boolean longer = !first && days > period.get();
        boolean byTwo = first ? existing : days < period.get() || (existing && !longer);
        Retention.Outcome outcome = archive.set(archive.olga, "message", days + "d", existing);
        assertThat(outcome == Retention.Outcome.PROPOSED).isEqualTo(byTwo);
        if (byTwo) {
            archive.set(archive.otto, "message", days + "d", existing);
        }
        period = Optional.of(days);
        if (existing) {
            for (Kept kept : messages.values()) {
                long last = kept.day + days;
                kept.last = longer ? Math.max(kept.last, last) : Math.min(kept.last, last);
            }
        }
    }

    private static Set<UUID> there(KeptArchive archive) {
        return archive.ofKind("message-received").stream()
                .filter(event -> !event.facts().entries().isEmpty())
                .map(ArchivedEvent::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static <T> T any(List<T> list, Random random) {
        return new ArrayList<>(list).get(random.nextInt(list.size()));
    }
}
