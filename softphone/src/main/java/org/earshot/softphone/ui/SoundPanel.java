package org.earshot.softphone.ui;

import java.awt.Insets;
import java.awt.event.HierarchyEvent;
import java.io.Serial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Sound;

/// Which devices are used for sound, how loud the microphone is, and a test. While it is shown the microphone is open.
final class SoundPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int METER_MILLIS = 50;

    /// What is shown as silence; below it even the noise of a microphone would not be heard.
    private static final double LEAST_DECIBEL = -60;

    private final transient Sound sound;
    private final transient PhoneModel model;
    private final transient Map<Sound.Use, JComboBox<Choice>> choices =
            new EnumMap<>(Sound.Use.class);
    private final JProgressBar level = new JProgressBar(0, 100);
    private final JButton test = Buttons.words(new JButton(), "soundTest", "sound.test");
    private final JLabel tested = PlainText.only(new JLabel());
    private final JTextArea trouble = new JTextArea();
    private final VoicePanel voice;
    private boolean refreshing;
    private int listed = -1;

    /// One entry of a choice.
    ///
    /// @param name empty: the system's choice
    private record Choice(Optional<String> name, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    SoundPanel(Sound sound, PhoneModel model) {
        super(
                new MigLayout(
                        "insets 0, wrap 2, hidemode 3",
                        "[]12[fill,200lp:380lp:]",
                        "[]8[]8[]16[]8[]16[]16[]"));
        this.sound = sound;
        this.model = model;
        voice = new VoicePanel(sound);
        setName("sound");
        setOpaque(false);
        choice(Sound.Use.MICROPHONE);
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
        add(test, "growx 0");
        add(tested, "wmin 0");
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
        followTheMicrophone();
        refresh();
    }

    private void choice(Sound.Use use) {
        JComboBox<Choice> box = new JComboBox<>();
        String name = use.name().toLowerCase(Locale.ROOT);
        box.setName(name);
        box.setPrototypeDisplayValue(
                new Choice(Optional.empty(), "A device with a long name 1234"));
        box.addActionListener(_ -> {
            if (!refreshing && box.getSelectedItem() instanceof Choice chosen) {
                sound.choose(use, chosen.name());
            }
        });
        add(Buttons.label("sound." + name, box));
        add(box, "wmin 0");
        choices.put(use, box);
    }

    /// The microphone is open while the window is there, and not longer.
    private void followTheMicrophone() {
        Timer meter = new Timer(METER_MILLIS, _ -> level.setValue(percent(sound.level())));
        addHierarchyListener(event -> {
            if ((event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) == 0) {
                return;
            }
            sound.listen(isShowing());
            if (isShowing()) {
                listDevices();
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
        tested.setText(Texts.get("sound.speak"));
        sound.test()
                .thenAccept(loudest -> SwingUtilities.invokeLater(() -> tested(percent(loudest))));
    }

    private void tested(int loudness) {
        test.setEnabled(true);
        String heard =
                loudness == 0
                        ? "nothing"
                        : loudness < 50 ? "quiet" : loudness > 98 ? "loud" : "good";
        tested.setText(Texts.get("sound.heard." + heard));
    }

    /// Shows what there is now: devices came or went, or something is wrong.
    void refresh() {
        voice.refresh();
        trouble.setText(model.soundTrouble());
        trouble.setVisible(!trouble.getText().isEmpty());
        if (isShowing() && listed != model.deviceChanges()) {
            listDevices();
        }
    }

    /// By another thread, as the system may take a while.
    private void listDevices() {
        listed = model.deviceChanges();
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
        now.add(new Choice(Optional.empty(), Texts.get("look.system")));
        devices.stream()
                .filter(device -> device.fits(use))
                .forEach(d -> now.add(new Choice(Optional.of(d.name()), words(d))));
        Optional<Choice> there =
                now.stream().filter(choice -> choice.name().equals(chosen)).findFirst();
        Choice selected =
                there.orElseGet(
                        () -> new Choice(chosen, Texts.get("sound.away", chosen.orElse(""))));
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
