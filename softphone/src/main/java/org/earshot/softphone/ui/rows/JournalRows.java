package org.earshot.softphone.ui.rows;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.model.PastWords;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.FileWords;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.When;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/// What the lists say of calls and files that are over.
public final class JournalRows {
    private final PhoneModel model;

    /// @param model asked for each row anew
    public JournalRows(PhoneModel model) {
        this.model = model;
    }

    /// A call that is over.
    public Row call(PastCall call) {
        return new Row(
                new Glyph(sign(call), 24),
                Optional.empty(),
                name(call),
                When.of(call.began(), model.now(), ZoneId.systemDefault()),
                PastWords.of(call),
                0,
                call.outcome() == Outcome.MISSED);
    }

    /// Who called, or was called.
    public String name(PastCall call) {
        String known = model.nameOf(call.peer());
        if (!known.isEmpty()) {
            return known;
        }
        return call.displayName().isBlank()
                ? Names.of(call.peer())
                : call.displayName().strip() + " (" + Names.of(call.peer()) + ")";
    }

    private static Ikon sign(PastCall call) {
        if (call.outcome() == Outcome.MISSED) {
            return MaterialDesignP.PHONE_MISSED;
        }
        return call.incoming() ? MaterialDesignP.PHONE_INCOMING : MaterialDesignP.PHONE_OUTGOING;
    }

    /// A file that came, went, or did not.
    public Row file(PastFile file) {
        return new Row(
                new Glyph(
                        file.incoming()
                                ? MaterialDesignF.FILE_DOWNLOAD_OUTLINE
                                : MaterialDesignF.FILE_UPLOAD_OUTLINE,
                        24),
                Optional.empty(),
                file.name().isEmpty() ? Texts.get("file.unnamed") : file.name(),
                When.of(file.at(), model.now(), ZoneId.systemDefault()),
                detail(file),
                0,
                file.outcome() != FilePhase.COMPLETE);
    }

    /// What went wrong comes first: there may be no room for all of it.
    private String detail(PastFile file) {
        String where =
                Texts.get(
                        file.incoming() ? "past.file.from" : "past.file.to",
                        model.shownName(file.peer()),
                        FileWords.size(file.size()));
        return file.outcome() == FilePhase.COMPLETE
                ? where
                : Sentence.capital(
                                Texts.get(
                                        "past.file."
                                                + file.outcome().name().toLowerCase(Locale.ROOT)))
                        + " – "
                        + where;
    }
}
