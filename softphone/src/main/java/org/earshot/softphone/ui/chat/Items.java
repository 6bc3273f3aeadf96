package org.earshot.softphone.ui.chat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ui.model.TextLine;

/// Makes of a conversation's lines what is to be shown. Pure.
final class Items {
    /// After a while even the same author begins anew.
    private static final Duration SAME_BREATH = Duration.ofMinutes(5);

    private Items() {}

    /// @param lines in order
    /// @param firstNew the message id of the first that had not been seen when the conversation was opened
    static List<Item> of(List<TextLine> lines, Optional<String> firstNew, ZoneId zone) {
        List<Item> items = new ArrayList<>();
        LocalDate day = null;
        TextLine before = null;
        for (TextLine line : lines) {
            LocalDate date = line.at().atZone(zone).toLocalDate();
            if (!date.equals(day)) {
                items.add(new Item.Day(date));
                day = date;
                before = null;
            }
            if (firstNew.filter(line.messageId()::equals).isPresent()) {
                items.add(new Item.NewMessages());
                before = null;
            }
            items.add(item(line, before));
            before = line;
        }
        return items;
    }

    private static Item item(TextLine line, TextLine before) {
        if (line.message().isEmpty()) {
            return new Item.Happened(line);
        }
        ChatMessage message = line.message().get();
        boolean follows =
                before != null
                        && before.message()
                                .filter(m -> m.author().equals(message.author()))
                                .filter(m ->
                                        Duration.between(m.at(), message.at())
                                                        .compareTo(SAME_BREATH)
                                                < 0)
                                .isPresent();
        return new Item.Bubble(line, !follows, message.isOfGroup() && !follows);
    }
}
