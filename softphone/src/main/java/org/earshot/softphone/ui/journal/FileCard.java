package org.earshot.softphone.ui.journal;

import com.formdev.flatlaf.ui.FlatLineBorder;
import com.formdev.flatlaf.util.UIScale;
import java.awt.Insets;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.FileSharing;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.words.FileWords;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/// One file that is offered or on its way: which one, how far it is, and what can be done about it. The buttons stay where they are while the numbers change. It can become
/// the card of another file: to make one takes a hundred times as long.
final class FileCard extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int ARC = 10;

    /// Narrower than this, there is no room for words and buttons beside each other, in pixels of a display of 96 dpi.
    private static final int ROOM = 460;

    private static final String BESIDE = "cell 2 0 1 2, aligny center";
    private static final String BELOW = "cell 1 2, alignx right, gaptop 2";

    private final boolean narrow;
    private final JLabel what = PlainText.only(new JLabel());
    private final JLabel how = PlainText.only(new JLabel());
    private final JProgressBar done = new JProgressBar();
    private final JPanel state =
            new JPanel(new MigLayout("insets 0, hidemode 3", "[]8[grow,fill]", "[18lp!]"));
    private final JButton accept = Buttons.words(new JButton(), "acceptFile", "file.accept");
    private final JButton decline = Buttons.words(new JButton(), "declineFile", "file.decline");
    private final JButton pause = Buttons.words(new JButton(), "pauseFile", "file.pause");
    private final JButton resume = Buttons.words(new JButton(), "resumeFile", "file.resume");
    private final JButton cancel = Buttons.words(new JButton(), "cancelFile", "file.cancel");
    private final MigLayout parts =
            new MigLayout(
                    "insets 0, fillx, hidemode 3, gapy 2", "[]10[grow,fill]12[pref!]", "[][][]");
    private final JPanel tools = new JPanel(new MigLayout("insets 0, hidemode 3"));
    private boolean below;
    private final transient List<JButton> buttons = List.of(accept, decline, pause, resume, cancel);
    private transient Optional<Id> shown = Optional.empty();

    /// Of no file yet.
    ///
    /// @param narrow whether what can be done stands below what it is, for there is less room
    FileCard(FileSharing files, boolean narrow) {
        this.narrow = narrow;
        what.setName("file");
        how.setName("fileState");
        how.putClientProperty("FlatLaf.styleClass", "small");
        done.setName("fileProgress");
        accept.addActionListener(_ -> shown.ifPresent(files::accept));
        decline.addActionListener(_ -> shown.ifPresent(files::reject));
        pause.addActionListener(_ -> shown.ifPresent(files::pause));
        resume.addActionListener(_ -> shown.ifPresent(files::resume));
        cancel.addActionListener(_ -> shown.ifPresent(files::cancel));
        if (narrow) {
            how.setForeground(Colours.faint());
            belowEachOther();
        } else {
            besideEachOther();
        }
    }

    private void besideEachOther() {
        setLayout(parts);
        state.setOpaque(false);
        state.add(done, "w 60lp:120lp:120lp");
        state.add(how, "wmin 0");
        tools.setOpaque(false);
        // one below the other of many cards, all are as wide
        buttons.forEach(button -> tools.add(button, "wmin 92lp, shrinkx 0"));
        add(new JLabel(new Glyph(MaterialDesignF.FILE_OUTLINE, 24)), "cell 0 0 1 2");
        add(what, "cell 1 0, wmin 0");
        add(state, "cell 1 1, wmin 0");
        add(tools, BESIDE);
        putClientProperty("FlatLaf.style", "arc: " + ARC);
        frame();
    }

    /// Whether a card this wide has its buttons below its words.
    static boolean isHigh(int width) {
        return width < UIScale.scale(ROOM);
    }

    /// Puts the buttons below the words where it is too narrow for both, and back.
    void fit(int width) {
        boolean wanted = !narrow && isHigh(width);
        if (wanted != below) {
            below = wanted;
            parts.setComponentConstraints(tools, wanted ? BELOW : BESIDE);
            revalidate();
        }
    }

    private void belowEachOther() {
        setLayout(new MigLayout("insets 0, hidemode 3, fillx, gapy 2", "[grow]"));
        setOpaque(false);
        JPanel line = new JPanel(new MigLayout("insets 0, hidemode 3"));
        line.setOpaque(false);
        buttons.forEach(line::add);
        add(what, "wmin 0, growx, wrap");
        add(how, "wmin 0, growx, wrap");
        // beside the buttons nothing would be left of it
        add(done, "wmin 0, growx, gapy 3 3, wrap");
        add(line, "alignx right");
        // names and letters are those of the same buttons above the conversation
        for (JComponent part : List.of(what, how, done)) {
            part.setName(part.getName() + "Here");
        }
        for (JButton button : buttons) {
            button.setMnemonic(0);
            button.setName(button.getName() + "Here");
        }
    }

    /// Colours of the look that there is now.
    private void frame() {
        setBackground(Colours.theirs());
        setBorder(new FlatLineBorder(new Insets(6, 10, 6, 8), Colours.line(), 1, ARC));
        how.setForeground(Colours.faintOnBubble());
    }

    @Override
    public void updateUI() {
        super.updateUI();
        if (how == null) { // it is called before there is anything
            return;
        }
        if (narrow) {
            how.setForeground(Colours.faint());
        } else {
            frame();
        }
    }

    static boolean awaitsAnswer(FileChanged file) {
        return file.state() == FilePhase.OFFERED && file.incoming();
    }

    /// Which file it is of.
    Optional<Id> shown() {
        return shown;
    }

    void show(FileChanged file, String who) {
        if (!shown.equals(Optional.of(file.id()))) {
            shown = Optional.of(file.id());
            // a button that was pressed for another file is not let go for this one
            for (JButton button : buttons) {
                button.getModel().setArmed(false);
                button.getModel().setPressed(false);
            }
        }
        boolean asked = awaitsAnswer(file);
        String words = FileWords.now(file, who);
        text(what, narrow ? FileWords.brief(file) : FileWords.head(file, who), words);
        text(how, narrow ? FileWords.aside(file, who) : FileWords.detail(file), words);
        boolean paused = file.state() == FilePhase.PAUSED;
        boolean onItsWay = file.state() == FilePhase.PROGRESS;
        done.setVisible(onItsWay || paused);
        state.setVisible(done.isVisible() || !how.getText().isEmpty());
        done.setValue(FileWords.percent(file));
        done.getAccessibleContext().setAccessibleName(words);
        accept.setVisible(asked);
        decline.setVisible(asked);
        cancel.setVisible(!asked);
        // the one gives way to the other, and keeps the keyboard for a second thought
        boolean focused = pause.isFocusOwner() || resume.isFocusOwner();
        pause.setVisible(onItsWay);
        resume.setVisible(paused && file.reason().isEmpty()); // else it is the other one's
        if (focused) {
            (pause.isVisible() ? pause : resume.isVisible() ? resume : cancel)
                    .requestFocusInWindow();
        }
        named(pause, "file.pause.this", file);
        named(resume, "file.resume.this", file);
        named(cancel, "file.cancel.this", file);
    }

    private static void text(JLabel label, String text, String all) {
        if (!text.equals(label.getText())) {
            label.setText(text);
            label.setToolTipText(all.startsWith("<") ? null : all);
        }
    }

    /// Of several buttons with the same word, which file each is for.
    private static void named(JButton button, String key, FileChanged file) {
        button.getAccessibleContext().setAccessibleName(Texts.get(key, file.name()));
    }
}
