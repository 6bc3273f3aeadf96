package org.earshot.softphone.ui.sound;

import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.Serial;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// Twenty seconds in which somebody finds out whether others will hear and be heard: a tone, then some words that are recorded and played. Shown after the first log-in; what came of
/// it is remembered. It goes by itself when a call comes or is made: sound belongs to that then.
public final class AudioCheck extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    /// Under which the window remembers that it was shown: `done` or `skipped`.
    public static final String SETTING = "audioCheck";

    private final transient Sound sound;
    private final transient PhoneModel model;
    private final transient WindowSettings settings;
    private final transient DeviceChoices choices;
    private final JButton tone = Buttons.words(new JButton(), "checkTone", "check.tone");
    private final JTextArea toneTold = words("checkToneTold", "check.tone.why");
    private final JButton record = Buttons.words(new JButton(), "checkRecord", "check.record");
    private final JTextArea recordTold = words("checkRecordTold", "check.record.why");
    private int listed = -1;

    /// Not to be seen before `setVisible`.
    ///
    /// @param settings remember that it was shown, under [#SETTING]
    public AudioCheck(Window owner, Sound sound, PhoneModel model, WindowSettings settings) {
        super(owner, Texts.get("check.title"), ModalityType.MODELESS);
        this.sound = sound;
        this.model = model;
        this.settings = settings;
        choices = new DeviceChoices(sound);
        setName("audioCheck");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosing(WindowEvent event) {
                        remember("skipped");
                    }
                });
        tone.addActionListener(_ -> tone());
        record.addActionListener(_ -> record());
        JPanel panel =
                new JPanel(
                        new MigLayout(
                                "insets 20, wrap 2, hidemode 3",
                                "[]12[fill,360lp!]",
                                "[]16[]8[]4[]4[]18[]8[]8[]4[]4[]20[]"));
        panel.add(ListPane.words(Texts.get("check.why")), "span 2, growx, wmin 0, w 480lp");
        part(panel, "check.loudspeaker");
        choice(panel, Sound.Use.LOUDSPEAKER);
        panel.add(tone, "skip, growx 0");
        panel.add(toneTold, "skip, wmin 0, hmin 34lp");
        part(panel, "check.microphone");
        choice(panel, Sound.Use.MICROPHONE);
        MicrophoneMeter level = new MicrophoneMeter(sound);
        level.setName("checkLevel");
        panel.add(Buttons.label("check.level", level));
        panel.add(level, "h 12lp!");
        panel.add(record, "skip, growx 0");
        panel.add(recordTold, "skip, wmin 0, hmin 50lp");
        JButton done = Buttons.words(new JButton(), "checkDone", "check.done");
        done.addActionListener(_ -> close("done"));
        JButton skip = Buttons.words(new JButton(), "checkSkip", "check.skip");
        skip.addActionListener(_ -> close("skipped"));
        panel.add(done, "span 2, split 2, tag ok, growx 0");
        panel.add(skip, "tag cancel, growx 0");
        setContentPane(panel);
        getRootPane().setDefaultButton(done);
        KeyAction.within(panel, KeyEvent.VK_ESCAPE, () -> close("skipped"));
        refresh();
        WindowPlace.packOver(this, owner);
        setResizable(false);
        SwingUtilities.invokeLater(tone::requestFocusInWindow);
    }

    private static JTextArea words(String name, String key) {
        JTextArea words = ListPane.words(Texts.get(key));
        words.setName(name);
        return words;
    }

    private static void part(JPanel panel, String key) {
        JLabel title = new JLabel(Texts.get(key));
        title.putClientProperty("FlatLaf.styleClass", "h4");
        panel.add(title, "span 2");
    }

    private void choice(JPanel panel, Sound.Use use) {
        JComboBox<?> box = choices.box(use);
        String key = use == Sound.Use.MICROPHONE ? "sound.microphone" : "sound.loudspeaker";
        panel.add(Buttons.label(key, box));
        panel.add((JComponent) box, "wmin 0");
    }

    private void tone() {
        tone.setEnabled(false);
        say(toneTold, "check.tone.plays", false);
        var _ =
                sound.tone()
                        .whenComplete((_, _) ->
                                SwingUtilities.invokeLater(() -> {
                                    tone.setEnabled(true);
                                    say(toneTold, "check.tone.played", false);
                                }));
    }

    private void record() {
        record.setEnabled(false);
        say(recordTold, "check.speak", false);
        sound.test()
                .thenAccept(loudest -> {
                    String key = HeardWords.checkKey(loudest, sound.hasMicrophone(), sound.facts());
                    SwingUtilities.invokeLater(() -> {
                        record.setEnabled(true);
                        say(recordTold, key, !key.equals("sound.heard.good"));
                    });
                });
    }

    private static void say(JTextArea where, String key, boolean isBad) {
        where.setForeground(isBad ? Colours.bad() : Colours.faint());
        where.setText(Texts.get(key));
    }

    private void close(String how) {
        remember(how);
        dispose();
    }

    /// Whoever has done it once has done it.
    private void remember(String how) {
        if (!settings.get(SETTING).equals(java.util.Optional.of("done"))) {
            settings.put(SETTING, how);
        }
    }

    /// Shows what there is now.
    public void refresh() {
        if (model.calls().shown().isPresent()) {
            dispose(); // not remembered: it comes again at the next start
        } else if (listed != model.deviceChanges()) {
            listed = model.deviceChanges();
            choices.list();
        }
    }
}
