package org.earshot.softphone.ui.chat;

import com.formdev.flatlaf.util.UIScale;
import java.awt.FontMetrics;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ui.model.TextLine;

/// Where the parts of a message stand: its bubble, lines, links, and the time with how far it came. Sizes in pixels, the origin at the upper left of
/// the row. Pure but for the fonts.
final class BubbleLayout {
    /// More is not shown in a row: the whole of it is in a window of its own.
    static final int MOST_CHARACTERS = 6_000;

    private final String text;
    private final List<TextSpan> lines;
    private final List<TextSpan> links;
    private final List<String> failure;
    private final Rectangle bubble;
    private final Sizes sizes;
    private final int nameHeight;
    private final int height;
    private final boolean cut;

    /// @param meta how wide the time and the ticks are
    record Sizes(FontMetrics body, FontMetrics small, int meta) {
        int padX() {
            return UIScale.scale(11);
        }

        int padY() {
            return UIScale.scale(7);
        }
    }

    private BubbleLayout(Item.Bubble item, String name, int width, Sizes sizes) {
        this.sizes = sizes;
        TextLine line = item.line();
        cut = line.text().length() > MOST_CHARACTERS;
        text = cut ? line.text().substring(0, MOST_CHARACTERS) + " …" : line.text();
        links = Links.in(text);
        int most =
                Math.max(
                        UIScale.scale(60),
                        Math.min(width * 3 / 4, UIScale.scale(560))
                                - 2 * sizes.padX()
                                - avatar(item));
        lines = TextWrap.lines(text, most, sizes.body()::stringWidth);
        failure =
                line.hasFailed()
                        ? TextWrap.lines(line.status(), most, sizes.small()::stringWidth).stream()
                                .map(span -> span.of(line.status()))
                                .toList()
                        : List.of();
        nameHeight = item.named() ? sizes.small().getHeight() + UIScale.scale(2) : 0;
        int widest = item.named() ? Math.min(most, sizes.small().stringWidth(name)) : 0;
        for (TextSpan span : lines) {
            widest = Math.max(widest, widthOf(span));
        }
        for (String words : failure) {
            widest = Math.max(widest, sizes.small().stringWidth(words));
        }
        int last = widthOf(lines.getLast()) + UIScale.scale(14) + sizes.meta();
        boolean beside = failure.isEmpty() && last <= most;
        widest = Math.max(widest, beside ? last : sizes.meta());
        int content =
                nameHeight
                        + lines.size() * sizes.body().getHeight()
                        + (beside ? 0 : sizes.small().getHeight())
                        + failure.size() * sizes.small().getHeight();
        int above = UIScale.scale(item.begins() ? 9 : 2);
        int wide = widest + 2 * sizes.padX();
        int x =
                line.kind() == TextLine.Kind.MINE
                        ? width - wide - UIScale.scale(12)
                        : UIScale.scale(12) + avatar(item);
        bubble = new Rectangle(x, above, wide, content + 2 * sizes.padY());
        height = above + bubble.height;
    }

    /// @param width of the row
    static BubbleLayout of(Item.Bubble item, String name, int width, Sizes sizes) {
        return new BubbleLayout(item, name, width, sizes);
    }

    /// The room at the left for a picture of the author, in a group.
    private int avatar(Item.Bubble item) {
        boolean group = item.line().message().filter(m -> m.isOfGroup()).isPresent();
        return group ? UIScale.scale(36) : 0;
    }

    private int widthOf(TextSpan span) {
        return sizes.body().stringWidth(span.of(text));
    }

    Rectangle bubble() {
        return bubble;
    }

    int height() {
        return height;
    }

    /// Whether there is more than is shown.
    boolean isCut() {
        return cut;
    }

    String text() {
        return text;
    }

    List<TextSpan> lines() {
        return lines;
    }

    List<String> failure() {
        return failure;
    }

    int textX() {
        return bubble.x + sizes.padX();
    }

    int nameBaseline() {
        return bubble.y + sizes.padY() + sizes.small().getAscent();
    }

    /// Of the line with this number.
    int baseline(int line) {
        return bubble.y
                + sizes.padY()
                + nameHeight
                + line * sizes.body().getHeight()
                + sizes.body().getAscent();
    }

    /// Of the words why it was not sent.
    int failureBaseline(int line) {
        return bubble.y
                + sizes.padY()
                + nameHeight
                + lines.size() * sizes.body().getHeight()
                + line * sizes.small().getHeight()
                + sizes.small().getAscent();
    }

    /// Of the time.
    int metaBaseline() {
        return bubble.y + bubble.height - sizes.padY() - sizes.small().getDescent();
    }

    int metaRight() {
        return bubble.x + bubble.width - sizes.padX();
    }

    /// The parts of a line that are links.
    List<TextSpan> linksIn(TextSpan line) {
        List<TextSpan> parts = new ArrayList<>();
        for (TextSpan link : links) {
            TextSpan part = link.and(line);
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    /// Where a part of a line stands.
    int xOf(TextSpan line, int character) {
        return textX() + sizes.body().stringWidth(text.substring(line.start(), character));
    }

    /// The link at a point of the row.
    Optional<String> linkAt(Point point) {
        for (int i = 0; i < lines.size(); i++) {
            TextSpan line = lines.get(i);
            int top = baseline(i) - sizes.body().getAscent();
            if (point.y < top || point.y >= top + sizes.body().getHeight()) {
                continue;
            }
            for (TextSpan link : links) {
                TextSpan part = link.and(line);
                if (!part.isEmpty()
                        && point.x >= xOf(line, part.start())
                        && point.x < xOf(line, part.end())) {
                    return Optional.of(link.of(text));
                }
            }
        }
        return Optional.empty();
    }
}
