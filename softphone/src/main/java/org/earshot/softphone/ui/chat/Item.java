package org.earshot.softphone.ui.chat;

import java.time.LocalDate;
import org.earshot.softphone.ui.model.TextLine;

/// What stands in a conversation, from top to bottom.
sealed interface Item {

    /// A new day begins.
    record Day(LocalDate date) implements Item {}

    /// What comes below was not seen before.
    record NewMessages() implements Item {}

    /// What somebody wrote.
    ///
    /// @param begins whether it is the first of its author in a row
    /// @param named whether its author has to be named: somebody else in a group
    record Bubble(TextLine line, boolean begins, boolean named) implements Item {}

    /// What happened, such as a call.
    record Happened(TextLine line) implements Item {}
}
