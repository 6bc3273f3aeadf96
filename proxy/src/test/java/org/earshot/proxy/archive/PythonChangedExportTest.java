package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// No part of an export can be changed without being found out by Python alone.
class PythonChangedExportTest extends ExportedArchive {
    @Test
    void aChangedFileIsFoundOut() throws Exception {
        Path good = temp.resolve("good");
        export(good, Optional.of("message-received"), true);
        List<String> cases = new ArrayList<>();
        for (Path file : files(good)) {
            String name = good.relativize(file).toString();
            cases.add(changed(good, cases.size(), copy -> Files.delete(copy.resolve(name))));
            for (int i = 0; i < 2; i++) {
                cases.add(
                        changed(
                                good,
                                cases.size(),
                                copy -> {
                                    byte[] bytes = Files.readAllBytes(copy.resolve(name));
                                    bytes[random.nextInt(bytes.length)] ^=
                                            (byte) (1 << random.nextInt(7));
                                    Files.write(copy.resolve(name), bytes);
                                }));
            }
        }
        cases.add(
                changed(
                        good,
                        cases.size(),
                        copy -> Files.writeString(copy.resolve("messages/more.eml"), "x")));
        assertThat(python(MANY, cases))
                .hasSameSizeAs(cases)
                .allMatch(answer -> answer.startsWith("1 broken at "), "broken");
    }

    /// Whoever has the signing key signs another manifest. The proof still fits what was recorded only.
    @Test
    void aChangedRecordIsFoundOutThoughTheManifestIsSignedAnew() throws Exception {
        Path good = temp.resolve("good");
        export(good, Optional.of("message-received"), true);
        List<String> cases = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String file : List.of("records.json", "proof.json")) {
            List<String> lines = Files.readAllLines(good.resolve(file));
            for (int line = 0; line < lines.size(); line += 1 + random.nextInt(lines.size() / 2)) {
                int at = line;
                List<String> fields = new ArrayList<>();
                JSON.readTree(lines.get(at)).fieldNames().forEachRemaining(fields::add);
                for (String field : fields) {
                    names.add(file + " " + at + " " + field + " " + lines.get(at));
                    cases.add(signedAnew(good, cases.size(), file, all -> other(all, at, field)));
                }
                names.add(file + " twice " + at + " " + lines.get(at));
                cases.add(
                        signedAnew(
                                good,
                                cases.size(),
                                file,
                                all -> {
                                    all.add(at, all.get(at));
                                    return all;
                                }));
                if (file.equals("proof.json") && !lines.get(at).startsWith("{\"key\"")) {
                    names.add(file + " without " + at + " " + lines.get(at));
                    cases.add(
                            signedAnew(
                                    good,
                                    cases.size(),
                                    file,
                                    all -> {
                                        all.remove(at);
                                        return all;
                                    }));
                }
            }
            names.add(file + " swapped");
            cases.add(
                    signedAnew(
                            good,
                            cases.size(),
                            file,
                            all -> {
                                all.add(2, all.remove(all.size() - 2));
                                return all;
                            }));
        }
        List<String> answers = python(MANY, cases);
        assertThat(answers).hasSameSizeAs(cases);
        for (int i = 0; i < answers.size(); i++) {
            boolean harmless = names.get(i).contains("twice") && names.get(i).contains("{\"key\"");
            assertThat(answers.get(i)).as(names.get(i)).startsWith(harmless ? "0 intact" : "1 ");
        }
    }

    @Test
    void mailAndTableThatSayOtherThingsAreFoundOut() throws Exception {
        Path good = temp.resolve("good");
        export(good, Optional.of("message-received"), true);
        List<String> cases = new ArrayList<>();
        for (Path file : files(good.resolve("messages")).subList(0, 10)) {
            String name = good.relativize(file).toString();
            cases.add(
                    changed(
                            good,
                            cases.size(),
                            copy -> {
                                String text = Files.readString(copy.resolve(name));
                                Files.writeString(
                                        copy.resolve(name),
                                        text.replace("\r\nTo: <", "\r\nTo: <x"));
                                String sums = Files.readString(copy.resolve("messages.sha256"));
                                String line =
                                        sums.lines()
                                                .filter(one -> one.endsWith(name))
                                                .findFirst()
                                                .orElseThrow();
                                Files.writeString(
                                        copy.resolve("messages.sha256"),
                                        sums.replace(line, sum(copy.resolve(name)) + "  " + name));
                                sign(copy);
                            }));
        }
        cases.add(
                changed(
                        good,
                        cases.size(),
                        copy -> {
                            String table = Files.readString(copy.resolve("records.csv"));
                            Files.writeString(
                                    copy.resolve("records.csv"),
                                    table.replaceFirst("received", "refused"));
                            sign(copy);
                        }));
        assertThat(python(MANY, cases))
                .allMatch(answer -> answer.startsWith("1 broken at "), "broken")
                .allMatch(answer -> answer.contains("does not say what "), "why");
    }

    /// What the manifest says is the word of who signs it, but it has to be as the format says.
    @Test
    void aManifestThatContradictsItselfIsFoundOut() throws Exception {
        Path good = temp.resolve("good");
        exportOfOpenChain(good);
        ObjectNode manifest = (ObjectNode) JSON.readTree(good.resolve("manifest.json").toFile());
        assertThat(manifest.path("heads")).isNotEmpty();
        List<Consumer<ObjectNode>> changes =
                List.of(
                        to -> to.put("madeAt", "2026-11-27T01:1z:04Z"),
                        to -> to.put("madeAt", "2001-01-01T00:00:00Z"),
                        to -> to.put("begunRecord", "x"),
                        to -> ((ObjectNode) to.get("query")).put("more", "x"),
                        to -> ((ObjectNode) to.get("query")).put("words", 1),
                        to -> ((ObjectNode) to.get("query")).remove("until"),
                        to -> ((ArrayNode) to.get("heads")).add(to.get("heads").get(0)));
        List<String> cases = new ArrayList<>();
        for (Consumer<ObjectNode> change : changes) {
            cases.add(
                    changed(
                            good,
                            cases.size(),
                            copy -> {
                                ObjectNode changed = manifest.deepCopy();
                                change.accept(changed);
                                JSON.writeValue(copy.resolve("manifest.json").toFile(), changed);
                                sign(copy);
                            }));
        }
        assertThat(python(MANY, cases))
                .hasSameSizeAs(cases)
                .allMatch(answer -> answer.startsWith("1 broken at manifest.json"), "broken");
    }

    @Test
    void aProofWithMoreThanAProofHasIsFoundOut() throws Exception {
        Path good = temp.resolve("good");
        exportOfOpenChain(good);
        String proof = Files.readString(good.resolve("proof.json"));
        List<String> changes = new ArrayList<>();
        for (List<String> change :
                List.of(
                        List.of("\n{\"segment\"", "\n{\"more\": 1}\n{\"segment\""),
                        List.of("\"contentKey\": null", "\"contentKey\": \"\""),
                        List.of("\"contentDigest\": null", "\"contentDigest\": \"\""),
                        List.of(
                                "\"checkpoint\": null, \"signer\": null",
                                "\"checkpoint\": null, \"signer\": \"x\""))) {
            assertThat(proof).contains(change.getFirst());
            changes.add(proof.replace(change.getFirst(), change.getLast()));
        }
        List<String> cases = new ArrayList<>();
        for (String change : changes) {
            cases.add(
                    changed(
                            good,
                            cases.size(),
                            copy -> {
                                Files.writeString(copy.resolve("proof.json"), change);
                                sign(copy);
                            }));
        }
        assertThat(python(MANY, cases))
                .hasSameSizeAs(cases)
                .allMatch(answer -> answer.startsWith("1 broken at "), "broken");
    }

    private void exportOfOpenChain(Path target) throws Exception {
        try (Archive running = open(keys)) {
            running.append(message("not in a checkpoint yet", "text/plain", ""));
            export(target, Optional.empty(), true);
        }
    }

    private List<String> other(List<String> lines, int at, String field) {
        try {
            ObjectNode node = (ObjectNode) JSON.readTree(lines.get(at));
            JsonNode value = node.get(field);
            if (value.isNumber()) {
                node.put(field, value.asLong() + 1);
            } else if (value.isNull()) {
                node.put(field, "00".repeat(32));
            } else if (value.isArray()) {
                ((ArrayNode) value.get(0)).set(1, JSON.getNodeFactory().textNode("sip:eve@x"));
            } else if (random.nextBoolean()) {
                node.putNull(field);
            } else {
                String text = value.asText();
                int changed = text.isEmpty() ? 0 : random.nextInt(text.length());
                char c = text.isEmpty() || text.charAt(changed) != '0' ? '0' : '1';
                node.put(
                        field,
                        text.isEmpty()
                                ? "0"
                                : text.substring(0, changed) + c + text.substring(changed + 1));
            }
            lines.set(at, JSON.writeValueAsString(node));
            return lines;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Changes something.
    @FunctionalInterface
    private interface Change {
        void on(Path copy) throws IOException;
    }

    private String changed(Path good, int number, Change change) throws IOException {
        Path copy = temp.resolve("changed-" + number);
        Files.createDirectories(copy.resolve("messages"));
        for (Path file : files(good)) {
            Files.copy(file, copy.resolve(good.relativize(file)));
        }
        change.on(copy);
        return against(copy, anchors);
    }

    private String signedAnew(
            Path good, int number, String file, UnaryOperator<List<String>> change)
            throws IOException {
        return changed(
                good,
                number,
                copy -> {
                    Path path = copy.resolve(file);
                    List<String> lines = new ArrayList<>(Files.readAllLines(path));
                    Files.write(path, change.apply(lines));
                    sign(copy);
                });
    }

    private void sign(Path copy) throws IOException {
        Path path = copy.resolve("manifest.json");
        JsonNode manifest = JSON.readTree(path.toFile());
        Consumer<JsonNode> update =
                file -> {
                    Path named = copy.resolve(file.path("name").asText());
                    try {
                        ((ObjectNode) file)
                                .put("bytes", Files.size(named))
                                .put("sha256", sum(named));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                };
        manifest.path("files").forEach(update);
        byte[] bytes = JSON.writeValueAsBytes(manifest);
        Files.write(path, bytes);
        Files.writeString(
                copy.resolve("manifest.sig"),
                keys.signer() + " " + new ExportSigner(keys).sign(bytes).hex() + "\n");
    }

    private static String sum(Path file) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
