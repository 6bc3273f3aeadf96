package org.earshot.softphone.ui;

import java.awt.Component;
import java.io.Serial;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JList;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.Presences;
import org.earshot.softphone.ui.look.PresenceIcon;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;

/// How the user wants to be seen, and in which words. Nothing is said before something is chosen: the server then tells that we are here. Who
/// is available and not at the computer is away until he is back.
final class OwnPresence extends JComboBox<Availability> {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Presences presences;
    private boolean idle;
    private String note = "";

    OwnPresence(Presences presences) {
        super(
                new Availability[] {
                    Availability.AVAILABLE,
                    Availability.BUSY,
                    Availability.AWAY,
                    Availability.OFFLINE
                });
        this.presences = presences;
        setName("ownPresence");
        getAccessibleContext().setAccessibleName(Texts.get("presence.own"));
        setToolTipText(Texts.get("presence.own"));
        setRenderer(new Renderer());
        addActionListener(_ -> {
            idle = false;
            presences.publish(chosen(), note);
        });
    }

    /// What others read beside it from now on; "" for nothing.
    void note(String words) {
        if (!words.equals(note)) {
            note = words;
            presences.publish(seen(), note);
        }
    }

    private Availability seen() {
        return idle && chosen() == Availability.AVAILABLE ? Availability.AWAY : chosen();
    }

    private Availability chosen() {
        return (Availability) getSelectedItem();
    }

    /// @param nobody whether nobody is at the computer
    void setIdle(boolean nobody) {
        if (chosen() == Availability.AVAILABLE && idle != nobody) {
            idle = nobody;
            presences.publish(seen(), note);
        }
    }

    private static final class Renderer extends DefaultListCellRenderer {
        @Serial private static final long serialVersionUID = 1L;

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean isSelected, boolean hasFocus) {
            Availability availability = (Availability) value;
            String words =
                    availability == Availability.OFFLINE
                            ? Texts.get("presence.hidden")
                            : Sentence.capital(PresenceIcon.words(availability));
            JLabel label =
                    (JLabel)
                            super.getListCellRendererComponent(
                                    list, words, index, isSelected, hasFocus);
            label.setIcon(new PresenceIcon(availability, isSelected && index >= 0));
            label.setIconTextGap(8);
            return label;
        }
    }
}
