package org.earshot.softphone.ui.rows;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.DefaultListModel;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.ListSelectionModel;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ui.look.KeyAction;

/// A list of rows, each of a picture and two lines.
public final class RowList<T> extends JList<T> {
    @Serial private static final long serialVersionUID = 1L;

    private static final int ROW = 56;

    private final DefaultListModel<T> rows = new DefaultListModel<>();
    private boolean showing;
    private transient Optional<Runnable> waiting = Optional.empty();

    /// @param words what the list is, for who can't see it
    public RowList(String name, String words, Function<T, Row> rowOf) {
        setModel(rows);
        setName(name);
        getAccessibleContext().setAccessibleName(words);
        setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        setCellRenderer(new RowCell<>(rowOf));
        setFixedCellHeight(UIScale.scale(ROW));
        setFixedCellWidth(UIScale.scale(100)); // it is as wide as there is room
        addMouseListener(
                new MouseAdapter() {
                    @Override
                    public void mouseReleased(MouseEvent event) {
                        // the list itself may hear of it after us
                        SwingUtilities.invokeLater(() -> waiting.ifPresent(Runnable::run));
                    }
                });
        addFocusListener(
                new FocusAdapter() {
                    @Override
                    public void focusLost(FocusEvent event) {
                        letGo();
                    }
                });
    }

    /// A press whose release goes elsewhere, as to a dialog that comes up, is over.
    private void letGo() {
        setValueIsAdjusting(false);
        waiting.ifPresent(Runnable::run);
    }

    /// Below the last row there is none: a click there is not about that one.
    @Override
    public int locationToIndex(Point location) {
        int row = super.locationToIndex(location);
        Rectangle bounds = row < 0 ? null : getCellBounds(row, row);
        return bounds != null && bounds.contains(location) ? row : -1;
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return true;
    }

    /// A menu that a key opens is about the row that is chosen, which may be anywhere.
    @Override
    public Point getPopupLocation(MouseEvent event) {
        return event == null ? ChosenRow.place(this) : super.getPopupLocation(event);
    }

    /// @param listener is told what the user has chosen, not what [#show] did
    public void onChosen(Consumer<T> listener) {
        addListSelectionListener(event -> {
            if (!event.getValueIsAdjusting() && !showing) {
                chosen().ifPresent(listener);
            }
        });
    }

    /// @param listener is told what was opened: by Enter, or by two clicks
    public void onOpened(Consumer<T> listener) {
        KeyAction.on(this, KeyEvent.VK_ENTER, () -> chosen().ifPresent(listener));
        addMouseListener(
                new MouseAdapter() {
                    @Override
                    public void mouseClicked(MouseEvent event) {
                        if (event.getClickCount() == 2
                                && SwingUtilities.isLeftMouseButton(event)
                                && locationToIndex(event.getPoint()) >= 0) {
                            chosen().ifPresent(listener);
                        }
                    }
                });
    }

    /// Down goes from a field to the first row.
    public void enterFrom(JComponent field) {
        KeyAction.on(
                field,
                KeyEvent.VK_DOWN,
                () -> {
                    if (!isEmpty()) {
                        setSelectedIndex(0);
                        requestFocusInWindow();
                    }
                });
    }

    /// Empty: nothing is chosen.
    public Optional<T> chosen() {
        return Optional.ofNullable(getSelectedValue());
    }

    /// Shows these rows, and this one as chosen; rows that stay are not touched. While the mouse is pressed on one of them all stay: it would be let go
    /// on another, or on none.
    public void show(List<T> wanted, Optional<T> chosen) {
        if (getValueIsAdjusting()) {
            // what the click has chosen stands until the next look at everything
            waiting =
                    Optional.of(
                            () -> show(wanted, chosen().filter(wanted::contains).or(() -> chosen)));
            return;
        }
        waiting = Optional.empty();
        showing = true;
        try {
            for (int i = 0; i < wanted.size(); i++) {
                if (i >= rows.size()) {
                    rows.addElement(wanted.get(i));
                } else if (!rows.get(i).equals(wanted.get(i))) {
                    rows.set(i, wanted.get(i));
                }
            }
            rows.setSize(wanted.size());
            int row = chosen.map(wanted::indexOf).orElse(-1);
            if (row < 0) {
                clearSelection();
            } else if (row != getSelectedIndex() || getSelectedIndices().length != 1) {
                setSelectedIndex(row);
            }
        } finally {
            showing = false;
        }
        repaint();
    }

    /// Whether it lists nothing.
    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
