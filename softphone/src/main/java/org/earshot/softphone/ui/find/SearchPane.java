package org.earshot.softphone.ui.find;

import java.awt.event.KeyEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JTextField;
import javax.swing.Timer;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.TypedText;
import org.earshot.softphone.ui.rows.Row;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/// Finds people, files, messages and addresses while one types, in all accounts of the window. Ctrl+K begins it from everywhere, Down goes to what was found, Enter opens the
/// first, Escape ends it.
public final class SearchPane {
    /// Long enough that a quick typist asks for a word and not for each of its letters.
    private static final int PAUSE_MILLIS = 150;

    private final JTextField field = new JTextField();
    private final RowList<Found> list;
    private final ListPane pane;
    private final Supplier<List<AccountSearch>> begin;
    private final Timer pause = new Timer(PAUSE_MILLIS, _ -> ask());
    private List<AccountSearch> accounts = List.of();
    private Runnable onChange = () -> {};

    /// Looks further than what is loaded. What it finds comes on any thread, or does not.
    public interface Search {
        /// Messages that have all the words, the latest first.
        void messages(String words, int most, Consumer<List<ChatMessage>> onFound);

        /// Files that came or went, whose names have all the words, the latest first.
        void files(String words, int most, Consumer<List<PastFile>> onFound);

        /// People of the organisation.
        void people(String words, int most, Consumer<List<AccountService.Person>> onFound);
    }

    /// Something that was found, and where.
    ///
    /// @param elsewhere whether it is not the account that is shown
    private record Found(AccountSearch where, boolean elsewhere, Hit hit) {
        Row row() {
            return where.row(hit, elsewhere);
        }
    }

    /// @param begin a new search in each account, this one first
    public SearchPane(Supplier<List<AccountSearch>> begin) {
        this.begin = begin;
        list = new RowList<>("hits", Texts.get("search.found"), Found::row);
        pane = new ListPane(list, Texts.get("search.nothing"));
        pause.setRepeats(false);
        field.setName("search");
        field.getAccessibleContext().setAccessibleName(Texts.get("search"));
        field.putClientProperty("JTextField.placeholderText", Texts.get("search.hint"));
        field.putClientProperty("JTextField.leadingIcon", new Glyph(MaterialDesignM.MAGNIFY, 18));
        field.putClientProperty("JTextField.showClearButton", true);
        TypedText.on(field, this::typed);
        Consumer<Found> open =
                found -> {
                    field.setText("");
                    found.where().open(found.hit());
                };
        field.addActionListener(_ -> hits().stream().findFirst().ifPresent(open));
        list.enterFrom(field);
        KeyAction.on(field, KeyEvent.VK_ESCAPE, () -> field.setText(""));
        KeyAction.on(
                list,
                KeyEvent.VK_ESCAPE,
                () -> {
                    field.setText("");
                    field.requestFocusInWindow();
                });
        list.onOpened(open);
    }

    /// Where one types.
    public JTextField field() {
        return field;
    }

    /// What was found, or that nothing was.
    public ListPane pane() {
        return pane;
    }

    /// @param listener hears that something is to be found now, or no longer
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /// Whether something is typed, so that what was found is to be seen.
    public boolean isActive() {
        return !field.getText().isBlank();
    }

    /// What was asked for before comes to searches that nobody looks at any more.
    private void typed() {
        accounts = isActive() ? begin.get() : List.of();
        pause.restart();
        refresh();
        onChange.run();
    }

    private void ask() {
        String words = field.getText().strip();
        if (words.length() >= 2) {
            accounts.forEach(account -> account.ask(words, this::refresh));
        }
    }

    /// The people of this account and what may be dialled, then those of the others; then the files of all, and the messages of all, the latest first.
    private List<Found> hits() {
        List<Found> people = new ArrayList<>();
        List<Found> files = new ArrayList<>();
        List<Found> messages = new ArrayList<>();
        for (AccountSearch account : accounts) {
            boolean elsewhere = !account.equals(accounts.getFirst());
            account.people(field.getText()).stream()
                    .filter(hit -> !(elsewhere && hit instanceof Hit.Address))
                    .forEach(hit -> people.add(new Found(account, elsewhere, hit)));
            account.files()
                    .forEach(one -> files.add(new Found(account, elsewhere, new Hit.File(one))));
            account.messages()
                    .forEach(one ->
                            messages.add(new Found(account, elsewhere, new Hit.Message(one))));
        }
        if (accounts.size() > 1) {
            files.sort(Comparator.comparing(SearchPane::at).reversed());
            messages.sort(Comparator.comparing(SearchPane::at).reversed());
        }
        people.addAll(files);
        people.addAll(messages);
        return people;
    }

    private static Instant at(Found found) {
        return switch (found.hit()) {
            case Hit.Message(ChatMessage message) -> message.at();
            case Hit.File(PastFile file) -> file.at();
            case Hit.Person _, Hit.Address _ -> Instant.MIN;
        };
    }

    /// People may have other names, or be reached in another way.
    public void refresh() {
        if (isActive()) {
            List<Found> hits = hits();
            list.show(hits, list.chosen());
            pane.showEmpty(hits.isEmpty());
        }
    }
}
