package org.earshot.softphone.ui.rows;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.io.Serial;
import java.util.function.Function;
import javax.swing.JList;
import javax.swing.ListCellRenderer;
import javax.swing.UIManager;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.PresenceIcon;

/// Paints the rows of a list: two lines beside a picture.
public final class RowCell<T> extends PaintedRow implements ListCellRenderer<T> {
    @Serial private static final long serialVersionUID = 1L;

    /// Of a picture, and of a sign that stands in its place.
    /// How wide somebody is at the left, in pixels of a display of 96 dpi.
    public static final int PICTURE = 36;

    private static final int EDGE = 12;
    private static final int HEIGHT = 56;

    private final transient Function<T, Row> rowOf;
    private transient Row row;
    private boolean selected;
    private boolean focused;

    /// @param rowOf what the row of an entry says; asked whenever it is painted
    public RowCell(Function<T, Row> rowOf) {
        this.rowOf = rowOf;
    }

    @Override
    public Component getListCellRendererComponent(
            JList<? extends T> list, T value, int index, boolean isSelected, boolean hasFocus) {
        row = rowOf.apply(value);
        selected = isSelected;
        focused = hasFocus;
        setFont(list.getFont());
        setBackground(isSelected ? list.getSelectionBackground() : list.getBackground());
        setForeground(isSelected ? list.getSelectionForeground() : list.getForeground());
        getAccessibleContext().setAccessibleName(row.words());
        return this;
    }

    @Override
    public Dimension getPreferredSize() {
        return new Dimension(UIScale.scale(100), UIScale.scale(HEIGHT));
    }

    @Override
    protected void paintRow(Graphics2D g) {
        g.setColor(getBackground());
        g.fillRect(0, 0, getWidth(), getHeight());
        if (focused && !selected) {
            g.setColor(UIManager.getColor("Component.focusColor"));
            g.drawRect(0, 0, getWidth() - 1, getHeight() - 1);
        }
        paintIcon(g);
        paintWords(g);
    }

    private void paintIcon(Graphics2D g) {
        int edge = UIScale.scale(EDGE);
        int side = UIScale.scale(PICTURE);
        int y = (getHeight() - side) / 2;
        row.icon()
                .paintIcon(
                        this,
                        g,
                        edge + (side - row.icon().getIconWidth()) / 2,
                        y + (side - row.icon().getIconHeight()) / 2);
        row.presence()
                .ifPresent(presence -> {
                    PresenceIcon sign = new PresenceIcon(presence, false);
                    int x = edge + side - sign.getIconWidth() + UIScale.scale(1);
                    int top = y + side - sign.getIconHeight() + UIScale.scale(1);
                    int ring = UIScale.scale(2);
                    g.setColor(getBackground());
                    g.fillOval(
                            x - ring,
                            top - ring,
                            sign.getIconWidth() + 2 * ring,
                            sign.getIconHeight() + 2 * ring);
                    sign.paintIcon(this, g, x, top);
                });
    }

    private void paintWords(Graphics2D g) {
        int left = UIScale.scale(2 * EDGE + PICTURE);
        int right = getWidth() - UIScale.scale(EDGE);
        Font usual = getFont();
        Font small = usual.deriveFont(usual.getSize2D() * 0.87f);
        Font title = row.badge() > 0 ? usual.deriveFont(Font.BOLD) : usual;
        FontMetrics titles = getFontMetrics(title);
        FontMetrics details = getFontMetrics(small);
        boolean two = !row.detail().isEmpty();
        int gap = UIScale.scale(3);
        int height = titles.getHeight() + (two ? gap + details.getHeight() : 0);
        int baseline = (getHeight() - height) / 2 + titles.getAscent();
        g.setFont(small);
        g.setColor(selected ? getForeground() : Colours.faint());
        int timeWidth = details.stringWidth(row.right());
        g.drawString(row.right(), right - timeWidth, baseline);
        g.setFont(title);
        g.setColor(getForeground());
        int room = right - left - (timeWidth > 0 ? timeWidth + UIScale.scale(8) : 0);
        g.drawString(fitting(row.title(), titles, room), left, baseline);
        int badge = row.badge() > 0 ? paintBadge(g, small, right) : 0;
        if (two) {
            g.setFont(small);
            g.setColor(
                    selected ? getForeground() : row.alarming() ? Colours.bad() : Colours.faint());
            int below = baseline + titles.getDescent() + gap + details.getAscent();
            g.drawString(fitting(row.detail(), details, right - left - badge), left, below);
        }
    }

    /// @return how much room it takes
    private int paintBadge(Graphics2D g, Font small, int right) {
        String number = row.badge() > 99 ? "99+" : Integer.toString(row.badge());
        Font font = small.deriveFont(Font.BOLD);
        FontMetrics metrics = getFontMetrics(font);
        int height = metrics.getHeight();
        int width = Math.max(height, metrics.stringWidth(number) + UIScale.scale(10));
        int y = getHeight() - UIScale.scale(8) - height;
        g.setColor(Colours.badge());
        g.fillRoundRect(right - width, y, width, height, height, height);
        g.setColor(Color.WHITE);
        g.setFont(font);
        g.drawString(
                number, right - (width + metrics.stringWidth(number)) / 2, y + metrics.getAscent());
        return width + UIScale.scale(8);
    }

    /// As much of it as there is room for.
    static String fitting(String words, FontMetrics metrics, int room) {
        String line = words.length() > 400 ? words.substring(0, 400) : words;
        line = line.replace('\n', ' ');
        if (metrics.stringWidth(line) <= room) {
            return line;
        }
        int end = line.length();
        while (end > 0 && metrics.stringWidth(line.substring(0, end) + "…") > room) {
            end--;
        }
        return line.substring(0, end) + "…";
    }
}
