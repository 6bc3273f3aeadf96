package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.earshot.common.login.Role;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ArchiveExporting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `admin archive export`, where no server runs.
class ArchiveExportCommandTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(AdministeredStores.NOW);

    private static final ArchiveExporting.Question ALL =
            new ArchiveExporting.Question(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true);

    @TempDir private Path directory;
    @TempDir private Path out;
    private AdministeredStores on;

    @BeforeEach
    void open() throws IOException {
        on = new AdministeredStores(directory);
        try (Archive archive = on.stores.archiveParts().open("n1", CLOCK)) {
            for (int i = 0; i < 250; i++) {
                archive.append(message(i, i == 3 ? "the Zürich office" : "talk " + i));
            }
        }
    }

    private static ArchiveEvent message(int number, String text) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                NOON.plusSeconds(number),
                RetentionClass.MESSAGE,
                new Sender(
                        number % 2 == 0 ? "sip:alice@localhost" : "sip:bob@localhost",
                        Optional.empty(),
                        IdentityProof.DIGEST,
                        Optional.empty()),
                List.of("sip:carol@localhost"),
                "call-" + number,
                "id",
                Map.of(),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<ArchivedEvent> exports() {
        return on
                .stores
                .archiveParts()
                .reader(CLOCK)
                .search(ArchiveQuery.latest(Optional.empty(), 1000))
                .reversed()
                .stream()
                .filter(event -> event.kind().startsWith("export"))
                .toList();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> all = Files.list(out)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private String target(String name) {
        return out.resolve(name).toString();
    }

    @Test
    void factsOfAllPagesAreExported() throws IOException {
        JsonNode answer =
                new ObjectMapper()
                        .readTree(
                                on.ok(
                                        "archive",
                                        "export",
                                        target("alice"),
                                        "--person",
                                        "alice",
                                        "--json"));
        assertThat(answer.path("counts").path("matched").asInt()).isEqualTo(125);
        assertThat(answer.path("counts").path("content-not-asked").asInt()).isEqualTo(125);
        assertThat(answer.path("complete").asBoolean()).isTrue();
        assertThat(Files.readAllLines(out.resolve("alice/records.json"))).hasSize(125);
        assertThat(Files.readString(out.resolve("alice/records.json"))).doesNotContain("talk");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(out.resolve("alice"))))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(out.resolve("alice/records.csv"))))
                .isEqualTo("rw-------");
        assertThat(left()).containsExactly("alice");

        List<ArchivedEvent> events = exports();
        assertThat(events)
                .extracting(ArchivedEvent::kind)
                .containsExactly("export-begun", "exported");
        assertThat(events.getFirst().facts().first("by-person")).contains("sip:alice@localhost");
        assertThat(events.getFirst().facts().first("actor")).contains("owner of DATA (uid 1000)");
        assertThat(events.getFirst().facts().first("content")).contains("false");
        assertThat(events.getLast().facts().first("begun-event"))
                .contains(events.getFirst().id().toString());
        assertThat(events.getLast().facts().first("manifest"))
                .contains(answer.path("manifest").asText());
        assertThat(events.getLast().facts().first("outcome")).contains("done");
        JsonNode manifest =
                new ObjectMapper().readTree(out.resolve("alice/manifest.json").toFile());
        assertThat(manifest.path("begunRecord").asText())
                .isEqualTo(events.getFirst().position().toString());
    }

    @Test
    void wordsAreSealedInTheRecord() throws IOException {
        on.ok("archive", "export", target("words.zip"), "--words", "zurich", "--content");
        assertThat(left()).containsExactly("words.zip");
        ArchivedEvent begun = exports().getFirst();
        assertThat(begun.hasContent()).isTrue();
        assertThat(begun.facts().entries()).noneMatch(fact -> fact.value().contains("zurich"));
        assertThat(on.ok("archive", "search", "--words", "zurich", "--json"))
                .contains("call-3")
                .doesNotContain("export-begun");
    }

    @Test
    void contentIsForOfficersAndFactsForAuditorsToo() throws IOException {
        String olga = on.appoint("olga", Role.OFFICER);
        String anna = on.appoint("anna", Role.AUDITOR);
        String adam = on.appoint("adam", Role.ADMINISTRATOR);
        for (String option : List.of("--content", "--words=talk")) {
            assertThat(on.run("archive", "export", target("no"), option).errors())
                    .contains("officers only");
            for (Map.Entry<String, String> who : Map.of("anna", anna, "adam", adam).entrySet()) {
                assertThat(
                                on.runAs(
                                                who.getKey(),
                                                who.getValue(),
                                                "",
                                                "archive",
                                                "export",
                                                target("no"),
                                                option)
                                        .errors())
                        .contains("officers only");
            }
        }
        assertThat(left()).isEmpty();
        assertThat(exports()).isEmpty();
        assertThat(on.runAs("anna", anna, "", "archive", "export", target("facts")).status())
                .isZero();
        assertThat(exports().getLast().facts().first("actor").orElseThrow()).contains("anna");
        assertThat(
                        on.runAs(
                                        "olga",
                                        olga,
                                        "",
                                        "archive",
                                        "export",
                                        target("content"),
                                        "--content")
                                .status())
                .isZero();
        assertThat(Files.readString(out.resolve("content/records.json"))).contains("talk 7");
        assertThat(left()).containsExactly("content", "facts");
    }

    @Test
    void whatCantBeRecordedIsNotExported() throws IOException {
        on.away(true);
        AdminAnswer answer = on.run("archive", "export", target("no"));
        assertThat(answer.status()).isNotZero();
        assertThat(answer.errors()).contains("nothing is exported");
        assertThat(left()).isEmpty();
    }

    @Test
    void whatFailsLeavesNothingBehindButTheRecord() throws IOException {
        assertThat(on.run("archive", "export", target("none/below")).errors())
                .contains("nothing was exported");
        assertThat(left()).isEmpty();
        assertThat(exports().getLast().facts().first("outcome")).contains("failed");
        Files.createDirectory(out.resolve("there"));
        assertThat(on.run("archive", "export", target("there")).errors()).contains("there already");
        Files.createDirectory(out.resolve("new.partial"));
        assertThat(on.run("archive", "export", target("new")).errors()).contains("there already");
        assertThat(left()).containsExactly("new.partial", "there");
    }

    @Test
    void whatCantBeRecordedAtItsEndIsRemoved() throws IOException {
        Archive failing =
                new Archive() {
                    @Override
                    public CompletableFuture<ArchivePosition> submit(
                            ArchiveEvent event, Optional<Companion> companion) {
                        boolean end =
                                event instanceof ArchiveEvent.Exported exported
                                        && exported.begun().isPresent();
                        return end
                                ? CompletableFuture.failedFuture(
                                        new ArchiveUnavailableException("away", null))
                                : on.archive().submit(event, companion);
                    }

                    @Override
                    public void close() {}
                };
        ArchiveExporting exporting =
                new StoreArchiveExporting(on.stores.archiveParts(), failing, name -> name, CLOCK);
        assertThatThrownBy(() -> exporting.export(ALL, out.resolve("all"), "olga"))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("was removed again");
        assertThat(left()).isEmpty();
    }

    @Test
    void pythonFindsItIntact() throws Exception {
        on.ok("archive", "search", "--words", "zurich");
        List<List<String>> questions =
                List.of(
                        List.of("--content", "--kind", "message-received"),
                        List.of("--words", "talk", "--person", "alice", "--with", "carol"),
                        List.of(
                                "--person",
                                "bob",
                                "--from",
                                "2026-11-22",
                                "--to",
                                "2026-11-22T12:01"),
                        List.of("--kind", "call-ended"));
        for (List<String> question : questions) {
            String target = target("q" + questions.indexOf(question) + ".zip");
            List<String> command = new ArrayList<>(List.of("archive", "export", target, "--json"));
            command.addAll(question);
            JsonNode answer = new ObjectMapper().readTree(on.ok(command.toArray(String[]::new)));
            Process python =
                    new ProcessBuilder(
                                    "/usr/bin/env",
                                    "python3",
                                    "../bin/earshot-verify.py",
                                    "--export",
                                    target,
                                    "--trust",
                                    answer.path("signer").asText())
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = python.waitFor();
            assumeTrue(status != 127, "SKIPPED: no python3 here (Debian package python3)");
            assertThat(said).startsWith("intact (");
            assertThat(status).isZero();
        }
    }
}
