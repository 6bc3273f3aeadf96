package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Graphics;
import java.io.Serial;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;

/// How loud the microphone is, as a small column; empty while it is muted.
final class LevelMeter extends JComponent {
    @Serial private static final long serialVersionUID = 1L;

    private int percent;

    LevelMeter() {
        setName("callLevel");
        setToolTipText(Buttons.plain(Texts.get("sound.level")));
        Dimension size = new Dimension(UIScale.scale(6), UIScale.scale(22));
        setPreferredSize(size);
        setMinimumSize(size);
    }

    /// @param wanted 0 to 100
    void show(int wanted) {
        if (wanted != percent) {
            percent = wanted;
            repaint();
        }
    }

    int shown() {
        return percent;
    }

    @Override
    public AccessibleContext getAccessibleContext() {
        if (accessibleContext == null) {
            accessibleContext =
                    new AccessibleJComponent() {
                        @Serial private static final long serialVersionUID = 1L;

                        @Override
                        public AccessibleRole getAccessibleRole() {
                            return AccessibleRole.PROGRESS_BAR;
                        }

                        @Override
                        public String getAccessibleName() {
                            return Buttons.plain(Texts.get("sound.level"));
                        }
                    };
        }
        return accessibleContext;
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
