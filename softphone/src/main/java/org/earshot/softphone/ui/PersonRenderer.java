package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Toolkit;
import java.io.Serial;
import java.util.Map;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JLabel;
import javax.swing.JList;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.UserAgentEvent.PresenceChanged;

/// Somebody in the list: how he can be reached, by a sign and, at the right, in words; and how much of his was not read
/// yet.
final class PersonRenderer extends DefaultListCellRenderer {
    @Serial private static final long serialVersionUID = 1L;

    private static final int EDGE = 8;

    private final transient PhoneModel model;
    private String words = "";

    PersonRenderer(PhoneModel model) {
        this.model = model;
    }

    @Override
    public Component getListCellRendererComponent(
            JList<?> list, Object value, int index, boolean isSelected, boolean hasFocus) {
        String uri = (String) value;
        int unread = model.unread(uri);
        String name = model.nameOf(uri);
        PlainText.only(this);
        JLabel label =
                (JLabel)
                        super.getListCellRendererComponent(
                                list,
                                (unread == 0 ? "" : "(" + unread + ") ")
                                        + (name.isEmpty() ? Names.of(uri) : name),
                                index,
                                isSelected,
                                hasFocus);
        if (unread > 0) {
            label.setFont(label.getFont().deriveFont(Font.BOLD));
        }
        Optional<PresenceChanged> presence = model.presence(uri);
        Availability availability =
                presence.map(PresenceChanged::availability).orElse(Availability.UNKNOWN);
        words = availability == Availability.UNKNOWN ? "" : PresenceIcon.words(availability);
        label.setIcon(new PresenceIcon(availability, isSelected));
        label.setIconTextGap(UIScale.scale(EDGE));
        String note = presence.map(PresenceChanged::note).filter(n -> !n.isBlank()).orElse("");
        label.setToolTipText(
                uri
                        + ": "
                        + PresenceIcon.words(availability)
                        + (note.isEmpty() ? "" : " – " + note));
        label.getAccessibleContext().setAccessibleDescription(PresenceIcon.words(availability));
        int right = words.isEmpty() ? EDGE : EDGE + small().stringWidth(words) + EDGE;
        label.setBorder(BorderFactory.createEmptyBorder(6, EDGE, 6, right));
        return label;
    }

    private FontMetrics small() {
        return getFontMetrics(smallFont());
    }

    private Font smallFont() {
        Font font = getFont();
        return font.deriveFont(Font.PLAIN, font.getSize2D() * 0.9f);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        super.paintComponent(graphics);
        if (words.isEmpty()) {
            return;
        }
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            if (Toolkit.getDefaultToolkit().getDesktopProperty("awt.font.desktophints")
                    instanceof Map<?, ?> hints) {
                g.addRenderingHints(hints);
            } else {
                g.setRenderingHint(
                        RenderingHints.KEY_TEXT_ANTIALIASING,
                        RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            }
            g.setFont(smallFont());
            // as readable as the name, also on the selection's colour
            g.setColor(getForeground());
            FontMetrics metrics = g.getFontMetrics();
            int x = getWidth() - EDGE - metrics.stringWidth(words);
            int y = (getHeight() - metrics.getHeight()) / 2 + metrics.getAscent();
            g.drawString(words, x, y);
        } finally {
            g.dispose();
        }
    }
}
