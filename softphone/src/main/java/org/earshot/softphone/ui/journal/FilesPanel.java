package org.earshot.softphone.ui.journal;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.HierarchyBoundsAdapter;
import java.awt.event.HierarchyEvent;
import java.io.Serial;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRootPane;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.FileSharing;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// A card for each file that is offered or on its way, with what can be done about it; of many the first few, those first that await an answer, and how many more
/// there are. Thirty of them would take the window from the conversation, and the event thread from everything else.
public final class FilesPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int MOST_ROWS = 6;

    /// What the rest of the window needs at least, and a card, in pixels of a display of 96 dpi.
    private static final int REST = 300;

    private static final int SIDE = 12;
    private static final int CARD = 54;
    private static final int HIGH_CARD = 84;

    private final transient PhoneModel model;
    private final transient FileSharing files;
    private final transient Map<Id, FileCard> rows = new LinkedHashMap<>();
    private final transient Deque<FileCard> spare =
            new ArrayDeque<>(); // not shown, for later files
    private final JLabel more = new JLabel();
    private final boolean narrow;

    /// Above the conversation.
    public FilesPanel(PhoneModel model, FileSharing files) {
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
                        "fillx, insets 0 %d 6 %d, wrap 1, hidemode 3, gapy %d"
                                .formatted(SIDE, SIDE, narrow ? 8 : 4),
                        "[grow,fill]"));
        this.model = model;
        this.files = files;
        this.narrow = narrow;
        more.setName(narrow ? "moreFilesHere" : "moreFiles");
        more.setVisible(false);
        add(more);
        setVisible(false);
        addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentResized(ComponentEvent event) {
                        refresh(); // it may be narrower
                    }
                });
        addHierarchyBoundsListener(
                new HierarchyBoundsAdapter() {
                    @Override
                    public void ancestorResized(HierarchyEvent event) {
                        if (event.getChanged() instanceof JRootPane) {
                            refresh(); // or the window lower
                        }
                    }
                });
        addHierarchyListener(event -> {
            if ((event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0) {
                refresh();
            }
        });
    }

    private int cardWidth() {
        return getWidth() - getInsets().left - getInsets().right - UIScale.scale(2 * SIDE);
    }

    /// How many cards there is room for.
    private int room() {
        JRootPane root = getRootPane();
        int left = root == null ? 0 : root.getHeight() - UIScale.scale(REST);
        boolean high = narrow || FileCard.isHigh(cardWidth());
        return Math.clamp(left / UIScale.scale(high ? HIGH_CARD : CARD), 1, MOST_ROWS);
    }

    /// Those that are not shown would keep the look of before.
    @Override
    public void updateUI() {
        super.updateUI();
        if (spare != null) { // it is called before there is anything
            spare.clear();
        }
    }

    /// While nobody can see it nothing is done.
    public void refresh() {
        List<FileChanged> all = model.files();
        boolean seen = getParent() != null && getParent().isShowing();
        if (!seen || (all.isEmpty() && rows.isEmpty())) {
            return;
        }
        List<FileChanged> now =
                all.stream()
                        .sorted(Comparator.comparing(file -> !FileCard.awaitsAnswer(file)))
                        .limit(room())
                        .toList();
        int before = getComponentCount();
        Deque<FileCard> over = takeOver(now.stream().map(FileChanged::id).toList());
        boolean changed = getComponentCount() != before;
        boolean added = false;
        boolean wanting = false;
        for (FileChanged file : now) {
            FileCard row = rows.get(file.id());
            if (row == null && !over.isEmpty()) {
                row = over.poll(); // where it stands
            } else if (row == null && !added) {
                row = spare.isEmpty() ? new FileCard(files, narrow) : spare.poll();
                add(row, "wmin 0", getComponentCount() - 1);
                added = true;
                changed = true;
            }
            if (row == null) {
                wanting = true;
                break;
            }
            rows.put(file.id(), row);
            row.fit(cardWidth());
            row.show(file, model.shownName(file.peer()));
        }
        changed |= !over.isEmpty();
        over.forEach(this::putAside);
        tellOfMore(all.size() - now.size());
        if (changed) {
            setVisible(!now.isEmpty());
            revalidate();
            repaint();
        }
        if (wanting) {
            // one at a time: it takes a while until it is made, laid out and painted
            SwingUtilities.invokeLater(this::refresh);
        }
    }

    /// @return the cards of files that are not among these any more, which can become those of others. Where the keyboard is in one, that one goes away: the next key is
    /// not meant for another file
    private Deque<FileCard> takeOver(List<Id> still) {
        Deque<FileCard> over = new ArrayDeque<>();
        for (Map.Entry<Id, FileCard> row : List.copyOf(rows.entrySet())) {
            if (!still.contains(row.getKey())) {
                rows.remove(row.getKey());
                if (hasKeyboard(row.getValue())) {
                    putAside(row.getValue());
                } else {
                    over.add(row.getValue());
                }
            }
        }
        return over;
    }

    private void putAside(FileCard card) {
        remove(card);
        spare.add(card);
    }

    private static boolean hasKeyboard(FileCard card) {
        Component owner = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
        return owner != null && SwingUtilities.isDescendingFrom(owner, card);
    }

    private void tellOfMore(int count) {
        String words = Texts.count("files.more", count);
        if (!words.equals(more.getText())) {
            more.setText(words);
        }
        more.setVisible(count > 0);
    }
}
