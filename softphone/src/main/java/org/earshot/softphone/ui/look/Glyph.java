package org.earshot.softphone.ui.look;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import javax.swing.Icon;
import javax.swing.UIManager;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.IkonHandler;

/// A sign of the Material Design icons, drawn as a letter of their font: sharp at every size, in the colour of the text beside it.
///
/// @param size in pixels of a display of 96 dpi
public record Glyph(Ikon sign, int size) implements Icon {
    /// By the class of its signs.
    private static final Map<Class<?>, Font> FONTS = new ConcurrentHashMap<>();

    /// By where it is: the classes of signs share one of more than a megabyte.
    private static final Map<String, Font> FILES = new ConcurrentHashMap<>();

    private static Font fontOf(Ikon sign) {
        return FONTS.computeIfAbsent(sign.getClass(), _ -> load(sign));
    }

    private static Font load(Ikon sign) {
        for (IkonHandler handler : ServiceLoader.load(IkonHandler.class)) {
            if (handler.supports(sign.getDescription())) {
                return FILES.computeIfAbsent(
                        String.valueOf(handler.getFontResource()), _ -> read(handler));
            }
        }
        throw new IllegalStateException("no icon " + sign.getDescription());
    }

    private static Font read(IkonHandler handler) {
        try (InputStream in = handler.getFontResourceAsStream()) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException | FontFormatException e) {
            throw new IllegalStateException("the icons can't be read", e);
        }
    }

    /// Reads the font of a sign, which else whoever paints the first one waits for. Any thread.
    public static void prepare(Ikon sign) {
        fontOf(sign);
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
        paint(
                graphics,
                component.isEnabled()
                        ? component.getForeground()
                        : UIManager.getColor("Label.disabledForeground"),
                x,
                y);
    }

    /// In this colour.
    void paint(Graphics graphics, Color colour, int x, int y) {
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            g.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(colour);
            g.setFont(fontOf(sign).deriveFont((float) UIScale.scale(size)));
            FontMetrics metrics = g.getFontMetrics();
            g.drawString(
                    Character.toString(sign.getCode()),
                    x,
                    y + (getIconHeight() - metrics.getHeight()) / 2 + metrics.getAscent());
        } finally {
            g.dispose();
        }
    }
}
