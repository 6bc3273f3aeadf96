package org.earshot.softphone.ui.rows;

import java.awt.Component;
import java.awt.Point;
import java.io.Serial;
import javax.swing.JList;
import javax.swing.JPopupMenu;

/// What can be done with a row of a list: it is chosen first. Elsewhere in the list there is no menu.
public final class RowMenu extends JPopupMenu {
    @Serial private static final long serialVersionUID = 1L;

    private final JList<?> list;

    /// @param list whose row under the pointer, or the chosen one, the menu is about
    public RowMenu(JList<?> list) {
        this.list = list;
    }

    @Override
    public void show(Component invoker, int x, int y) {
        int row = ChosenRow.at(list, new Point(x, y));
        if (row >= 0) {
            list.setSelectedIndex(row);
            super.show(invoker, x, y);
        }
    }
}
