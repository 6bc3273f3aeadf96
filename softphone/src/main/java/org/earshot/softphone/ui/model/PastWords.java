package org.earshot.softphone.ui.model;

import java.time.Duration;
import java.util.Locale;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ui.words.FileWords;
import org.earshot.softphone.ui.words.Texts;

/// What the lists and the conversations say of calls and files that are over. Pure.
public final class PastWords {
    private PastWords() {}

    /// How a call went.
    public static String of(PastCall call) {
        String what = "past." + call.outcome().name().toLowerCase(Locale.ROOT);
        return call.outcome() == Outcome.ANSWERED
                ? Texts.get(
                        call.incoming() ? "past.answered.in" : "past.answered.out",
                        CallLine.clock(
                                Duration.between(
                                        call.answered().orElse(call.ended()), call.ended())))
                : Texts.get(what);
    }

    /// A line of a conversation.
    static TextLine line(JournalEntry entry) {
        return switch (entry) {
            case PastCall call -> TextLine.note(lineOf(call), call.began());
            case PastFile file -> TextLine.note(lineOf(file), file.at());
        };
    }

    private static String lineOf(PastCall call) {
        return Texts.get("past.call", of(call));
    }

    private static String lineOf(PastFile file) {
        String name = file.name().isEmpty() ? Texts.get("file.unnamed") : file.name();
        return switch (file.outcome()) {
            case COMPLETE ->
                    file.incoming()
                            ? file.file()
                                    .map(path -> Texts.get("file.received.as", name, path))
                                    .orElseGet(() -> Texts.get("file.received", name))
                            : Texts.get(
                                    "file.sent", name + " (" + FileWords.size(file.size()) + ")");
            case BLOCKED -> Texts.get("file.blocked", name);
            case CANCELLED -> Texts.get("file.cancelled", name);
            case FAILED, OFFERED, PROGRESS, PAUSED -> Texts.get("file.failed", name);
        };
    }
}
