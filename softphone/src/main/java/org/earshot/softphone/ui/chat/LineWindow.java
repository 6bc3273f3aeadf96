package org.earshot.softphone.ui.chat;

import java.util.List;
import org.earshot.softphone.ui.model.TextLine;

/// Which of a conversation's lines are shown: a part that moves as the user scrolls, so that a conversation of a hundred thousand messages costs no
/// more than one of two thousand. It is counted from the end, as older lines come in at the beginning. Pure.
final class LineWindow {
    /// Of a conversation that is opened.
    static final int FIRST = 300;

    /// More at a time, in either direction.
    static final int STEP = 200;

    /// At most.
    static final int MOST = 2_000;

    private int fromEnd = FIRST;

    /// The lines that are shown.
    List<TextLine> of(List<TextLine> all) {
        int start = Math.max(0, all.size() - fromEnd);
        return all.subList(start, Math.min(all.size(), start + MOST));
    }

    /// Whether the last line is among those that are shown.
    boolean hasEnd() {
        return fromEnd <= MOST;
    }

    /// Lines came in at the end.
    ///
    /// @param atEnd whether the user looks at the end, and is to go on doing so
    void appended(int count, boolean atEnd) {
        fromEnd += count;
        if (atEnd) {
            fromEnd = Math.min(fromEnd, MOST);
        }
    }

    /// The user wants to see what is older.
    ///
    /// @param size of the whole conversation
    /// @return whether there is more to show
    boolean up(int size) {
        if (fromEnd >= size) {
            return false;
        }
        fromEnd = Math.min(size, fromEnd + STEP);
        return true;
    }

    /// The user wants to see what is newer.
    ///
    /// @return whether there is more to show
    boolean down() {
        if (hasEnd()) {
            return false;
        }
        fromEnd = Math.max(MOST, fromEnd - STEP);
        return true;
    }

    /// To the end, as when it was opened.
    void toEnd() {
        fromEnd = FIRST;
    }

    /// To where this line can be seen.
    ///
    /// @param index of it
    /// @param size of the whole conversation
    void to(int index, int size) {
        fromEnd = Math.max(FIRST, Math.min(size, size - index + STEP));
    }
}
