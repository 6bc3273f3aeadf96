package org.earshot.softphone.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.earshot.softphone.ua.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages in the data folder: `outbox` with a JSON object a line for each text that is not through, and
/// `received` with a line for each message that was shown. Written by another thread than the one that asks,
/// and forced to the disk. Thread-safe.
final class FileMessageStore implements MessageStore {
    static final int REMEMBERED = 2_000;
    private static final Logger log = LoggerFactory.getLogger(FileMessageStore.class);
    private static final String OUTBOX = "outbox";
    private static final String RECEIVED = "received";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataFolder folder;
    private final Executor writer;

    // After the constructor on the writer's thread only.
    private final Map<String, Unsent> outbox = new LinkedHashMap<>();
    private final ArrayDeque<String> received = new ArrayDeque<>();
    private int receivedLines;

    private final List<Unsent> found;
    private final List<String> foundReceived;

    /// @param writer a serial one
    FileMessageStore(DataFolder folder, Executor writer) {
        this.folder = folder;
        this.writer = writer;
        for (String line : folder.lines(OUTBOX)) {
            read(line).ifPresent(message -> outbox.put(message.callId(), message));
        }
        for (String line : folder.lines(RECEIVED)) {
            remember(line);
        }
        found = List.copyOf(outbox.values());
        foundReceived = List.copyOf(received);
        write(this::rewrite);
    }

    /// What is added must not be joined to a line that a crash has cut.
    private void rewrite() throws IOException {
        if (!folder.lines(OUTBOX).isEmpty()) {
            replaceOutbox();
        }
        if (!folder.lines(RECEIVED).isEmpty()) {
            replaceReceived();
        }
    }

    private void replaceOutbox() throws IOException {
        folder.replace(OUTBOX, outbox.values().stream().map(FileMessageStore::line).toList());
    }

    private void replaceReceived() throws IOException {
        receivedLines = received.size();
        folder.replace(RECEIVED, List.copyOf(received));
    }

    @Override
    public List<Unsent> unsent() {
        return found;
    }

    @Override
    public List<String> seen() {
        return foundReceived;
    }

    @Override
    public void add(Unsent message) {
        write(() -> {
            outbox.put(message.callId(), message);
            folder.append(OUTBOX, line(message));
        });
    }

    @Override
    public void sent(Unsent message) {
        write(() -> {
            outbox.remove(message.callId());
            replaceOutbox();
        });
    }

    @Override
    public void seen(String key) {
        write(() -> {
            remember(key);
            if (receivedLines > 2 * REMEMBERED) {
                replaceReceived();
            } else {
                folder.append(RECEIVED, key);
            }
        });
    }

    private void remember(String key) {
        receivedLines++;
        received.add(key);
        if (received.size() > REMEMBERED) {
            received.remove();
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) {
        writer.execute(() -> {
            try {
                writing.run();
            } catch (IOException e) {
                log.warn("messages can't be kept: {}", e.getMessage());
            }
        });
    }

    private static String line(Unsent message) {
        return JSON.createObjectNode()
                .put("account", message.account())
                .put("to", message.uri())
                .put("text", message.text())
                .put("callId", message.callId())
                .put("tag", message.tag())
                .put("since", message.since().toString())
                .toString();
    }

    /// A line that was cut by a crash, or changed by hand, is left out.
    private static Optional<Unsent> read(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            return Optional.of(
                    new Unsent(
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
