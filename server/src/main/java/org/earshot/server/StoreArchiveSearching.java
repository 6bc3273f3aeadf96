package org.earshot.server;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.earshot.common.text.Counted;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.search.ArchiveSearch;
import org.earshot.proxy.archive.search.ContentText;
import org.earshot.proxy.archive.search.SearchPage;
import org.earshot.proxy.archive.search.SearchRequest;
import org.earshot.proxy.archive.search.WordQuery;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ArchiveSearching;

/// Finding what is in the archive of this process's stores. What tells of
/// content is in the record first.
final class StoreArchiveSearching implements ArchiveSearching {
    /// Facts of an event that a search shows besides who, to whom and when.
    private static final List<String> DETAILS =
            List.of(
                    "actor",
                    "action",
                    "subject",
                    "detail",
                    "before",
                    "after",
                    "outcome",
                    "file-name",
                    "file-size",
                    "file-hash",
                    "way",
                    "relay",
                    "claimed-by",
                    "refused-by",
                    "reason");

    private final ArchiveParts parts;
    private final Archive archive;
    private final UnaryOperator<String> address;
    private final InstantSource clock;

    /// @param archive where it is recorded who asked
    /// @param address makes an address of what was typed, or throws [AdminException]
    StoreArchiveSearching(
            ArchiveParts parts,
            Archive archive,
            UnaryOperator<String> address,
            InstantSource clock) {
        this.parts = parts;
        this.archive = archive;
        this.address = address;
        this.clock = clock;
    }

    @Override
    public Answer search(Question question, String actor) {
        SearchRequest request = request(question);
        ArchiveSearch search = parts.search();
        if (!question.isAboutContent()) {
            return answer(search.search(request), false);
        }
        SearchPage page = search.search(request);
        if (question.text()) {
            page = opened(page);
        }
        record(event(actor, question, request, page));
        return answer(page, question.text());
    }

    private void record(ArchiveEvent event) {
        try {
            archive.append(event);
        } catch (ArchiveUnavailableException | CompletionException e) {
            throw new AdminException(
                    "nothing is shown, because the archive can't be written: " + e.getMessage());
        }
    }

    private SearchRequest request(Question question) {
        try {
            return new SearchRequest(
                    question.words().map(WordQuery::parse),
                    question.person().map(address),
                    question.with().map(address),
                    question.from().orElse(ArchiveQuery.BEGINNING),
                    question.until().orElse(ArchiveQuery.END),
                    question.kind(),
                    question.page().map(StoreArchiveSearching::place),
                    question.limit(),
                    question.context());
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }

    private SearchPage opened(SearchPage page) {
        List<ArchivePosition> positions =
                page.found().stream().map(one -> one.row().event().position()).toList();
        Map<ArchivePosition, OpenedRecord> rows = new LinkedHashMap<>();
        parts.opener().at(positions, true).forEach(row -> rows.put(row.event().position(), row));
        return new SearchPage(
                page.found().stream()
                        .map(one ->
                                new SearchPage.Found(
                                        rows.getOrDefault(one.row().event().position(), one.row()),
                                        one.before(),
                                        one.after()))
                        .toList(),
                page.next(),
                page.gaps());
    }

    private ArchiveEvent event(
            String actor, Question question, SearchRequest request, SearchPage page) {
        Map<String, String> about = new LinkedHashMap<>();
        request.person().ifPresent(person -> about.put("person", person));
        request.with().ifPresent(with -> about.put("with", with));
        question.from().ifPresent(from -> about.put("from", from.toString()));
        question.until().ifPresent(until -> about.put("until", until.toString()));
        question.kind().ifPresent(kind -> about.put("kind", kind));
        return new ArchiveEvent.ContentSearched(
                UUID.randomUUID(),
                clock.instant(),
                actor,
                about,
                page.found().stream()
                        .flatMap(StoreArchiveSearching::rows)
                        .map(row -> row.event().position())
                        .distinct()
                        .toList(),
                question.text(),
                question.words()
                        .map(words ->
                                Content.of(
                                        "text/plain;charset=utf-8",
                                        words.getBytes(StandardCharsets.UTF_8))));
    }

    private static Stream<OpenedRecord> rows(SearchPage.Found found) {
        return Stream.of(found.before().stream(), Stream.of(found.row()), found.after().stream())
                .flatMap(rows -> rows);
    }

    private static Answer answer(SearchPage page, boolean text) {
        List<Fact> facts = new ArrayList<>();
        for (SearchPage.Found one : page.found().reversed()) {
            rows(one).forEach(row -> facts.add(fact(row, isSame(row, one.row()), text)));
        }
        return new Answer(facts, page.next().map(StoreArchiveSearching::words), gaps(page.gaps()));
    }

    private static boolean isSame(OpenedRecord one, OpenedRecord other) {
        return one.event().position().equals(other.event().position());
    }

    private static List<String> gaps(SearchPage.Gaps gaps) {
        List<String> words = new ArrayList<>();
        if (gaps.notYetRead() > 0) {
            words.add(
                    Counted.of(gaps.notYetRead(), "record is", "records are")
                            + " not searched yet: their words are still being read, or their keys are on another node");
        }
        if (!gaps.keysElsewhere().isEmpty()) {
            words.add(
                    "what other nodes have read can't be searched here, because their keys are not here: "
                            + String.join(", ", gaps.keysElsewhere()));
        }
        return words;
    }

    private static Fact fact(OpenedRecord row, boolean found, boolean text) {
        ArchivedEvent event = row.event();
        return new Fact(
                event.position().chain().toString(),
                event.position().number(),
                event.at(),
                event.kind(),
                event.facts().first("from").orElse(""),
                String.join(", ", event.facts().all("to")),
                event.facts().first("call-id").orElse(""),
                event.facts()
                        .first("status")
                        .filter(status -> status.matches("[0-9]{1,3}")) // the row may be damaged
                        .map(Integer::parseInt)
                        .orElse(0),
                found,
                details(event),
                text ? row.content().map(ContentText::of) : Optional.empty());
    }

    private static Map<String, String> details(ArchivedEvent event) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : DETAILS) {
            List<String> values = event.facts().all(name);
            if (!values.isEmpty()) {
                facts.put(name, String.join(" ", values));
            }
        }
        return facts;
    }

    private static String words(ArchiveQuery.Place place) {
        return place.happenedAt() + "/" + place.position();
    }

    private static ArchiveQuery.Place place(String page) {
        String[] parts = page.split("/", -1);
        try {
            if (parts.length == 3) {
                return new ArchiveQuery.Place(
                        Long.parseLong(parts[0]),
                        new ArchivePosition(UUID.fromString(parts[1]), Long.parseLong(parts[2])));
            }
        } catch (IllegalArgumentException _) {
            // as below
        }
        throw new AdminException("--page takes what the page before named as next");
    }
}
