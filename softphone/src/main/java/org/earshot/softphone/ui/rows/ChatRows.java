package org.earshot.softphone.ui.rows;

import java.time.ZoneId;
import java.util.Optional;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.UserAgentEvent.PresenceChanged;
import org.earshot.softphone.ui.look.AvatarIcon;
import org.earshot.softphone.ui.look.PresenceIcon;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.model.TextLine;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.When;

/// What the lists say of people and of what was said with them.
public final class ChatRows {
    private final PhoneModel model;

    /// @param model asked for each row anew
    public ChatRows(PhoneModel model) {
        this.model = model;
    }

    /// Somebody, with the last thing that was said.
    public Row chat(String uri) {
        String writing = model.writing(uri);
        Optional<TextLine> last = model.lastLine(uri);
        String detail = writing.isEmpty() ? last.map(this::snippet).orElse("") : writing;
        return new Row(
                picture(uri),
                presence(uri),
                model.shownName(uri),
                model.lastAt(uri)
                        .map(at -> When.of(at, model.now(), ZoneId.systemDefault()))
                        .orElse(""),
                detail,
                model.unread(uri),
                last.filter(TextLine::hasFailed).isPresent());
    }

    private String snippet(TextLine line) {
        return switch (line.kind()) {
            case NOTE -> line.text();
            case MINE -> line.hasFailed() ? line.status() : Texts.get("you") + ": " + line.text();
            case THEIRS ->
                    line.message()
                            .filter(m -> m.isOfGroup())
                            .map(m -> model.shownName(m.author()) + ": " + line.text())
                            .orElse(line.text());
        };
    }

    /// Somebody, with how to reach them.
    public Row person(String uri) {
        Optional<PresenceChanged> known = model.presence(uri);
        Availability availability =
                known.map(PresenceChanged::availability).orElse(Availability.UNKNOWN);
        String note = known.map(PresenceChanged::note).orElse("");
        String address = Names.of(uri);
        String words =
                availability == Availability.UNKNOWN
                        ? ""
                        : Sentence.capital(PresenceIcon.words(availability));
        String detail = note.isBlank() ? words : words + " – " + note;
        boolean named = !model.shownName(uri).equals(address);
        return new Row(
                picture(uri),
                presence(uri),
                model.shownName(uri),
                model.isFavourite(uri) ? "★" : "",
                detail.isEmpty() && named ? address : detail,
                model.unread(uri),
                availability == Availability.ON_THE_PHONE); // a lamp: red while somebody talks
    }

    /// Somebody, as large as a row wants it.
    public AvatarIcon picture(String uri) {
        return model.avatar(uri, RowCell.PICTURE);
    }

    private Optional<Availability> presence(String uri) {
        return model.presence(uri)
                .map(PresenceChanged::availability)
                .filter(a -> a != Availability.UNKNOWN);
    }
}
