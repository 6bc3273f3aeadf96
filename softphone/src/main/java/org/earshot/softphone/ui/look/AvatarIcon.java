package org.earshot.softphone.ui.look;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Optional;
import javax.swing.Icon;
import org.earshot.softphone.ui.words.Names;

/// Somebody's picture, in a circle; the first letters of the name where there is none.
///
/// @param size in pixels of a display of 96 dpi
public record AvatarIcon(String address, String name, int size, Optional<BufferedImage> picture)
        implements Icon {

    /// Without a picture.
    static AvatarIcon of(String address, String name, int size) {
        return new AvatarIcon(address, name, size, Optional.empty());
    }

    @Override
    public int getIconWidth() {
        return UIScale.scale(size);
    }

    @Override
    public int getIconHeight() {
        return UIScale.scale(size);
    }

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            g.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            int side = getIconWidth();
            Ellipse2D circle = new Ellipse2D.Double(x, y, side, side);
            if (picture.isPresent()) {
                g.clip(circle);
                g.drawImage(picture.get(), x, y, side, side, null);
                return;
            }
            g.setColor(Colours.person(address));
            g.fill(circle);
            g.setColor(Color.WHITE);
            g.setFont(component.getFont().deriveFont(Font.BOLD, side * 0.4f));
            String letters = letters(name.isBlank() ? Names.of(address) : name);
            FontMetrics metrics = g.getFontMetrics();
            g.drawString(
                    letters,
                    x + (side - metrics.stringWidth(letters)) / 2,
                    y + (side - metrics.getHeight()) / 2 + metrics.getAscent());
        } finally {
            g.dispose();
        }
    }

    /// One or two letters for a name: `AB` for `Alice Baker`, `A` for `alice@example.org`.
    static String letters(String name) {
        int at = name.indexOf('@');
        String[] words = (at > 0 ? name.substring(0, at) : name).strip().split("[\\s._-]+", -1);
        StringBuilder letters = new StringBuilder();
        addFirst(letters, words[0]);
        if (words.length > 1) {
            addFirst(letters, words[words.length - 1]);
        }
        return letters.isEmpty() ? "?" : letters.toString().toUpperCase(Locale.ROOT);
    }

    private static void addFirst(StringBuilder letters, String word) {
        word.codePoints()
                .filter(Character::isLetterOrDigit)
                .findFirst()
                .ifPresent(letters::appendCodePoint);
    }
}
