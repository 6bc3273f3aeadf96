package org.earshot.softphone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.earshot.softphone.contactfile.ContactFile;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.JournalEntry;

/// What the phone keeps, and answers to those who ask for it, as JSON. Pure.
final class JournalJson {
    private JournalJson() {}

    private static ObjectNode named(String event) {
        return JsonNodeFactory.instance.objectNode().put("event", event);
    }

    static ObjectNode written(JournalEntry entry) {
        ObjectNode json = named("journal");
        json.setAll(entry(entry));
        return json;
    }

    static ObjectNode calls(List<JournalEntry.PastCall> calls) {
        return all("calls", "calls", calls);
    }

    static ObjectNode files(List<JournalEntry.PastFile> files) {
        return all("files", "files", files);
    }

    private static ObjectNode all(String event, String key, List<? extends JournalEntry> entries) {
        ObjectNode json = named(event);
        ArrayNode all = json.putArray(key);
        entries.forEach(entry -> all.add(entry(entry)));
        return json;
    }

    private static ObjectNode entry(JournalEntry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (entry) {
            case JournalEntry.PastCall call -> {
                json.put("kind", "call")
                        .put(call.incoming() ? "from" : "to", call.peer())
                        .put("name", call.displayName())
                        .put("began", call.began().toString())
                        .put("outcome", call.outcome().name().toLowerCase(Locale.ROOT))
                        .put("reason", call.reason());
                call.answered()
                        .ifPresent(at ->
                                json.put("answered", at.toString())
                                        .put(
                                                "talkedMs",
                                                Duration.between(at, call.ended()).toMillis())
                                        .put("encryption", call.encryption()));
                json.put("ended", call.ended().toString());
            }
            case JournalEntry.PastFile file -> {
                json.put("kind", "file")
                        .put(file.incoming() ? "from" : "to", file.peer())
                        .put("name", file.name())
                        .put("size", file.size())
                        .put("sha256", file.sha256())
                        .put("outcome", file.outcome().name().toLowerCase(Locale.ROOT))
                        .put("reason", file.reason())
                        .put("at", file.at().toString());
                file.file().ifPresent(path -> json.put("file", path.toString()));
            }
        }
        return json;
    }

    static ObjectNode missed(int count) {
        return named("missed").put("count", count);
    }

    static ObjectNode doNotDisturb(boolean on) {
        return named("dnd").put("on", on);
    }

    static ObjectNode found(String words, List<ChatMessage> messages) {
        ObjectNode json = named("found").put("words", words);
        ArrayNode all = json.putArray("messages");
        for (ChatMessage message : messages) {
            all.addObject()
                    .put("with", message.key().conversation())
                    .put("author", message.author())
                    .put("text", message.text())
                    .put("at", message.at().toString())
                    .put("messageId", message.key().messageId());
        }
        return json;
    }

    static ObjectNode drafts(Map<String, String> drafts) {
        ObjectNode json = named("drafts");
        ArrayNode all = json.putArray("drafts");
        drafts.forEach((with, text) -> all.addObject().put("with", with).put("text", text));
        return json;
    }

    static ObjectNode diagnostics(String file) {
        return named("diagnostics").put("file", file);
    }

    static ObjectNode imported(ContactFile.Preview preview, boolean put) {
        ObjectNode json = named("import").put("put", put);
        ArrayNode found = json.putArray("found");
        for (ContactFile.Found one : preview.found()) {
            found.addObject()
                    .put("uri", one.uri())
                    .put("name", one.name())
                    .put("guessed", one.guessed());
        }
        ArrayNode skipped = json.putArray("skipped");
        for (ContactFile.Skipped one : preview.skipped()) {
            skipped.addObject().put("what", one.what()).put("why", one.why());
        }
        return json;
    }
}
