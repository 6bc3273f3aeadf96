package org.earshot.softphone.ui.desktop;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The program's icon: sound that spreads from a point. Drawn, so that it is sharp at every size.
public final class AppIcon {
    private static final Color BACK = new Color(0x1f5f8b);
    private static final Color ONLINE = new Color(0x2e9e44);
    private static final Color UNDISTURBED = new Color(0xb3261e);
    private static final Color OFFLINE = new Color(0x6b6b6b);
    private static final Color UNREAD = new Color(0xe08a00);

    private AppIcon() {}

    /// For a window's frame, from 16 to 128 pixels: the desktop takes what fits.
    public static List<Image> sizes() {
        return Stream.of(16, 24, 32, 48, 64, 128).<Image>map(AppIcon::draw).toList();
    }

    /// The same with a dot for how it is, and another where something was not seen yet.
    static Image of(int size, Optional<TrayState> state) {
        BufferedImage image = draw(size);
        state.ifPresent(of -> {
            Graphics2D g = image.createGraphics();
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            Color colour =
                    switch (of.kind()) {
                        case ONLINE -> ONLINE;
                        case UNDISTURBED -> UNDISTURBED;
                        case OFFLINE -> OFFLINE;
                    };
            dot(g, size, size - size * 7 / 16, colour);
            if (of.kind() == TrayState.Kind.UNDISTURBED) { // not by its colour alone
                g.setColor(Color.WHITE);
                g.fillRect(size * 10 / 16, size * 12 / 16, size * 5 / 16, size / 16 + 1);
            } else if (of.kind() == TrayState.Kind.OFFLINE) {
                g.setColor(Color.WHITE);
                int middle = size - size * 7 / 32;
                g.fillOval(middle - size / 8, middle - size / 8, size / 4, size / 4);
            }
            if (of.unread() > 0) {
                dot(g, size, 0, UNREAD);
            }
            g.dispose();
        });
        return image;
    }

    private static void dot(Graphics2D g, int size, int y, Color colour) {
        int across = size * 7 / 16;
        g.setColor(Color.WHITE);
        g.fillOval(size - across, y, across, across);
        g.setColor(colour);
        int edge = Math.max(1, size / 32);
        g.fillOval(size - across + edge, y + edge, across - 2 * edge, across - 2 * edge);
    }

    private static BufferedImage draw(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setColor(BACK);
            g.fillRoundRect(0, 0, size, size, size / 3, size / 3);
            g.setColor(Color.WHITE);
            g.setStroke(new BasicStroke(size / 10f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            int x = size * 3 / 10;
            int y = size / 2;
            int dot = Math.max(2, size / 6);
            g.fillOval(x - dot / 2, y - dot / 2, dot, dot);
            for (int radius : new int[] {size / 4, size * 9 / 20}) {
                g.drawArc(x - radius, y - radius, 2 * radius, 2 * radius, -50, 100);
            }
        } finally {
            g.dispose();
        }
        return image;
    }
}
