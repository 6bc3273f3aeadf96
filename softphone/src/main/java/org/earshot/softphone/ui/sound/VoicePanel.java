package org.earshot.softphone.ui.sound;

import java.io.Serial;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import javax.swing.JCheckBox;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.Sound.Processing;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.words.Texts;

/// What is done to what the microphone hears: a switch for each.
final class VoicePanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Sound sound;
    private final transient Map<Processing, JCheckBox> boxes = new EnumMap<>(Processing.class);

    VoicePanel(Sound sound) {
        super(new MigLayout("fillx, insets 0, wrap 1", "[grow]", "[]4[]4[]"));
        this.sound = sound;
        for (Processing what : Processing.values()) {
            box(what);
        }
        refresh();
    }

    private void box(Processing what) {
        JCheckBox box = Buttons.words(new JCheckBox(), what.word(), "voice." + what.word());
        box.setToolTipText(Texts.get("voice." + what.word() + ".why"));
        box.getAccessibleContext().setAccessibleName(box.getText());
        box.addActionListener(_ -> sound.process(what, box.isSelected()));
        boxes.put(what, box);
        add(box, "wmin 0");
    }

    /// Shows what is so now.
    void refresh() {
        Set<Processing> on = sound.processing();
        boxes.forEach((what, box) -> box.setSelected(on.contains(what)));
    }
}
