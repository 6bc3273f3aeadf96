package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.io.Serial;
import javax.swing.JPanel;
import javax.swing.JViewport;
import javax.swing.Scrollable;
import net.miginfocom.swing.MigLayout;

/// A page to be scrolled up and down that is as wide as there is room, or as its content can't do without.
final class SettingsPage extends JPanel implements Scrollable {
    @Serial private static final long serialVersionUID = 1L;

    private static final int LINE = 24;

    SettingsPage() {
        super(new MigLayout("insets 24 28 24 28, wrap 1, fillx", "[grow]", "[]16[]"));
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return getPreferredSize();
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return UIScale.scale(LINE);
    }

    @Override
    public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
        return visible.height;
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return getParent() instanceof JViewport port && port.getWidth() >= getMinimumSize().width;
    }

    @Override
    public boolean getScrollableTracksViewportHeight() {
        return false;
    }
}
