package org.earshot.softphone.ui.chat;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ui.look.Colours;

/// How far a message of ours came, as a sign: a clock, one tick, two, two in colour, or an exclamation mark.
final class Ticks {
    private static final int WIDTH = 16;

    private Ticks() {}

    static int width() {
        return UIScale.scale(WIDTH);
    }

    /// @param x of its left side
    /// @param baseline of the words beside it
    static void paint(Graphics2D graphics, ChatMessage message, int x, int baseline) {
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            g.translate(x, baseline);
            g.scale(UIScale.scale(1f), UIScale.scale(1f));
            g.setStroke(new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            switch (message.delivery()) {
                case SENDING -> clock(g);
                case SENT, KEPT -> tick(g, 4);
                case DELIVERED -> both(g);
                case DISPLAYED -> {
                    g.setColor(Colours.link());
                    both(g);
                }
                case FAILED -> {
                    g.setColor(Colours.bad());
                    g.fillOval(3, -9, 10, 10);
                    g.setColor(Colours.mine());
                    g.drawLine(8, -7, 8, -4);
                    g.drawLine(8, -1, 8, -1);
                }
            }
        } finally {
            g.dispose();
        }
    }

    private static void both(Graphics2D g) {
        tick(g, 2);
        tick(g, 6);
    }

    private static void tick(Graphics2D g, int x) {
        Path2D path = new Path2D.Double();
        path.moveTo(x, -4);
        path.lineTo(x + 2.5, -1);
        path.lineTo(x + 7.5, -7.5);
        g.draw(path);
    }

    private static void clock(Graphics2D g) {
        g.drawOval(4, -9, 9, 9);
        g.drawLine(8, -7, 8, -4);
        g.drawLine(8, -4, 10, -4);
    }
}
