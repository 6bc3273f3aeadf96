package org.earshot.softphone.ui.look;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import javax.swing.Icon;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ui.words.Texts;

/// How somebody can be reached, told by its shape as well as by its colour: full, barred, half, empty, and dotted where
/// nobody knows.
///
/// @param plain in the colour of the text beside it, such as on a selection
public record PresenceIcon(Availability availability, boolean plain) implements Icon {
    private static final int SIZE = 10;

    @Override
    public int getIconWidth() {
        return UIScale.scale(SIZE);
    }

    @Override
    public int getIconHeight() {
        return UIScale.scale(SIZE);
    }

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            g.translate(x, y);
            g.scale(getIconWidth() / (double) SIZE, getIconHeight() / (double) SIZE);
            paint(g, component);
        } finally {
            g.dispose();
        }
    }

    private void paint(Graphics2D g, Component beside) {
        g.setColor(plain ? beside.getForeground() : colour());
        Ellipse2D whole = new Ellipse2D.Double(0.75, 0.75, SIZE - 1.5, SIZE - 1.5);
        switch (availability) {
            case AVAILABLE -> g.fill(whole);
            case BUSY, ON_THE_PHONE -> {
                g.fill(whole);
                g.setColor(beside.getBackground());
                g.fillRect(3, 4, SIZE - 6, 2);
            }
            case AWAY -> {
                g.setStroke(new BasicStroke(1.5f));
                g.draw(whole);
                g.fillArc(1, 1, SIZE - 2, SIZE - 2, 90, 180);
            }
            case OFFLINE -> {
                g.setStroke(new BasicStroke(1.5f));
                g.draw(whole);
            }
            case UNKNOWN -> {
                g.setStroke(
                        new BasicStroke(
                                1f,
                                BasicStroke.CAP_BUTT,
                                BasicStroke.JOIN_ROUND,
                                1f,
                                new float[] {1.5f, 2f},
                                0f));
                g.draw(whole);
            }
        }
    }

    private Color colour() {
        return switch (availability) {
            case AVAILABLE -> Colours.good();
            case BUSY, ON_THE_PHONE -> Colours.bad();
            case AWAY -> Colours.waiting();
            case OFFLINE, UNKNOWN -> Colours.faint();
        };
    }

    /// In words.
    public static String words(Availability availability) {
        return Texts.get("presence." + availability.word());
    }
}
