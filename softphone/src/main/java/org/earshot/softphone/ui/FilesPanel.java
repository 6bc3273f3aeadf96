package org.earshot.softphone.ui;

import java.io.Serial;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.FileSharing;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;

/// A card for each file that is offered or on its way, with what can be done about it; of many the first few, those first that await an answer, and how many more
/// there are. Thirty of them would take the window from the conversation, and the event thread from everything else.
final class FilesPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int MOST_ROWS = 6;

    private final transient PhoneModel model;
    private final transient FileSharing files;
    private final transient Map<Id, FileCard> rows = new HashMap<>();
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
                        "fillx, insets 0 12 6 12, wrap 1, hidemode 3, gapy " + (narrow ? 8 : 4),
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
                        .sorted(Comparator.comparing(file -> !FileCard.awaitsAnswer(file)))
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
            FileCard row = rows.get(file.id());
            if (row == null) {
                row = new FileCard(files, file.id(), narrow);
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
}
