package org.earshot.softphone.ui.rows;

import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Toolkit;
import java.io.Serial;
import java.util.Map;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;

/// A row of a list that is painted and not put together of components; to who can't see it, it is a label. What other people wrote is drawn as text, never as
/// HTML.
public abstract class PaintedRow extends JComponent {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public AccessibleContext getAccessibleContext() {
        if (accessibleContext == null) {
            accessibleContext =
                    new AccessibleJComponent() {
                        @Serial private static final long serialVersionUID = 1L;

                        @Override
                        public AccessibleRole getAccessibleRole() {
                            return AccessibleRole.LABEL;
                        }
                    };
        }
        return accessibleContext;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            textHints(g);
            paintRow(g);
        } finally {
            g.dispose();
        }
    }

    /// Paints it, smooth and with letters as the desktop wants them.
    protected abstract void paintRow(Graphics2D g);

    private static void textHints(Graphics2D g) {
        if (Toolkit.getDefaultToolkit().getDesktopProperty("awt.font.desktophints")
                instanceof Map<?, ?> hints) {
            g.addRenderingHints(hints);
        } else {
            g.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        }
    }
}
