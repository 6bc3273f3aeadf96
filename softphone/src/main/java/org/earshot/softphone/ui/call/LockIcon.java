package org.earshot.softphone.ui.call;

import java.awt.BasicStroke;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;
import org.earshot.softphone.ui.look.Colours;

/// A padlock, closed or open, drawn so that it is sharp at every scale.
record LockIcon(boolean closed) implements Icon {
    private static final int SIZE = 16;

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setColor(closed ? Colours.good() : Colours.bad());
            g.fillRoundRect(x + 3, y + 7, 10, 8, 2, 2);
            g.setStroke(new BasicStroke(1.6f));
            int shift = closed ? 0 : 4;
            g.drawArc(x + 5 + shift, y + 2, 6, 8, 0, 180);
            g.drawLine(x + 5 + shift, y + 6, x + 5 + shift, y + 7);
            if (closed) {
                g.drawLine(x + 11, y + 6, x + 11, y + 7);
            }
        } finally {
            g.dispose();
        }
    }

    @Override
    public int getIconWidth() {
        return SIZE;
    }

    @Override
    public int getIconHeight() {
        return SIZE;
    }
}
