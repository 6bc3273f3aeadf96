package org.earshot.softphone.ui;

import java.awt.Component;
import java.awt.Font;
import java.io.Serial;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JLabel;
import javax.swing.JList;

/// Somebody in the list, and how much of theirs was not read yet.
final class PersonRenderer extends DefaultListCellRenderer {
    @Serial private static final long serialVersionUID = 1L;

    private final transient PhoneModel model;

    PersonRenderer(PhoneModel model) {
        this.model = model;
    }

    @Override
    public Component getListCellRendererComponent(
            JList<?> list, Object value, int index, boolean isSelected, boolean hasFocus) {
        String uri = (String) value;
        int unread = model.unread(uri);
        PlainText.only(this);
        JLabel label =
                (JLabel)
                        super.getListCellRendererComponent(
                                list,
                                (unread == 0 ? "" : "(" + unread + ") ") + Names.of(uri),
                                index,
                                isSelected,
                                hasFocus);
        if (unread > 0) {
            label.setFont(label.getFont().deriveFont(Font.BOLD));
        }
        label.setToolTipText(uri);
        label.setBorder(BorderFactory.createEmptyBorder(6, 8, 6, 8));
        return label;
    }
}
