package org.earshot.softphone.ui.look;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Graphics;
import java.io.Serial;
import javax.accessibility.AccessibleRole;

/// How loud something is, as a small column.
public final class LevelMeter extends PaintedSign {
    @Serial private static final long serialVersionUID = 1L;

    private int percent;

    /// @param words whose level it is
    public LevelMeter(String name, String words) {
        super(AccessibleRole.PROGRESS_BAR, words);
        setName(name);
        setToolTipText(words);
        Dimension size = new Dimension(UIScale.scale(6), UIScale.scale(22));
        setPreferredSize(size);
        setMinimumSize(size);
    }

    /// @param wanted 0 to 100
    public void show(int wanted) {
        if (wanted != percent) {
            percent = wanted;
            repaint();
        }
    }

    /// 0 to 100.
    public int shown() {
        return percent;
    }

    @Override
    protected void paintComponent(Graphics g) {
        int full = getHeight() * percent / 100;
        g.setColor(Colours.page());
        g.fillRect(0, 0, getWidth(), getHeight());
        g.setColor(percent > 97 ? Colours.bad() : Colours.good());
        g.fillRect(0, getHeight() - full, getWidth(), full);
        g.setColor(Colours.faint());
        g.drawRect(0, 0, getWidth() - 1, getHeight() - 1);
    }
}
