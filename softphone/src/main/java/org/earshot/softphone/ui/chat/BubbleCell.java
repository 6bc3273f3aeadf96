package org.earshot.softphone.ui.chat;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.io.Serial;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import javax.swing.UIManager;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ui.look.AvatarIcon;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.model.TextLine;
import org.earshot.softphone.ui.rows.PaintedRow;
import org.earshot.softphone.ui.words.Texts;

/// Paints one row of a conversation; the same component for all of them.
final class BubbleCell extends PaintedRow {
    @Serial private static final long serialVersionUID = 1L;

    private static final int ROUND = 14;
    private static final int AVATAR = 28;

    private final transient DateTimeFormatter time =
            DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT);
    private final transient DateTimeFormatter day =
            DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL);
    private final transient UnaryOperator<String> nameOf;
    private final transient BiFunction<String, Integer, AvatarIcon> pictureOf;
    private transient Item item = new Item.NewMessages();
    private transient BubbleLayout layout;
    private transient List<String> marked = List.of();
    private boolean selected;
    private int height;

    /// @param nameOf what the user calls somebody
    /// @param pictureOf somebody's picture of a size
    BubbleCell(UnaryOperator<String> nameOf, BiFunction<String, Integer, AvatarIcon> pictureOf) {
        this.nameOf = nameOf;
        this.pictureOf = pictureOf;
        setFont(UIManager.getFont("Label.font"));
    }

    /// Becomes the row of an item.
    ///
    /// @param where null for what is no bubble
    void become(Item row, BubbleLayout where, boolean isSelected) {
        item = row;
        layout = where;
        selected = isSelected;
        height = heightOf(row, where);
        getAccessibleContext().setAccessibleName(words(row));
    }

    /// @param words that are marked wherever they stand, in any case
    void mark(List<String> words) {
        marked = words;
    }

    /// How high a row is.
    int heightOf(Item row, BubbleLayout where) {
        return switch (row) {
            case Item.Bubble _ -> where.height();
            case Item.Day _, Item.NewMessages _ -> smallMetrics().getHeight() + UIScale.scale(22);
            case Item.Happened _ -> smallMetrics().getHeight() + UIScale.scale(14);
        };
    }

    BubbleLayout layout(Item.Bubble bubble, int width) {
        return BubbleLayout.of(
                bubble,
                bubble.line().message().map(m -> nameOf.apply(m.author())).orElse(""),
                width,
                new BubbleLayout.Sizes(
                        getFontMetrics(getFont()), smallMetrics(), metaWidth(bubble)));
    }

    private int metaWidth(Item.Bubble bubble) {
        boolean mine = bubble.line().kind() == TextLine.Kind.MINE;
        return smallMetrics().stringWidth(time(bubble.line()))
                + (mine ? UIScale.scale(3) + Ticks.width() : 0);
    }

    private String time(TextLine line) {
        return time.format(line.at().atZone(ZoneId.systemDefault()));
    }

    /// A row in words, for who can't see it, and to be copied.
    String words(Item row) {
        return switch (row) {
            case Item.Day(var date) -> day.format(date);
            case Item.NewMessages _ -> Texts.get("conversation.new");
            case Item.Happened(TextLine line) -> time(line) + "  " + line.text();
            case Item.Bubble(TextLine line, _, _) ->
                    "["
                            + time(line)
                            + "] "
                            + author(line)
                            + ": "
                            + line.text()
                            + (line.status().isEmpty() ? "" : " (" + line.status() + ")");
        };
    }

    private String author(TextLine line) {
        return line.message()
                .filter(m -> !m.mine())
                .map(m -> nameOf.apply(m.author()))
                .orElseGet(() -> Texts.get("you"));
    }

    private Font smallFont() {
        return getFont().deriveFont(getFont().getSize2D() * 0.87f);
    }

    private FontMetrics smallMetrics() {
        return getFontMetrics(smallFont());
    }

    @Override
    public Dimension getPreferredSize() {
        return new Dimension(10, height); // as wide as the list
    }

    @Override
    protected void paintRow(Graphics2D g) {
        switch (item) {
            case Item.Bubble bubble -> paint(g, bubble);
            case Item.Day(var date) -> paintRule(g, day.format(date), Colours.faint());
            case Item.NewMessages _ -> paintRule(g, Texts.get("conversation.new"), Colours.bad());
            case Item.Happened(TextLine line) -> paintHappened(g, line);
        }
    }

    private void paint(Graphics2D g, Item.Bubble bubble) {
        TextLine line = bubble.line();
        boolean mine = line.kind() == TextLine.Kind.MINE;
        Rectangle at = layout.bubble();
        int round = UIScale.scale(ROUND);
        g.setColor(mine ? Colours.mine() : Colours.theirs());
        g.fillRoundRect(at.x, at.y, at.width, at.height, round, round);
        if (selected) {
            g.setColor(UIManager.getColor("Component.focusColor"));
            g.drawRoundRect(at.x, at.y, at.width - 1, at.height - 1, round, round);
        }
        if (bubble.named()) {
            line.message().ifPresent(m -> paintAuthor(g, m, at));
        }
        paintText(g);
        g.setFont(smallFont());
        g.setColor(Colours.bad());
        List<String> failure = layout.failure();
        for (int i = 0; i < failure.size(); i++) {
            g.drawString(failure.get(i), layout.textX(), layout.failureBaseline(i));
        }
        g.setColor(Colours.faintOnBubble());
        int right = layout.metaRight();
        if (mine) {
            right -= Ticks.width();
            int x = right;
            line.message().ifPresent(m -> Ticks.paint(g, m, x, layout.metaBaseline()));
            right -= UIScale.scale(3);
        }
        String at1 = time(line);
        g.drawString(at1, right - smallMetrics().stringWidth(at1), layout.metaBaseline());
    }

    private void paintAuthor(Graphics2D g, ChatMessage message, Rectangle bubble) {
        String name = nameOf.apply(message.author());
        pictureOf.apply(message.author(), AVATAR).paintIcon(this, g, UIScale.scale(10), bubble.y);
        g.setFont(smallFont().deriveFont(Font.BOLD));
        g.setColor(Colours.name(message.author()));
        Graphics2D clipped = (Graphics2D) g.create();
        clipped.clipRect(bubble.x, bubble.y, bubble.width - UIScale.scale(8), bubble.height);
        clipped.drawString(name, layout.textX(), layout.nameBaseline());
        clipped.dispose();
    }

    private void paintText(Graphics2D g) {
        g.setFont(getFont());
        List<TextSpan> lines = layout.lines();
        Rectangle visible = g.getClipBounds();
        int lineHeight = g.getFontMetrics().getHeight();
        List<TextSpan> marks = Marks.in(layout.text(), marked);
        for (int i = 0; i < lines.size(); i++) {
            int baseline = layout.baseline(i);
            if (visible != null
                    && (baseline + lineHeight < visible.y
                            || baseline - lineHeight > visible.y + visible.height)) {
                continue;
            }
            TextSpan line = lines.get(i);
            paintMarks(g, line, line, marks, baseline);
            g.setColor(Colours.text());
            g.drawString(line.of(layout.text()), layout.textX(), baseline);
            for (TextSpan link : layout.linksIn(line)) {
                paintLink(g, line, link, marks, baseline);
            }
        }
    }

    /// @param within the part of the line that is painted
    private void paintMarks(
            Graphics2D g, TextSpan line, TextSpan within, List<TextSpan> marks, int baseline) {
        FontMetrics metrics = g.getFontMetrics();
        g.setColor(Colours.mark());
        for (TextSpan mark : marks) {
            TextSpan part = mark.and(within);
            if (!part.isEmpty()) {
                int x = layout.xOf(line, part.start());
                g.fillRect(
                        x,
                        baseline - metrics.getAscent(),
                        layout.xOf(line, part.end()) - x,
                        metrics.getHeight());
            }
        }
    }

    private void paintLink(
            Graphics2D g, TextSpan line, TextSpan link, List<TextSpan> marks, int baseline) {
        int x = layout.xOf(line, link.start());
        int width = layout.xOf(line, link.end()) - x;
        Color behind =
                ((Item.Bubble) item).line().kind() == TextLine.Kind.MINE
                        ? Colours.mine()
                        : Colours.theirs();
        FontMetrics metrics = g.getFontMetrics();
        g.setColor(behind);
        g.fillRect(x, baseline - metrics.getAscent(), width, metrics.getHeight());
        paintMarks(g, line, link, marks, baseline);
        g.setColor(Colours.link());
        g.drawString(link.of(layout.text()), x, baseline);
        g.drawLine(x, baseline + UIScale.scale(2), x + width, baseline + UIScale.scale(2));
    }

    private void paintRule(Graphics2D g, String words, Color colour) {
        g.setFont(smallFont());
        g.setColor(colour);
        FontMetrics metrics = g.getFontMetrics();
        int width = metrics.stringWidth(words);
        int x = (getWidth() - width) / 2;
        int middle = getHeight() / 2;
        int gap = UIScale.scale(12);
        g.drawString(words, x, middle - metrics.getHeight() / 2 + metrics.getAscent());
        g.drawLine(gap, middle, x - gap, middle);
        g.drawLine(x + width + gap, middle, getWidth() - gap, middle);
    }

    private void paintHappened(Graphics2D g, TextLine line) {
        g.setFont(smallFont());
        g.setColor(Colours.faint());
        FontMetrics metrics = g.getFontMetrics();
        String words = fitting(time(line) + "   " + line.text(), metrics);
        int x = Math.max(UIScale.scale(12), (getWidth() - metrics.stringWidth(words)) / 2);
        g.drawString(words, x, (getHeight() - metrics.getHeight()) / 2 + metrics.getAscent());
    }

    private String fitting(String words, FontMetrics metrics) {
        int room = getWidth() - UIScale.scale(24);
        if (metrics.stringWidth(words) <= room) {
            return words;
        }
        int fits = 1; // one letter, if need be
        int tooMany = words.length();
        while (tooMany - fits
                > 1) { // a long name is measured a few times, not once for each letter
            int middle = (fits + tooMany) / 2;
            if (metrics.stringWidth(words.substring(0, middle) + "…") <= room) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return words.substring(0, fits) + "…";
    }
}
