package org.earshot.softphone.ui.sound;

import java.awt.Insets;
import java.awt.event.HierarchyEvent;
import java.io.Serial;
import java.util.Locale;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// Which devices are used for sound, how loud the microphone is, and a test. While it is shown the microphone is open.
public final class SoundPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Sound sound;
    private final transient PhoneModel model;
    private final transient DeviceChoices choices;
    private final JButton test = Buttons.words(new JButton(), "soundTest", "sound.test");
    private final JLabel tested = PlainText.only(new JLabel());
    private final JTextArea trouble = new JTextArea();
    private final VoicePanel voice;
    private int listed = -1;

    /// @param onCheck begins the guided check of the first run again
    public SoundPanel(Sound sound, PhoneModel model, Runnable onCheck) {
        super(
                new MigLayout(
                        "insets 0, wrap 2, hidemode 3",
                        "[]12[fill,150lp:380lp:380lp]",
                        "[]8[]8[]16[]8[]16[]4[]8[]"));
        this.sound = sound;
        this.model = model;
        choices = new DeviceChoices(sound);
        voice = new VoicePanel(sound);
        setName("sound");
        setOpaque(false);
        choice(Sound.Use.MICROPHONE);
        MicrophoneMeter level = new MicrophoneMeter(sound);
        add(Buttons.label("sound.level", level));
        level.setName("level");
        add(level, "h 12lp!");
        add(Buttons.label("sound.voice", voice));
        add(voice, "wmin 0");
        choice(Sound.Use.LOUDSPEAKER);
        choice(Sound.Use.RINGER);
        test.setToolTipText(Texts.get("sound.test.why"));
        test.addActionListener(_ -> test());
        tested.setName("soundTested");
        add(test, "span 2, growx 0");
        add(tested, "span 2, wmin 0");
        JButton check = Buttons.words(new JButton(), "soundCheck", "sound.check");
        check.setToolTipText(Texts.get("sound.check.why"));
        check.addActionListener(_ -> onCheck.run());
        add(check, "span 2, growx 0");
        trouble.setName("soundTrouble");
        trouble.getAccessibleContext().setAccessibleName(Texts.get("sound.trouble"));
        trouble.setEditable(false);
        trouble.setFocusable(false);
        trouble.setLineWrap(true);
        trouble.setWrapStyleWord(true);
        trouble.setOpaque(false);
        trouble.setColumns(40);
        trouble.setMargin(new Insets(0, 0, 0, 0));
        trouble.setForeground(Colours.bad());
        add(trouble, "span 2, growx, wmin 0");
        addHierarchyListener(event -> {
            boolean changed = (event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0;
            if (changed && isShowing()) {
                listDevices();
            }
        });
        refresh();
    }

    private void choice(Sound.Use use) {
        JComboBox<?> box = choices.box(use);
        add(Buttons.label("sound." + use.name().toLowerCase(Locale.ROOT), box));
        add(box, "wmin 0");
    }

    private void test() {
        test.setEnabled(false);
        tested.setText(Texts.get("sound.speak"));
        sound.test().thenAccept(loudest -> SwingUtilities.invokeLater(() -> tested(loudest)));
    }

    private void tested(double loudest) {
        test.setEnabled(true);
        tested.setText(Texts.get(HeardWords.key(loudest)));
    }

    /// Shows what there is now: devices came or went, or something is wrong.
    public void refresh() {
        voice.refresh();
        trouble.setText(model.soundTrouble());
        trouble.setVisible(!trouble.getText().isEmpty());
        if (isShowing() && listed != model.deviceChanges()) {
            listDevices();
        }
    }

    private void listDevices() {
        listed = model.deviceChanges();
        choices.list();
    }
}
