package org.earshot.softphone.ui;

import java.util.Locale;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ui.words.Texts;

/// A row of the list of people.
sealed interface PeopleRow {

    /// Under what people are listed, in this order.
    enum Group {
        FAVOURITES,
        AVAILABLE,
        AWAY,
        /// Also who is in a call.
        BUSY,
        OFFLINE,
        /// Nobody tells us.
        UNKNOWN,
        /// Contacts at other organisations, however they can be reached.
        OUTSIDE,
        /// Who is in the organisation's directory, and is no contact.
        DIRECTORY;

        static Group of(Availability availability) {
            return switch (availability) {
                case AVAILABLE -> AVAILABLE;
                case AWAY -> AWAY;
                case BUSY, ON_THE_PHONE -> BUSY;
                case OFFLINE -> OFFLINE;
                case UNKNOWN -> UNKNOWN;
            };
        }

        String words() {
            return Texts.get("people.group." + name().toLowerCase(Locale.ROOT));
        }
    }

    /// Above those of a group.
    ///
    /// @param count how many they are
    /// @param collapsed whether they are not shown
    record Heading(Group group, int count, boolean collapsed) implements PeopleRow {
        /// For who can't see it.
        String words() {
            return Texts.get(
                    collapsed ? "people.collapsed" : "people.expanded", group.words(), count);
        }
    }

    /// Somebody.
    record Person(String uri) implements PeopleRow {}
}
