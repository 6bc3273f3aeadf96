package org.earshot.softphone.ui;

import java.awt.Insets;
import java.awt.Window;
import java.awt.event.HierarchyEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Sound;

/// Which devices are used for sound, how loud the microphone is, and a test. While it is shown the microphone is open.
final class SoundWindow extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private static final int METER_MILLIS = 50;

    /// What is shown as silence; below it even the noise of a microphone would not be heard.
    private static final double LEAST_DECIBEL = -60;

    private final transient Sound sound;
    private final transient PhoneModel model;
    private final transient Map<Sound.Use, JComboBox<Choice>> choices =
            new EnumMap<>(Sound.Use.class);
    private final JProgressBar level = new JProgressBar(0, 100);
    private final JButton test = new JButton("Record and play");
    private final JLabel tested = PlainText.only(new JLabel());
    private final JTextArea trouble = new JTextArea();
    private final VoicePanel voice;
    private boolean refreshing;

    /// One entry of a choice.
    ///
    /// @param name empty: the system's choice
    private record Choice(Optional<String> name, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    SoundWindow(Window owner, Sound sound, PhoneModel model) {
        super(owner, "Sound", ModalityType.MODELESS);
        this.sound = sound;
        this.model = model;
        voice = new VoicePanel(sound);
        setName("sound");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        JPanel panel =
                new JPanel(
                        new MigLayout(
                                "fillx, insets 16, wrap 2, hidemode 3",
                                "[]12[grow,fill,260lp:340lp:]",
                                "[]8[]8[]16[]8[]16[]16[]"));
        choice(panel, Sound.Use.MICROPHONE, "Microphone", 'I');
        label(panel, "Level", level);
        level.setName("level");
        level.getAccessibleContext().setAccessibleName("Level of the microphone");
        panel.add(level, "h 12lp!");
        label(panel, "My voice", voice);
        panel.add(voice, "wmin 0");
        choice(panel, Sound.Use.LOUDSPEAKER, "Loudspeaker", 'P');
        choice(panel, Sound.Use.RINGER, "Ring on", 'R');
        test.setName("soundTest");
        test.setMnemonic('T');
        test.setToolTipText("Records four seconds of your microphone and plays them to you");
        test.addActionListener(_ -> test());
        tested.setName("soundTested");
        panel.add(test, "growx 0");
        panel.add(tested, "wmin 0");
        trouble.setName("soundTrouble");
        trouble.getAccessibleContext().setAccessibleName("What is wrong with the sound");
        trouble.setEditable(false);
        trouble.setFocusable(false);
        trouble.setLineWrap(true);
        trouble.setWrapStyleWord(true);
        trouble.setOpaque(false);
        trouble.setColumns(40);
        trouble.setMargin(new Insets(0, 0, 0, 0));
        trouble.setForeground(Colours.bad());
        panel.add(trouble, "span 2, growx, wmin 0");
        JButton close = new JButton("Close");
        close.setName("closeSound");
        close.setMnemonic('C');
        close.addActionListener(_ -> dispose());
        panel.add(close, "span 2, growx 0, alignx right");
        setContentPane(panel);
        KeyAction.within(panel, KeyEvent.VK_ESCAPE, this::dispose);
        followTheMicrophone(panel);
        refresh();
        pack();
        setMinimumSize(getSize());
        setLocationRelativeTo(owner);
    }

    private static void label(JPanel panel, String text, JComponent labelled) {
        JLabel label = new JLabel(text);
        label.setLabelFor(labelled);
        panel.add(label);
    }

    private void choice(JPanel panel, Sound.Use use, String words, char mnemonic) {
        JComboBox<Choice> box = new JComboBox<>();
        box.setName(use.name().toLowerCase(java.util.Locale.ROOT));
        box.getAccessibleContext().setAccessibleName(words);
        box.setPrototypeDisplayValue(
                new Choice(Optional.empty(), "A device with a long name 1234"));
        box.addActionListener(_ -> {
            if (!refreshing && box.getSelectedItem() instanceof Choice chosen) {
                sound.choose(use, chosen.name());
            }
        });
        JLabel label = new JLabel(words);
        label.setDisplayedMnemonic(mnemonic);
        label.setLabelFor(box);
        panel.add(label);
        panel.add(box, "wmin 0");
        choices.put(use, box);
    }

    /// The microphone is open while the window is there, and not longer.
    private void followTheMicrophone(JPanel panel) {
        Timer meter = new Timer(METER_MILLIS, _ -> level.setValue(percent(sound.level())));
        panel.addHierarchyListener(event -> {
            if ((event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) == 0) {
                return;
            }
            sound.listen(panel.isShowing());
            if (panel.isShowing()) {
                meter.start();
            } else {
                meter.stop();
            }
        });
    }

    private static int percent(double loudness) {
        double decibel = 20 * Math.log10(Math.max(loudness, 1e-6));
        return (int) Math.clamp(100 * (1 - decibel / LEAST_DECIBEL), 0, 100);
    }

    private void test() {
        test.setEnabled(false);
        tested.setText("Speak for four seconds, then listen …");
        sound.test()
                .thenAccept(loudest -> SwingUtilities.invokeLater(() -> tested(percent(loudest))));
    }

    private void tested(int loudness) {
        test.setEnabled(true);
        tested.setText(
                loudness == 0
                        ? "Nothing was heard: is the microphone on?"
                        : loudness < 50
                                ? "Your microphone is very quiet"
                                : loudness > 98
                                        ? "Your microphone is too loud: turn it down"
                                        : "Your microphone works");
    }

    /// Shows what there is now: devices came or went, or something is wrong. Asks by another thread, as the system may take a while.
    void refresh() {
        voice.refresh();
        trouble.setText(model.soundTrouble());
        trouble.setVisible(!trouble.getText().isEmpty());
        if (isVisible() && getPreferredSize().height > getHeight()) {
            pack(); // what is wrong must be read
        }
        Thread.ofVirtual()
                .name("list-devices")
                .start(() -> {
                    List<Sound.Device> devices = sound.devices();
                    Map<Sound.Use, Optional<String>> chosen = new EnumMap<>(Sound.Use.class);
                    for (Sound.Use use : Sound.Use.values()) {
                        chosen.put(use, sound.chosen(use));
                    }
                    SwingUtilities.invokeLater(() ->
                            choices.forEach(
                                    (use, box) -> show(use, box, devices, chosen.get(use))));
                });
    }

    private void show(
            Sound.Use use,
            JComboBox<Choice> box,
            List<Sound.Device> devices,
            Optional<String> chosen) {
        List<Choice> now = new ArrayList<>();
        now.add(new Choice(Optional.empty(), "The system's choice"));
        devices.stream()
                .filter(device -> device.fits(use))
                .forEach(d -> now.add(new Choice(Optional.of(d.name()), words(d))));
        Optional<Choice> there =
                now.stream().filter(choice -> choice.name().equals(chosen)).findFirst();
        Choice selected =
                there.orElseGet(() -> new Choice(chosen, chosen.orElse("") + " (not plugged in)"));
        if (there.isEmpty()) {
            now.add(selected);
        }
        refreshing = true;
        try {
            if (!same(box, now)) {
                box.removeAllItems();
                now.forEach(box::addItem);
            }
            if (!selected.equals(box.getSelectedItem())) {
                box.setSelectedItem(selected);
            }
        } finally {
            refreshing = false;
        }
    }

    private static boolean same(JComboBox<Choice> box, List<Choice> now) {
        List<Choice> before = new ArrayList<>();
        for (int i = 0; i < box.getItemCount(); i++) {
            before.add(box.getItemAt(i));
        }
        return before.equals(now);
    }

    private static String words(Sound.Device device) {
        return device.description().isEmpty() ? device.name() : device.description();
    }
}
