package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.earshot.server.admin.AdminAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `admin archive search`, where no server runs.
class ArchiveSearchCommandTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() throws IOException {
        on = new AdministeredStores(directory);
        try (Archive archive =
                on.stores.archiveParts().open("n1", InstantSource.fixed(AdministeredStores.NOW))) {
            for (int i = 0; i < 6; i++) {
                archive.append(message(i, i == 3 ? "the Zürich\u001b[2J office" : "talk " + i));
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
                List.of(number % 2 == 0 ? "sip:bob@localhost" : "sip:alice@localhost"),
                "call-" + number,
                "id",
                Map.of(),
                Content.of("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode json(String... command) throws JsonProcessingException {
        return new ObjectMapper().readTree(on.ok(command));
    }

    private JsonNode searches() throws JsonProcessingException {
        return json("archive", "search", "--kind", "content-searched", "--json");
    }

    @Test
    void wordsAreFoundAndWhoSearchedIsInTheArchive() throws JsonProcessingException {
        JsonNode page = json("archive", "search", "--words", "zurich", "--json");
        assertThat(page.path("records")).hasSize(1);
        assertThat(page.path("records").get(0).path("callId").asText()).isEqualTo("call-3");
        assertThat(page.path("records").get(0).has("text")).isFalse();
        assertThat(page.path("complete").asBoolean()).isTrue();
        assertThat(page.path("next").asText()).isEmpty();
        assertThat(searches()).hasSize(1);
        assertThat(on.ok("archive", "search", "--words", "nowhere")).contains("nothing found");
        assertThat(searches()).hasSize(2);
        // words that were searched for are not in the facts, and not found themselves
        assertThat(on.ok("archive", "search", "--words", "nowhere")).contains("nothing found");
    }

    @Test
    void factsAloneLeaveNoTrace() throws JsonProcessingException {
        assertThat(json("archive", "search", "--address", "alice", "--json")).hasSize(6);
        assertThat(json("archive", "search", "--person", "alice", "--limit", "2", "--json"))
                .extracting(row -> row.path("callId").asText())
                .containsExactly("call-4", "call-5");
        assertThat(searches()).isEmpty();
    }

    @Test
    void textAndContextAreShownToWhoAsks() throws JsonProcessingException {
        JsonNode page =
                json(
                        "archive",
                        "search",
                        "--words",
                        "zurich",
                        "--context",
                        "1",
                        "--text",
                        "--json");
        assertThat(page.path("records"))
                .extracting(row -> row.path("text").asText())
                .containsExactly("talk 2", "the Zürich\u001b[2J office", "talk 4");
        assertThat(page.path("records"))
                .extracting(row -> row.path("found").asBoolean())
                .containsExactly(false, true, false);
        assertThat(on.ok("archive", "search", "--words", "zurich", "--text"))
                .contains("the Zürich?[2J office");
    }

    @Test
    void pageAfterPage() throws JsonProcessingException {
        JsonNode first = json("archive", "search", "--words", "talk", "--limit", "2", "--json");
        assertThat(first.path("records"))
                .extracting(row -> row.path("callId").asText())
                .containsExactly("call-4", "call-5");
        JsonNode second =
                json(
                        "archive",
                        "search",
                        "--words",
                        "talk",
                        "--limit",
                        "2",
                        "--json",
                        "--page",
                        first.path("next").asText());
        assertThat(second.path("records"))
                .extracting(row -> row.path("callId").asText())
                .containsExactly("call-1", "call-2");
    }

    @Test
    void factsAlonePageAfterPage() throws JsonProcessingException {
        String next = "latest";
        List<String> calls = new ArrayList<>();
        while (!next.isEmpty()) {
            JsonNode page =
                    json(
                            "archive",
                            "search",
                            "--person",
                            "alice",
                            "--limit",
                            "2",
                            "--json",
                            "--page",
                            next);
            page.path("records").forEach(row -> calls.add(row.path("callId").asText()));
            next = page.path("next").asText();
        }
        assertThat(calls)
                .containsExactly("call-4", "call-5", "call-2", "call-3", "call-0", "call-1");
    }

    @Test
    void aPeriodHasItsLastDay() throws JsonProcessingException {
        assertThat(
                        json(
                                "archive",
                                "search",
                                "--address",
                                "bob",
                                "--from",
                                "2026-11-22",
                                "--to",
                                "2026-11-22",
                                "--json"))
                .hasSize(6);
        assertThat(json("archive", "search", "--address", "bob", "--to", "2026-11-21", "--json"))
                .isEmpty();
        assertThat(
                        json(
                                "archive",
                                "search",
                                "--address",
                                "bob",
                                "--from",
                                "2026-11-22T13:00:04+01:00",
                                "--json"))
                .hasSize(2);
    }

    @Test
    void anAccountThatWasDeletedSinceIsFoundByItsId() throws JsonProcessingException {
        AddressOfRecord alice = new AddressOfRecord("alice", "localhost");
        String id = on.stores.accounts().create(alice, "").id().toString();
        on.stores.accounts().delete(alice);
        assertThat(json("archive", "search", "--person", id, "--json")).hasSize(6);
        assertThat(json("archive", "search", "--person", "alice", "--json")).hasSize(6);
        assertThat(json("archive", "search", "--person", "tel:+4930123", "--json")).isEmpty();
    }

    @Test
    void betweenTwo() throws JsonProcessingException {
        assertThat(
                        json("archive", "search", "--person", "alice", "--with", "bob", "--json")
                                .path("records"))
                .hasSize(6);
        assertThat(
                        json("archive", "search", "--person", "alice", "--with", "carol", "--json")
                                .path("records"))
                .isEmpty();
    }

    @Test
    void wordsFromStandardInput() {
        assertThat(on.runWith("zurich\n", "archive", "search", "--words-stdin").output())
                .contains("message-received");
        AdminAnswer both = on.run("archive", "search", "--words-stdin", "--words", "x");
        assertThat(both.status()).isEqualTo(2);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(on.run("archive", "search", "--from", "yesterday").status()).isEqualTo(2);
        assertThat(on.run("archive", "search", "--words", "?!").errors()).contains("no word");
        assertThat(on.run("archive", "search", "--words", "x", "--page", "2").errors())
                .contains("--page");
        assertThat(on.run("archive", "search", "--limit", "0").errors()).contains("1 to 1000");
        assertThat(on.run("archive", "search", "--context", "50", "--limit", "1000").errors())
                .contains("lower limit");
        assertThat(
                        on.run("archive", "search", "--from", "2026-11-23", "--to", "2026-11-01")
                                .errors())
                .contains("before it begins");
    }
}
