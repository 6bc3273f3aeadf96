package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is exported is checked with Python alone.
class PythonExportTest extends ExportedArchive {
    @Test
    void whatIsExportedIsIntact() throws Exception {
        Path folder = temp.resolve("all");
        Map<String, Long> counts = export(folder, Optional.empty(), true).counts();
        assertThat(counts)
                .containsEntry("matched", counts.get("exported"))
                .containsEntry("content-shredded", 1L)
                .containsEntry("content-key-elsewhere", 1L)
                .containsEntry("not-reviewable", 1L)
                .containsEntry("content-not-asked", 0L);
        assertThat(counts.get("messages"))
                // what was withheld of another request and what was published have content, and are
                // no messages
                .isEqualTo(counts.get("content-opened") - 2)
                .isGreaterThan(30);
        Path zip = temp.resolve("all.zip");
        export(zip, Optional.empty(), true);
        Path facts = temp.resolve("facts");
        assertThat(export(facts, Optional.of("message-received"), false).counts())
                .containsEntry("content-opened", 0L)
                .containsEntry("messages", 0L);
        assertThat(Files.readString(facts.resolve("records.json")))
                .doesNotContain("calc'!A0\", \"con");
        assertThat(
                        python(
                                MANY,
                                List.of(
                                        trusting(folder),
                                        against(folder, anchors),
                                        against(zip, anchors),
                                        against(facts, anchors))))
                .hasSize(4)
                .allMatch(answer -> answer.startsWith("0 intact ("), "intact")
                .allMatch(answer -> !answer.contains("\u001b"), "harmless");
        assertThat(python(MANY, List.of("--export\t" + folder + "\t--trust\t" + "0".repeat(64))))
                .containsExactly("1 broken at manifest.json: is not signed by a trusted key");
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.endsWith(".partial"));
        }
    }

    @Test
    void whatCameAfterTheCopyIsUnproven() throws Exception {
        Path folder = temp.resolve("all");
        export(folder, Optional.empty(), true);
        Path copy = Files.createDirectory(temp.resolve("copy"));
        for (Path file : files(anchors)) {
            List<String> lines = Files.readAllLines(file);
            Files.write(
                    copy.resolve(file.getFileName().toString()),
                    lines.subList(0, Math.min(lines.size(), 6)));
        }
        assertThat(python(MANY, List.of(against(folder, copy))).getFirst())
                .startsWith("1 unproven: ");
    }

    /// The node does not sign what the database says alone.
    @Test
    void theEndOfAnOpenChainIsProvenByTheNodesAnchors() throws Exception {
        Path anchored = temp.resolve("anchored");
        Path without = temp.resolve("without");
        try (Archive archive = open(keys)) {
            archive.append(message("last", "text/plain", ""));
            export(anchored, Optional.of("message-received"), true);
            known = Files.createDirectory(temp.resolve("none"));
            export(without, Optional.of("message-received"), true);
        }
        List<String> answers = python(MANY, List.of(trusting(anchored), trusting(without)));
        assertThat(answers.getFirst()).startsWith("0 intact (");
        assertThat(answers.getLast()).startsWith("1 unproven: 1 record was in no anchor");
    }

    @Test
    void mailAndTableCarryOnlyWhatTheyShould() throws Exception {
        Path folder = temp.resolve("all");
        long mails = export(folder, Optional.empty(), true).counts().get("messages");
        List<String> read = python(READERS, List.of(), folder.toString());
        int count = 0;
        for (String line : read) {
            JsonNode node = JSON.readTree(line);
            if (node.isArray()) {
                for (JsonNode cell : node) {
                    assertThat(cell.asText().stripLeading()).doesNotMatch("(?s)[=+@\\-].*");
                }
                assertThat(node).hasSize(14);
                continue;
            }
            count++;
            List<String> names = new ArrayList<>();
            node.path("names").forEach(name -> names.add(name.asText()));
            assertThat(names)
                    .isSubsetOf(
                            "From",
                            "To",
                            "Date",
                            "Message-ID",
                            "Subject",
                            "X-Earshot-Record",
                            "X-Earshot-Kind",
                            "X-Earshot-From",
                            "X-Earshot-To",
                            "X-Earshot-Message-ID",
                            "MIME-Version",
                            "Content-Type");
            assertThat(names).containsOnlyOnce("From", "To", "Date", "Message-ID", "Content-Type");
            assertThat(node.path("from").asInt()).isEqualTo(1);
            assertThat(node.path("to").asInt()).isBetween(1, 2);
            assertThat(node.path("defects").asInt()).isZero();
            assertThat(node.path("parts").size()).isBetween(1, 2);
        }
        assertThat(count).isEqualTo((int) mails);
    }
}
