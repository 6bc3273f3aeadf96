package org.earshot.softphone.ui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;

/// The program's icon: sound that spreads from a point. Drawn, so that it is sharp at every size.
final class AppIcon {
    private static final Color BACK = new Color(0x1f5f8b);

    private AppIcon() {}

    static List<Image> sizes() {
        return Stream.of(16, 24, 32, 48, 64, 128).map(AppIcon::draw).toList();
    }

    private static Image draw(int size) {
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
