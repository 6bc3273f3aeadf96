package org.earshot.softphone.ui.call;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;
import org.earshot.softphone.ui.look.Colours;

/// Four dots: the more of them are full, the better is the sound.
record QualityDots(int full) implements Icon {
    static final int DOTS = 4;

    private static final int DOT = 6;
    private static final int GAP = 3;

    /// By what people are said to think of such a sound (ITU-T G.107, table B.1).
    ///
    /// @param mos 1 to 5; NaN: none is full
    static QualityDots of(double mos) {
        if (Double.isNaN(mos)) {
            return new QualityDots(0);
        }
        return new QualityDots(mos >= 4.03 ? 4 : mos >= 3.6 ? 3 : mos >= 3.1 ? 2 : 1);
    }

    @Override
    public int getIconWidth() {
        return UIScale.scale(DOTS * DOT + (DOTS - 1) * GAP);
    }

    @Override
    public int getIconHeight() {
        return UIScale.scale(DOT);
    }

    @Override
    public void paintIcon(Component component, Graphics graphics, int x, int y) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Color colour = full >= 3 ? Colours.good() : full == 2 ? Colours.waiting() : Colours.bad();
        int dot = UIScale.scale(DOT);
        int step = UIScale.scale(DOT + GAP);
        for (int i = 0; i < DOTS; i++) {
            g.setColor(i < full ? colour : Colours.faint());
            if (i < full) {
                g.fillOval(x + i * step, y, dot, dot);
            } else {
                g.drawOval(x + i * step, y, dot - 1, dot - 1);
            }
        }
        g.dispose();
    }
}
