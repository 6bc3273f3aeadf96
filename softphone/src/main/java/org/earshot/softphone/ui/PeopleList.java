package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.ListCellRenderer;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.rows.Row;
import org.earshot.softphone.ui.rows.RowCell;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.words.Texts;

/// The list of people under headings. A click on a heading, Enter or Space closes or opens its group; Left closes, Right opens it.
final class PeopleList {
    private static final int HEADING = 30;

    private final Set<PeopleRow.Group> collapsed = EnumSet.of(PeopleRow.Group.DIRECTORY);
    private final RowList<PeopleRow> list;
    private final Runnable onToggled;

    /// @param rowOf what is said of somebody
    /// @param onToggled makes the rows anew
    PeopleList(Function<String, Row> rowOf, Runnable onToggled) {
        this.onToggled = onToggled;
        Function<PeopleRow, Row> rows =
                row -> rowOf.apply(row instanceof PeopleRow.Person(String uri) ? uri : "");
        list = new RowList<>("contacts", Texts.get("page.people"), rows);
        list.setFixedCellHeight(-1);
        list.setCellRenderer(new Cell(new RowCell<>(rows)));
        list.addMouseListener(
                new MouseAdapter() {
                    @Override
                    public void mousePressed(MouseEvent event) {
                        int at = list.locationToIndex(event.getPoint());
                        if (event.getButton() == MouseEvent.BUTTON1
                                && at >= 0
                                && list.getCellBounds(at, at).contains(event.getPoint())
                                && list.getModel().getElementAt(at)
                                        instanceof PeopleRow.Heading heading) {
                            set(heading, !heading.collapsed());
                        }
                    }
                });
        KeyAction.on(
                list, KeyEvent.VK_ENTER, () -> chosen().ifPresent(h -> set(h, !h.collapsed())));
        KeyAction.on(
                list, KeyEvent.VK_SPACE, () -> chosen().ifPresent(h -> set(h, !h.collapsed())));
        KeyAction.on(list, KeyEvent.VK_LEFT, () -> chosen().ifPresent(h -> set(h, true)));
        KeyAction.on(list, KeyEvent.VK_RIGHT, () -> chosen().ifPresent(h -> set(h, false)));
    }

    RowList<PeopleRow> component() {
        return list;
    }

    Set<PeopleRow.Group> collapsed() {
        return Set.copyOf(collapsed);
    }

    /// @param listener is told whom the user has chosen
    void onChosen(Consumer<String> listener) {
        list.onChosen(row -> {
            if (row instanceof PeopleRow.Person(String uri)) {
                listener.accept(uri);
            }
        });
    }

    private Optional<PeopleRow.Heading> chosen() {
        return list.chosen()
                .filter(PeopleRow.Heading.class::isInstance)
                .map(PeopleRow.Heading.class::cast);
    }

    private void set(PeopleRow.Heading heading, boolean closed) {
        if (closed) {
            collapsed.add(heading.group());
        } else {
            collapsed.remove(heading.group());
        }
        onToggled.run();
    }

    /// Shows these; a heading that is chosen stays so, else this person is.
    void show(List<PeopleRow> rows, Optional<String> person) {
        Optional<PeopleRow> heading =
                chosen().flatMap(before ->
                        rows.stream()
                                .filter(row ->
                                        row instanceof PeopleRow.Heading now
                                                && now.group() == before.group())
                                .findFirst());
        list.show(
                rows,
                heading.filter(_ -> list.isFocusOwner())
                        .or(() -> person.map(PeopleRow.Person::new)));
    }

    private record Cell(RowCell<PeopleRow> person, JLabel heading)
            implements ListCellRenderer<PeopleRow> {
        Cell(RowCell<PeopleRow> person) {
            this(person, PlainText.only(new JLabel()));
        }

        @Override
        public Component getListCellRendererComponent(
                JList<? extends PeopleRow> list,
                PeopleRow row,
                int index,
                boolean selected,
                boolean focused) {
            if (!(row instanceof PeopleRow.Heading now)) {
                return person.getListCellRendererComponent(list, row, index, selected, focused);
            }
            heading.setText(
                    (now.collapsed() ? "\u25b8  " : "\u25be  ")
                            + now.group().words()
                            + "  "
                            + now.count());
            heading.getAccessibleContext().setAccessibleName(now.words());
            Font font = list.getFont();
            heading.setFont(font.deriveFont(Font.BOLD, font.getSize2D() * 0.87f));
            heading.setOpaque(true);
            heading.setBackground(selected ? list.getSelectionBackground() : list.getBackground());
            heading.setForeground(selected ? list.getSelectionForeground() : Colours.faint());
            heading.setBorder(BorderFactory.createEmptyBorder(6, UIScale.scale(12), 2, 0));
            heading.setPreferredSize(new Dimension(10, UIScale.scale(HEADING)));
            return heading;
        }
    }
}
