package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.OpenedRecord;
import org.junit.jupiter.api.Test;

/// What is found on any tables.
abstract class ArchiveSearchContract extends SearchedArchive {
    @Test
    void whatWasJustWrittenIsFoundAndSoItIsWhenItsWordsHaveBeenRead() {
        write(ALICE, BOB, "the Zürich office");
        assertThat(found("zurich")).containsExactly("the Zürich office");
        indexer().catchUp();
        assertThat(found("zurich")).containsExactly("the Zürich office");
        write(BOB, ALICE, "which Zurich?");
        assertThat(found("zurich")).containsExactly("which Zurich?", "the Zürich office");
        assertThat(found("basel")).isEmpty();
        SearchPage page = search().search(SearchRequest.words("zurich", 10));
        assertThat(page.gaps().isEmpty()).isTrue();
        assertThat(page.next()).isEmpty();
    }

    @Test
    void phrasesAreLookedUpInTheTextItself() {
        write(ALICE, BOB, "next week we meet");
        write(ALICE, BOB, "the week next to it");
        indexer().catchUp();
        assertThat(found("week next")).hasSize(2);
        assertThat(found("\"next week\"")).containsExactly("next week we meet");
    }

    @Test
    void byPeople() {
        try (Archive archive = archive(keys)) {
            archive.append(message(NOW, ALICE, List.of(BOB), "one lunch"));
            archive.append(message(NOW.plusSeconds(1), BOB, List.of(ALICE), "two lunch"));
            archive.append(message(NOW.plusSeconds(2), CAROL, List.of(BOB), "three lunch"));
            archive.append(
                    message(NOW.plusSeconds(3), ALICE, List.of(TEAM, BOB, CAROL), "four lunch"));
            archive.append(message(NOW.plusSeconds(4), TEAM, List.of(BOB), "five lunch"));
        }
        for (int round = 0; round < 2; round++) {
            assertThat(
                            texts(
                                    search().search(
                                                    request(
                                                            Optional.of("lunch"),
                                                            Optional.of(ALICE),
                                                            Optional.empty(),
                                                            9))))
                    .containsExactly("four lunch", "two lunch", "one lunch");
            assertThat(
                            texts(
                                    search().search(
                                                    request(
                                                            Optional.of("lunch"),
                                                            Optional.of(BOB),
                                                            Optional.of(ALICE),
                                                            9))))
                    .containsExactly("two lunch", "one lunch");
            assertThat(
                            texts(
                                    search().search(
                                                    request(
                                                            Optional.of("lunch"),
                                                            Optional.empty(),
                                                            Optional.of(TEAM),
                                                            9))))
                    .containsExactly("five lunch", "four lunch");
            assertThat(
                            search().search(
                                            request(
                                                    Optional.empty(),
                                                    Optional.of(BOB),
                                                    Optional.of(ALICE),
                                                    9))
                                    .found())
                    .extracting(one -> one.row().event().at())
                    .containsExactly(NOW.plusSeconds(1), NOW);
            assertThat(
                            search().search(
                                            request(
                                                    Optional.empty(),
                                                    Optional.of(CAROL),
                                                    Optional.empty(),
                                                    9))
                                    .found())
                    .hasSize(2)
                    .allMatch(one -> one.row().content().isEmpty());
            indexer().catchUp();
        }
    }

    @Test
    void whatIsWrittenAroundItIsShown() {
        try (Archive archive = archive(keys)) {
            for (int i = 0; i < 9; i++) {
                // over the end of a month, and other talk between
                Instant at = Instant.parse("2026-10-31T23:59:55Z").plusSeconds(i);
                archive.append(message(at, ALICE, List.of(BOB), i == 4 ? "needle" : "talk " + i));
                archive.append(message(at, ALICE, List.of(CAROL), "other " + i));
                archive.append(
                        message(at, BOB, List.of(TEAM, ALICE), "team " + (i == 4 ? "pin" : i)));
            }
        }
        for (int round = 0; round < 3; round++) {
            SearchRequest request = around("needle");
            SearchPage.Found found = search().search(request).found().getFirst();
            assertThat(found.before())
                    .extracting(ArchiveSearchContract::text)
                    .containsExactly("talk 2", "talk 3");
            assertThat(found.after())
                    .extracting(ArchiveSearchContract::text)
                    .containsExactly("talk 5", "talk 6");
            SearchPage.Found team = search().search(around("pin")).found().getFirst();
            assertThat(team.before())
                    .extracting(ArchiveSearchContract::text)
                    .containsExactly("team 2", "team 3");
            if (round == 0) {
                // half of it read
                ArchiveIndexer indexer = indexer();
                indexer.readSome();
            } else {
                indexer().catchUp();
            }
        }
    }

    private static SearchRequest around(String word) {
        return new SearchRequest(
                Optional.of(WordQuery.parse(word)),
                Optional.empty(),
                Optional.empty(),
                ArchiveQuery.BEGINNING,
                ArchiveQuery.END,
                Optional.empty(),
                Optional.empty(),
                10,
                2);
    }

    /// Everything at once, beside a search that reads all.
    @Test
    void pagesAreWhatOneWouldFindByReadingEverything() {
        Random random = new Random(7);
        List<String> vocabulary = List.of("red", "green", "blue", "会議", "rare1", "rare2");
        List<String> people = List.of(ALICE, BOB, CAROL);
        List<Written> all = new ArrayList<>();
        for (int chain = 0; chain < 3; chain++) {
            try (Archive archive = archive(keys)) {
                for (int i = 0; i < 60; i++) {
                    // days apart, and some in the same microsecond
                    Instant at = NOW.minus(Duration.ofDays(random.nextInt(12) * 9L));
                    StringBuilder text = new StringBuilder();
                    for (int word = random.nextInt(5); word >= 0; word--) {
                        int which = random.nextInt(vocabulary.size());
                        text.append(vocabulary.get(random.nextInt(which + 1))).append(' ');
                    }
                    String from = people.get(random.nextInt(3));
                    String to = people.get(random.nextInt(3));
                    ArchivePosition position =
                            archive.append(message(at, from, List.of(to), text.toString()));
                    all.add(new Written(at, position, from, to, text.toString()));
                }
            }
            if (chain < 2) {
                ArchiveIndexer indexer = indexer();
                indexer.readSome();
                indexer.close();
            }
        }
        for (int i = 0; i < 150; i++) {
            Instant from = NOW.minus(Duration.ofDays(random.nextInt(120)));
            SearchRequest request =
                    new SearchRequest(
                            random.nextInt(5) == 0
                                    ? Optional.empty()
                                    : Optional.of(WordQuery.parse(typed(random, vocabulary))),
                            any(random, people),
                            any(random, people),
                            random.nextBoolean() ? from : ArchiveQuery.BEGINNING,
                            random.nextBoolean()
                                    ? from.plus(Duration.ofDays(30))
                                    : ArchiveQuery.END,
                            Optional.of("message-received"),
                            Optional.empty(),
                            1 + random.nextInt(12),
                            0);
            List<ArchivePosition> expected =
                    all.stream()
                            .filter(written -> written.fits(request))
                            .sorted((a, b) -> b.place().compareTo(a.place()))
                            .map(Written::position)
                            .toList();
            assertThat(pages(request)).as("search " + i).isEqualTo(expected);
            if (i == 75) {
                indexer().catchUp();
            }
        }
    }

    private static String typed(Random random, List<String> vocabulary) {
        String first = vocabulary.get(random.nextInt(vocabulary.size()));
        String second = vocabulary.get(random.nextInt(vocabulary.size()));
        return switch (random.nextInt(3)) {
            case 0 -> first;
            case 1 -> first + " " + second;
            default -> '"' + first + " " + second + '"';
        };
    }

    private static Optional<String> any(Random random, List<String> people) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(people.get(random.nextInt(3)));
    }

    private record Written(
            Instant at, ArchivePosition position, String from, String to, String text) {
        ArchiveQuery.Place place() {
            return new ArchiveQuery.Place(Columns.micros(at), position);
        }

        boolean fits(SearchRequest request) {
            Set<String> pair = Set.copyOf(List.of(from, to));
            List<String> wanted =
                    Stream.of(request.person(), request.with()).flatMap(Optional::stream).toList();
            boolean people =
                    wanted.size() == 2 ? pair.equals(Set.copyOf(wanted)) : pair.containsAll(wanted);
            return people
                    && !at.isBefore(request.from())
                    && at.isBefore(request.until())
                    && (request.words().isEmpty() || request.words().get().matches(text));
        }
    }

    @Test
    void whoSearchedIsRecordedAndNotFoundByTheWord() {
        try (Archive archive = archive(keys)) {
            archive.append(message(NOW, ALICE, List.of(BOB), "zebra"));
            archive.append(
                    new ArchiveEvent.ContentSearched(
                            UUID.randomUUID(),
                            NOW,
                            "officer",
                            Map.of("person", ALICE),
                            List.of(new ArchivePosition(new UUID(1, 2), 3)),
                            true,
                            Optional.of(
                                    Content.of(
                                            "text/plain",
                                            "zebra".getBytes(StandardCharsets.UTF_8)))));
        }
        assertThat(found("zebra")).hasSize(1);
        indexer().catchUp();
        assertThat(found("zebra")).hasSize(1);
        OpenedRecord event =
                opener().search(
                                new ArchiveQuery(
                                        Optional.empty(),
                                        NOW,
                                        ArchiveQuery.END,
                                        Optional.of("content-searched"),
                                        Optional.empty(),
                                        5))
                        .getFirst();
        assertThat(event.event().facts().first("actor")).contains("officer");
        assertThat(event.event().facts().first("by-person")).contains(ALICE);
        assertThat(event.event().facts().entries())
                .noneMatch(fact -> fact.value().contains("zebra"));
        assertThat(text(opener().at(List.of(event.event().position()), true).getFirst()))
                .isEqualTo("zebra");
    }
}
