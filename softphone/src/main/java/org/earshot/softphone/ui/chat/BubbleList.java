package org.earshot.softphone.ui.chat;

import java.awt.Component;
import java.awt.Cursor;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.datatransfer.StringSelection;
import java.awt.datatransfer.Transferable;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.swing.AbstractListModel;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.TransferHandler;
import org.earshot.softphone.ui.look.AvatarIcon;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.model.TextLine;
import org.earshot.softphone.ui.rows.ChosenRow;
import org.earshot.softphone.ui.words.Texts;

/// The rows of a conversation. Rows that were measured once are not measured again while the width stays, so that one that comes costs no more than
/// itself.
final class BubbleList extends JList<Item> {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Map<Item, BubbleLayout> layouts = new HashMap<>();
    private final Rows rows = new Rows();
    private final BubbleCell cell;
    private final transient Consumer<String> onLink;
    private int measuredFor;

    /// @param nameOf what the user calls somebody
    /// @param pictureOf somebody's picture of a size
    /// @param onLink opens a web page
    BubbleList(
            UnaryOperator<String> nameOf,
            BiFunction<String, Integer, AvatarIcon> pictureOf,
            Consumer<String> onLink) {
        cell = new BubbleCell(nameOf, pictureOf);
        this.onLink = onLink;
        setModel(rows);
        setName("transcript");
        getAccessibleContext().setAccessibleName(Texts.get("conversation"));
        setSelectionMode(ListSelectionModel.MULTIPLE_INTERVAL_SELECTION);
        setCellRenderer(new Renderer());
        setBackground(Colours.page());
        setTransferHandler(new Copying());
        addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentResized(ComponentEvent event) {
                        if (getWidth() != measuredFor) {
                            measureAnew();
                        }
                    }
                });
        MouseAdapter mouse = new Mouse();
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
    }

    /// A menu that a key opens is about the message that is chosen.
    @Override
    public Point getPopupLocation(MouseEvent event) {
        return event == null ? ChosenRow.place(this) : super.getPopupLocation(event);
    }

    @Override
    public void updateUI() {
        super.updateUI();
        if (rows != null) {
            setBackground(Colours.page());
            setCellRenderer(new Renderer());
            measureAnew();
        }
    }

    private void measureAnew() {
        measuredFor = getWidth();
        layouts.clear();
        setFixedCellHeight(1); // makes the list forget its rows' heights
        setFixedCellHeight(-1);
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return true;
    }

    /// A page of the wheel is a part of a long row, not all of it.
    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return 2 * getFontMetrics(getFont()).getHeight();
    }

    /// Shows these; what is there already stays.
    void show(List<Item> items) {
        rows.become(items);
        if (layouts.size() > 3 * items.size() + 500) {
            layouts.keySet().retainAll(java.util.Set.copyOf(items));
        }
    }

    /// Marks words wherever they stand, in any case; none ends it.
    void mark(List<String> words) {
        cell.mark(words);
        repaint();
    }

    List<Item> items() {
        return rows.items;
    }

    /// The row at the top of what is in sight, and how far above the edge it begins.
    Optional<Anchor> anchor() {
        Rectangle visible = getVisibleRect();
        int row = locationToIndex(new Point(1, visible.y));
        if (row < 0 || rows.items.isEmpty()) {
            return Optional.empty();
        }
        Item item = rows.items.get(row);
        while (!(item instanceof Item.Bubble || item instanceof Item.Happened)
                && row + 1 < rows.items.size()) {
            row++; // a day may get another row above it
            item = rows.items.get(row);
        }
        return Optional.of(new Anchor(lineOf(item), getCellBounds(row, row).y - visible.y));
    }

    /// Brings a row back to where it was.
    ///
    /// @return its new y, or -1 where it is gone
    int yOf(Anchor anchor) {
        for (int row = 0; row < rows.items.size(); row++) {
            if (lineOf(rows.items.get(row)).equals(anchor.line())) {
                return getCellBounds(row, row).y - anchor.below();
            }
        }
        return -1;
    }

    private static Optional<TextLine> lineOf(Item item) {
        return switch (item) {
            case Item.Bubble bubble -> Optional.of(bubble.line());
            case Item.Happened happened -> Optional.of(happened.line());
            case Item.Day _, Item.NewMessages _ -> Optional.empty();
        };
    }

    /// @param below how far below the upper edge of what is in sight it begins; negative: above
    record Anchor(Optional<TextLine> line, int below) {}

    /// The message at a point.
    Optional<TextLine> lineAt(Point point) {
        return rowAt(point).flatMap(row -> lineOf(rows.items.get(row)));
    }

    /// The link at a point.
    Optional<String> linkAt(Point point) {
        return rowAt(point)
                .map(rows.items::get)
                .filter(Item.Bubble.class::isInstance)
                .flatMap(item -> {
                    int row = rows.items.indexOf(item);
                    Rectangle bounds = getCellBounds(row, row);
                    return layout((Item.Bubble) item)
                            .linkAt(new Point(point.x - bounds.x, point.y - bounds.y));
                });
    }

    private Optional<Integer> rowAt(Point point) {
        int row = ChosenRow.at(this, point);
        return row < 0 ? Optional.empty() : Optional.of(row);
    }

    private BubbleLayout layout(Item.Bubble bubble) {
        return layouts.computeIfAbsent(bubble, _ -> cell.layout(bubble, getWidth()));
    }

    /// What is selected, as text; all of it where nothing is.
    String selectedText() {
        List<Item> chosen = getSelectedValuesList();
        if (chosen.size() == 1 && chosen.getFirst() instanceof Item.Bubble(TextLine line, _, _)) {
            return line.text(); // one message is wanted for its words
        }
        return chosen.stream().map(cell::words).collect(Collectors.joining("\n"));
    }

    private final class Renderer implements ListCellRenderer<Item> {
        @Override
        public Component getListCellRendererComponent(
                JList<? extends Item> list, Item item, int index, boolean selected, boolean focus) {
            cell.become(item, item instanceof Item.Bubble bubble ? layout(bubble) : null, selected);
            return cell;
        }
    }

    private final class Mouse extends MouseAdapter {
        @Override
        public void mouseMoved(MouseEvent event) {
            setCursor(
                    linkAt(event.getPoint()).isPresent()
                            ? Cursor.getPredefinedCursor(Cursor.HAND_CURSOR)
                            : Cursor.getDefaultCursor());
        }

        @Override
        public void mouseClicked(MouseEvent event) {
            if (event.getButton() == MouseEvent.BUTTON1) {
                linkAt(event.getPoint()).ifPresent(onLink);
            }
        }
    }

    private final class Copying extends TransferHandler {
        @Serial private static final long serialVersionUID = 1L;

        @Override
        public int getSourceActions(JComponent component) {
            return COPY;
        }

        @Override
        protected Transferable createTransferable(JComponent component) {
            return new StringSelection(selectedText());
        }
    }

    /// Tells the list of no more than what has changed: the same beginning and the same end stay.
    private static final class Rows extends AbstractListModel<Item> {
        @Serial private static final long serialVersionUID = 1L;

        private transient List<Item> items = List.of();

        @Override
        public int getSize() {
            return items.size();
        }

        @Override
        public Item getElementAt(int index) {
            return items.get(index);
        }

        void become(List<Item> wanted) {
            List<Item> old = items;
            int shorter = Math.min(old.size(), wanted.size());
            int same = 0;
            while (same < shorter && old.get(same).equals(wanted.get(same))) {
                same++;
            }
            int tail = 0;
            while (tail < shorter - same
                    && old.get(old.size() - 1 - tail)
                            .equals(wanted.get(wanted.size() - 1 - tail))) {
                tail++;
            }
            int gone = old.size() - same - tail;
            int come = wanted.size() - same - tail;
            if (gone == come && gone > 0) {
                items = wanted;
                fireContentsChanged(this, same, same + gone - 1);
                return;
            }
            if (gone > 0) {
                items =
                        List.copyOf(
                                joined(old.subList(0, same), old.subList(same + gone, old.size())));
                fireIntervalRemoved(this, same, same + gone - 1);
            }
            items = wanted;
            if (come > 0) {
                fireIntervalAdded(this, same, same + come - 1);
            }
        }

        private static List<Item> joined(List<Item> one, List<Item> other) {
            List<Item> all = new java.util.ArrayList<>(one);
            all.addAll(other);
            return all;
        }
    }
}
