package org.earshot.softphone.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.earshot.softphone.store.JdbcMessageStore;
import org.earshot.softphone.ua.MessageStoreException;
import org.earshot.softphone.ua.Outgoing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the first version of the phone kept of messages: `outbox` with a JSON object a line for each text that was not
/// through, and `received` with a line for each message that was shown.
final class EarlierMessageFiles {
    private static final Logger log = LoggerFactory.getLogger(EarlierMessageFiles.class);
    private static final String OUTBOX = "outbox";
    private static final String RECEIVED = "received";
    private static final int LONGEST_KEY = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataFolder folder;

    EarlierMessageFiles(DataFolder folder) {
        this.folder = folder;
    }

    /// Moves all of it into the store; a crash in between loses nothing and doubles nothing.
    ///
    /// @throws MessageStoreException if the store does not take it: the files stay
    void moveTo(JdbcMessageStore store) {
        if (!Files.exists(folder.file(OUTBOX)) && !Files.exists(folder.file(RECEIVED))) {
            return;
        }
        List<Outgoing> unsent =
                folder.lines(OUTBOX).stream().flatMap(line -> read(line).stream()).toList();
        List<String> received =
                folder.lines(RECEIVED).stream()
                        .filter(key -> !key.isBlank() && key.length() <= LONGEST_KEY)
                        .toList();
        try {
            store.adopt(unsent, received).toCompletableFuture().join();
            Files.deleteIfExists(folder.file(OUTBOX));
            Files.deleteIfExists(folder.file(RECEIVED));
        } catch (CompletionException e) {
            throw new MessageStoreException(String.valueOf(e.getCause().getMessage()), e);
        } catch (IOException e) {
            log.warn("files that are not needed any more can't be deleted: {}", e.getMessage());
        }
    }

    /// A line that was cut by a crash, or changed by hand, is left out.
    private static Optional<Outgoing> read(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return Optional.of(
                    Outgoing.unsent(
                            field(json, "account"),
                            field(json, "to"),
                            field(json, "text"),
                            field(json, "callId"),
                            field(json, "tag"),
                            Instant.parse(field(json, "since"))));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            log.warn("a line of {} can't be read: a message is lost", OUTBOX);
            return Optional.empty();
        }
    }

    private static String field(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name);
        }
        return value.textValue();
    }
}
