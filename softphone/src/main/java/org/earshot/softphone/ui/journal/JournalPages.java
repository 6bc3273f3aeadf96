package org.earshot.softphone.ui.journal;

import java.awt.BorderLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Journal;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.desktop.Opener;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.rows.JournalRows;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.rows.RowMenu;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lists of calls and of files that are over.
public final class JournalPages {
    private static final Logger log = LoggerFactory.getLogger(JournalPages.class);

    private final PhoneModel model;
    private final Journal journal;
    private final RowList<PastCall> calls;
    private final ListPane callsPane;
    private final OlderPieces<PastCall> olderCalls;
    private final MailboxLamp mailbox;
    private final JTextArea missed = ListPane.words("");
    private final JournalRows rows;
    private final JPanel callsPage = new JPanel(new BorderLayout());
    private final RowList<PastFile> files;
    private final ListPane filesPane;
    private final OlderPieces<PastFile> olderFiles;
    private final FilesPanel underWay;
    private final JPanel filesPage = new JPanel(new BorderLayout());
    private boolean asked;

    /// @param phone does what the rows are opened for
    public JournalPages(PhoneModel model, UserAgent phone) {
        this.model = model;
        journal = phone.journal();
        rows = new JournalRows(model);
        calls = new RowList<>("calls", Texts.get("page.calls"), rows::call);
        callsPane = new ListPane(calls, Texts.get("calls.empty"));
        olderCalls =
                new OlderPieces<>(
                        journal::calls,
                        older -> {
                            model.journal().olderCalls(older);
                            refresh();
                        });
        callsPane.onNearEnd(olderCalls::next);
        calls.onChosen(call -> model.select(Optional.of(Names.key(call.peer()))));
        calls.onOpened(call -> phone.call(call.peer()));
        menu(calls, "callBack", "calls.back", call -> phone.call(call.peer()));
        mailbox = new MailboxLamp(phone::call);
        callsPage.setOpaque(false);
        missed.setName("missedCalls");
        missed.setVisible(false);
        Colours.words(missed, Colours::bad);
        JPanel above =
                new JPanel(
                        new MigLayout(
                                "insets 0, fillx, wrap 1, hidemode 3, gapy 0", "[grow,fill]"));
        above.setOpaque(false);
        above.add(mailbox, "wmin 0");
        above.add(missed, "wmin 0, gapx 12 12, gapbottom 8");
        callsPage.add(above, BorderLayout.NORTH);
        callsPage.add(callsPane, BorderLayout.CENTER);
        files = new RowList<>("files", Texts.get("page.files"), rows::file);
        filesPane = new ListPane(files, Texts.get("files.empty"));
        olderFiles =
                new OlderPieces<>(
                        journal::files,
                        older -> {
                            model.journal().olderFiles(older);
                            refresh();
                        });
        filesPane.onNearEnd(olderFiles::next);
        files.onChosen(file -> model.select(Optional.of(Names.key(file.peer()))));
        files.onOpened(this::showFolder);
        menu(files, "showFolder", "files.folder", this::showFolder);
        underWay = FilesPanel.inTheList(model, phone.files());
        filesPage.setOpaque(false);
        filesPage.add(underWay, BorderLayout.NORTH);
        filesPage.add(filesPane, BorderLayout.CENTER);
    }

    private static <T> void menu(RowList<T> list, String name, String key, Consumer<T> action) {
        RowMenu menu = new RowMenu(list);
        menu.add(Buttons.item(name, key, () -> list.chosen().ifPresent(action)));
        list.setComponentPopupMenu(menu);
    }

    /// Its folder, not the file: what came from elsewhere is opened by the user's own hand.
    private void showFolder(PastFile file) {
        file.file()
                .map(Path::toAbsolutePath)
                .map(Path::getParent)
                .ifPresent(folder -> Opener.folder(files, folder));
    }

    /// The list of calls, with the mailbox and who has called in vain above it.
    public JComponent calls() {
        return callsPage;
    }

    /// The list of files, with those on their way above it.
    public JComponent files() {
        return filesPage;
    }

    /// Puts the focus into the list of calls.
    public void focusCalls() {
        calls.requestFocusInWindow();
    }

    /// Puts the focus into the list of files.
    public void focusFiles() {
        files.requestFocusInWindow();
    }

    /// Shows a file that was found, which may be older than those that are listed.
    public void reveal(PastFile file) {
        model.journal().olderFiles(List.of(file));
        refresh();
        files.setSelectedValue(file, true);
        files.requestFocusInWindow();
    }

    /// The user looks at the calls: who has called in vain meanwhile stands above them until the next look.
    public void lookAtCalls() {
        String callers =
                MissedCalls.words(model.journal().calls(), model.journal().missed(), rows::name);
        missed.setText(callers.isEmpty() ? "" : Texts.get("calls.missed", callers));
        missed.setVisible(!callers.isEmpty());
        if (model.journal().seenMissed()) {
            var _ = journal.seenMissed();
        }
    }

    /// Shows what the model has now.
    public void refresh() {
        if (!asked && model.own().isPresent()) {
            asked = true;
            load();
        }
        mailbox.show(model.mailbox());
        List<PastCall> pastCalls = model.journal().calls();
        calls.show(pastCalls, calls.chosen());
        callsPane.showEmpty(pastCalls.isEmpty());
        List<PastFile> pastFiles = model.journal().files();
        files.show(pastFiles, files.chosen());
        underWay.refresh();
        filesPane.showEmpty(pastFiles.isEmpty() && model.files().isEmpty());
    }

    private void load() {
        CompletableFuture<List<PastCall>> past =
                journal.calls(Optional.empty(), OlderPieces.PIECE).toCompletableFuture();
        CompletableFuture<List<PastFile>> moved =
                journal.files(Optional.empty(), OlderPieces.PIECE).toCompletableFuture();
        CompletableFuture<Integer> missed = journal.missedUnseen().toCompletableFuture();
        var _ =
                CompletableFuture.allOf(past, moved, missed)
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                log.warn(
                                        "calls and files before can't be read: {}",
                                        failure.toString());
                                return;
                            }
                            SwingUtilities.invokeLater(() -> {
                                olderCalls.begin(past.join());
                                olderFiles.begin(moved.join());
                                model.knownJournal(past.join(), moved.join(), missed.join());
                            });
                        });
    }
}
