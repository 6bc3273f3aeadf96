package org.earshot.softphone.ui.rows;

import java.awt.Point;
import java.awt.Rectangle;
import javax.swing.JList;

/// Which row of a list a menu is about: the one under the mouse, or the chosen one where a key asked for it. Event dispatch thread.
public final class ChosenRow {
    /// Where no row is.
    private static final Point NOWHERE = new Point(-1, -1);

    private ChosenRow() {}

    /// Where the menu comes up that a key asked for: on the row that is chosen, which is brought into sight.
    public static Point place(JList<?> list) {
        int row = list.getLeadSelectionIndex();
        if (row < 0 || !list.isSelectedIndex(row)) {
            row = list.getSelectedIndex();
        }
        Rectangle bounds = row < 0 ? null : list.getCellBounds(row, row);
        if (bounds == null) {
            return NOWHERE;
        }
        list.ensureIndexIsVisible(row);
        Rectangle seen = bounds.intersection(list.getVisibleRect());
        return new Point(seen.x + seen.width / 4, seen.y + seen.height / 2);
    }

    /// The row at a point; -1 where there is none, as below the last one.
    public static int at(JList<?> list, Point point) {
        int row = list.locationToIndex(point);
        return row >= 0 && list.getCellBounds(row, row).contains(point) ? row : -1;
    }
}
