package org.earshot.softphone.ui.rows;

import java.util.Optional;
import javax.swing.Icon;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ui.look.PresenceIcon;
import org.earshot.softphone.ui.words.Texts;

/// What a row of one of the lists says.
///
/// @param icon at its left: somebody's picture, or a sign
/// @param presence how that person can be reached; empty: nothing is said of it
/// @param title in the first line
/// @param right at the right of the first line, such as a time
/// @param detail in the second line; "" for none
/// @param badge a number of things that were not seen; 0 for none
/// @param alarming whether the second line tells of something bad, such as a missed call
public record Row(
        Icon icon,
        Optional<Availability> presence,
        String title,
        String right,
        String detail,
        int badge,
        boolean alarming) {

    /// All of it, for who can't see it.
    String words() {
        StringBuilder words = new StringBuilder(title);
        presence.filter(p -> p != Availability.UNKNOWN)
                .ifPresent(p -> words.append(", ").append(PresenceIcon.words(p)));
        for (String part : new String[] {right, detail}) {
            if (!part.isBlank()) {
                words.append(", ").append(part);
            }
        }
        if (badge > 0) {
            words.append(", ").append(Texts.count("unread", badge));
        }
        return words.toString();
    }
}
