package org.earshot.server.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Content;

/// Content as it is printed. Pure.
final class RecordContent {
    private RecordContent() {}

    static void describe(Content content, Map<String, Object> fields) {
        fields.put("contentType", content.type());
        if (isKey(content)) {
            return; // who wants the file gets it by a command of its own; the key says nothing
        }
        text(content)
                .ifPresentOrElse(
                        text -> fields.put("content", text),
                        () ->
                                fields.put(
                                        "contentBase64",
                                        Base64.getEncoder()
                                                .encodeToString(content.body().array())));
    }

    static String words(Content content) {
        if (isKey(content)) {
            return "a copy of the file is kept: earshot admin archive file RECORD FILE writes it";
        }
        return text(content)
                .orElse(
                        content.body().length()
                                + " bytes of "
                                + content.type()
                                + ": --json shows them");
    }

    private static boolean isKey(Content content) {
        return content.type().equals(ArchiveEvent.FileKept.KEY_TYPE);
    }

    private static Optional<String> text(Content content) {
        String type = content.type().toLowerCase(Locale.ROOT);
        if (!type.startsWith("text/") && !type.startsWith("message/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content.body().array()))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
