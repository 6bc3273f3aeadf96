package org.earshot.softphone.ui;

import java.io.Serial;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.FileSharing;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// A line for each file that is offered or on its way, with what can be done about it; of many the first few, those first that await an answer, and how many more
/// there are. Thirty lines would take the window from the conversation, and the event thread from everything else.
final class FilesPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int MOST_ROWS = 6;

    private final transient PhoneModel model;
    private final transient FileSharing files;
    private final transient Map<Id, Row> rows = new HashMap<>();
    private final JLabel more = new JLabel();
    private final boolean narrow;

    /// Above the conversation.
    FilesPanel(PhoneModel model, FileSharing files) {
        this(model, files, false);
    }

    /// Above the list of files: what can be done stands below what it is, for there is less room.
    static FilesPanel inTheList(PhoneModel model, FileSharing files) {
        FilesPanel panel = new FilesPanel(model, files, true);
        panel.setName("filesUnderWay");
        return panel;
    }

    private FilesPanel(PhoneModel model, FileSharing files, boolean narrow) {
        super(
                new MigLayout(
                        "fillx, insets 0 12 4 12, wrap 1, hidemode 3, gapy " + (narrow ? 8 : 2),
                        "[grow,fill]"));
        this.model = model;
        this.files = files;
        this.narrow = narrow;
        more.setName(narrow ? "moreFilesHere" : "moreFiles");
        more.setVisible(false);
        add(more);
        setVisible(false);
    }

    void refresh() {
        List<FileChanged> all = model.files();
        if (all.isEmpty() && rows.isEmpty()) {
            return;
        }
        List<FileChanged> now =
                all.stream()
                        .sorted(Comparator.comparing(file -> !awaitsAnswer(file)))
                        .limit(MOST_ROWS)
                        .toList();
        List<Id> ids = now.stream().map(FileChanged::id).toList();
        boolean changed =
                rows.entrySet()
                        .removeIf(entry -> {
                            boolean over = !ids.contains(entry.getKey());
                            if (over) {
                                remove(entry.getValue());
                            }
                            return over;
                        });
        for (FileChanged file : now) {
            Row row = rows.get(file.id());
            if (row == null) {
                row = new Row(files, file.id(), narrow);
                rows.put(file.id(), row);
                add(row, "wmin 0", getComponentCount() - 1);
                changed = true;
            }
            row.show(file, model.shownName(file.peer()));
        }
        tellOfMore(all.size() - now.size());
        if (changed) {
            setVisible(!now.isEmpty());
            revalidate();
            repaint();
        }
    }

    private void tellOfMore(int count) {
        String words = Texts.count("files.more", count);
        if (!words.equals(more.getText())) {
            more.setText(words);
        }
        more.setVisible(count > 0);
    }

    private static boolean awaitsAnswer(FileChanged file) {
        return file.state() == FilePhase.OFFERED && file.incoming();
    }

    /// One file. The buttons stay where they are while the numbers change.
    private static final class Row extends JPanel {
        @Serial private static final long serialVersionUID = 1L;

        private final boolean narrow;
        private final JLabel what = PlainText.only(new JLabel());
        private final JProgressBar done = new JProgressBar();
        private final JButton accept = Buttons.words(new JButton(), "acceptFile", "file.accept");
        private final JButton decline = Buttons.words(new JButton(), "declineFile", "file.decline");
        private final JButton pause = Buttons.words(new JButton(), "pauseFile", "file.pause");
        private final JButton resume = Buttons.words(new JButton(), "resumeFile", "file.resume");
        private final JButton cancel = Buttons.words(new JButton(), "cancelFile", "file.cancel");

        Row(FileSharing files, Id id, boolean narrow) {
            super(
                    narrow
                            ? new MigLayout("insets 0, hidemode 3, fillx, gapy 2", "[grow]")
                            : new MigLayout("insets 0, hidemode 3", "[grow,fill][][][][][][]"));
            this.narrow = narrow;
            setOpaque(false);
            what.setName("file");
            done.setName("fileProgress");
            accept.addActionListener(_ -> files.accept(id));
            decline.addActionListener(_ -> files.reject(id));
            pause.addActionListener(_ -> files.pause(id));
            resume.addActionListener(_ -> files.resume(id));
            cancel.addActionListener(_ -> files.cancel(id));
            List<JButton> buttons = List.of(accept, decline, pause, resume, cancel);
            JPanel line = narrow ? new JPanel(new MigLayout("insets 0, hidemode 3", "")) : this;
            add(what, narrow ? "wmin 0, growx, wrap" : "wmin 0");
            if (narrow) {
                line.setOpaque(false);
                add(line, "wmin 0, growx");
            }
            line.add(done, narrow ? "wmin 0, growx, pushx" : "w 100lp!");
            buttons.forEach(line::add);
            if (narrow) { // names and letters are those of the same buttons above the conversation
                what.setName("fileHere");
                done.setName("fileProgressHere");
                for (JButton button : buttons) {
                    button.setMnemonic(0);
                    button.setName(button.getName() + "Here");
                }
            }
        }

        void show(FileChanged file, String who) {
            boolean asked = awaitsAnswer(file);
            String words = FileWords.now(file, who);
            String shown = narrow ? FileWords.brief(file) : words;
            if (!shown.equals(what.getText())) {
                what.setText(shown);
                what.setToolTipText(words.startsWith("<") ? null : words);
            }
            boolean paused = file.state() == FilePhase.PAUSED;
            boolean onItsWay = file.state() == FilePhase.PROGRESS;
            done.setVisible(onItsWay || paused);
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

        /// Of several buttons with the same word, which file each is for.
        private static void named(JButton button, String key, FileChanged file) {
            button.getAccessibleContext().setAccessibleName(Texts.get(key, file.name()));
        }
    }
}
