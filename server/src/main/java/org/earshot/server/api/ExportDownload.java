package org.earshot.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.earshot.server.admin.Caller;
import org.earshot.server.admin.Desk;

/// An export of the archive or of a person, or a file that is held back, as a download: made by the same command as any other one, in a folder of its own that is gone when the answer
/// is. One at a time.
public final class ExportDownload {
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "person", "--person",
                    "with", "--with",
                    "from", "--from",
                    "to", "--to",
                    "kind", "--kind");

    private final Path folder;
    private final java.util.concurrent.Semaphore one = new java.util.concurrent.Semaphore(1);

    /// @param data the server's data folder
    public ExportDownload(Path data) {
        this.folder = data.resolve("exports");
    }

    void serve(Desk desk, Caller caller, Context http, ObjectNode body) throws ProblemException {
        alone(".zip", file -> send(desk, caller, http, body, file));
    }

    /// What is kept of a person.
    void person(Desk desk, Caller caller, Context http, ObjectNode body) throws ProblemException {
        List<String> command = new ArrayList<>(List.of("user", "export"));
        String name = "";
        for (Map.Entry<String, JsonNode> given : body.properties()) {
            JsonNode value = given.getValue();
            if (given.getKey().equals("name") && value.isTextual()) {
                name = value.textValue();
            } else if (given.getKey().equals("content") && value.isBoolean()) {
                if (value.booleanValue()) {
                    command.add("--content");
                }
            } else {
                throw new ProblemException(400, "\"" + given.getKey() + "\" means nothing here");
            }
        }
        if (name.isEmpty()) {
            throw new ProblemException(400, "name is missing");
        }
        command.addAll(List.of("--", name));
        alone(
                ".zip",
                file -> {
                    command.add(file.toString());
                    AdminApi.done(desk.carryOut(caller, command, ""));
                    http.contentType("application/zip")
                            .header(
                                    "Content-Disposition",
                                    "attachment; filename=\"earshot-person.zip\"");
                    copy(file, http);
                });
    }

    /// The content of a file that is held back.
    void fetch(Desk desk, Caller caller, Context http, ObjectNode body) throws ProblemException {
        String id = body.path("id").asText();
        alone(
                ".held",
                file -> {
                    AdminApi.done(
                            desk.carryOut(
                                    caller,
                                    List.of(
                                            "file",
                                            "quarantine",
                                            "fetch",
                                            "--",
                                            id,
                                            file.toString()),
                                    ""));
                    // under a name that opens nothing
                    http.contentType("application/octet-stream")
                            .header(
                                    "Content-Disposition",
                                    "attachment; filename=\"earshot-held.bin\"");
                    copy(file, http);
                });
    }

    @FunctionalInterface
    private interface Sending {
        void send(Path file) throws ProblemException, IOException;
    }

    private void alone(String ending, Sending sending) throws ProblemException {
        if (!one.tryAcquire()) {
            throw new ProblemException(503, "another export is being made: wait until it is done");
        }
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path file = folder.resolve(UUID.randomUUID() + ending);
            try {
                sending.send(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an export could not be sent", e);
        } finally {
            one.release();
        }
    }

    private static void send(Desk desk, Caller caller, Context http, ObjectNode body, Path file)
            throws ProblemException, IOException {
        List<String> command = new ArrayList<>(List.of("archive", "export"));
        String words = "";
        for (Map.Entry<String, JsonNode> given : body.properties()) {
            JsonNode value = given.getValue();
            if (OPTIONS.containsKey(given.getKey()) && value.isTextual()) {
                command.add(OPTIONS.get(given.getKey()) + "=" + value.textValue());
            } else if (given.getKey().equals("words") && value.isTextual()) {
                command.add("--words-stdin");
                words = value.textValue();
            } else if (given.getKey().equals("content") && value.isBoolean()) {
                if (value.booleanValue()) {
                    command.add("--content");
                }
            } else {
                throw new ProblemException(400, "\"" + given.getKey() + "\" means nothing here");
            }
        }
        command.add("--");
        command.add(file.toString());
        Desk.Outcome.Done done = AdminApi.done(desk.carryOut(caller, command, words));
        JsonNode facts = Json.MAPPER.readTree(done.json());
        http.contentType("application/zip")
                .header("Content-Disposition", "attachment; filename=\"earshot-export.zip\"")
                .header("X-Earshot-Manifest", facts.path("manifest").asText())
                .header("X-Earshot-Signer", facts.path("signer").asText())
                .header("X-Earshot-Complete", facts.path("complete").asText());
        copy(file, http);
    }

    /// The file has no name any more while it goes, so that nothing is left where a client or this process dies on the way.
    private static void copy(Path file, Context http) throws IOException {
        http.res().setContentLengthLong(Files.size(file));
        try (InputStream content = Files.newInputStream(file)) {
            Files.delete(file);
            content.transferTo(http.res().getOutputStream());
        }
        http.res().flushBuffer();
    }
}
