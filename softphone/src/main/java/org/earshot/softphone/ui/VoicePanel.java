package org.earshot.softphone.ui;

import java.io.Serial;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import javax.swing.JCheckBox;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.Sound.Processing;

/// What is done to what the microphone hears: a switch for each.
final class VoicePanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Sound sound;
    private final transient Map<Processing, JCheckBox> boxes = new EnumMap<>(Processing.class);

    VoicePanel(Sound sound) {
        super(new MigLayout("fillx, insets 0, wrap 1", "[grow]", "[]4[]4[]"));
        this.sound = sound;
        box(
                Processing.ECHO_CANCEL,
                "Take out the echo of the loudspeaker",
                'E',
                "So that the others don't hear themselves");
        box(
                Processing.NOISE_SUPPRESS,
                "Make noise quieter",
                'N',
                "Such as that of a fan; off for music");
        box(
                Processing.GAIN_CONTROL,
                "Keep my voice at an even level",
                'V',
                "Louder where you are far from the microphone");
        refresh();
    }

    private void box(Processing what, String words, char mnemonic, String tip) {
        JCheckBox box = new JCheckBox(words);
        box.setName(what.word());
        box.setMnemonic(mnemonic);
        box.setToolTipText(tip);
        box.getAccessibleContext().setAccessibleName(words);
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
