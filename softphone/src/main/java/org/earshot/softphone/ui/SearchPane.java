package org.earshot.softphone.ui;

import java.awt.event.KeyEvent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.ChatMessage;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/// Finds people, messages and addresses while one types. Ctrl+K begins it from everywhere, Down goes to what was found, Enter opens the first, Escape ends
/// it.
final class SearchPane {
    /// Long enough that a quick typist asks for a word and not for each of its letters.
    private static final int PAUSE_MILLIS = 150;

    private static final int MOST_MESSAGES = 50;
    private static final int MOST_PEOPLE = 20;

    private final JTextField field = new JTextField();
    private final RowList<Hit> list;
    private final ListPane pane;
    private final PhoneModel model;
    private final ChatRows rows;
    private final Search search;
    private final Timer pause = new Timer(PAUSE_MILLIS, _ -> ask());
    private List<ChatMessage> messages = List.of();
    private List<String> colleagues = List.of();
    private Runnable onChange = () -> {};
    private int asked;

    /// Looks further than what is loaded. What it finds comes on any thread, or does not.
    interface Search {
        /// Messages that have all the words, the latest first.
        void messages(String words, int most, Consumer<List<ChatMessage>> onFound);

        /// People of the organisation.
        void people(String words, int most, Consumer<List<AccountService.Person>> onFound);
    }

    SearchPane(PhoneModel model, ChatRows rows, Search search, Consumer<Hit> onHit) {
        this.model = model;
        this.rows = rows;
        this.search = search;
        list = new RowList<>("hits", Texts.get("search.found"), this::row);
        pane = new ListPane(list, Texts.get("search.nothing"));
        pause.setRepeats(false);
        field.setName("search");
        field.getAccessibleContext().setAccessibleName(Texts.get("search"));
        field.putClientProperty("JTextField.placeholderText", Texts.get("search.hint"));
        field.putClientProperty("JTextField.leadingIcon", new Glyph(MaterialDesignM.MAGNIFY, 18));
        field.putClientProperty("JTextField.showClearButton", true);
        TypedText.on(field, this::typed);
        Consumer<Hit> open =
                hit -> {
                    field.setText("");
                    onHit.accept(hit);
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

    JTextField field() {
        return field;
    }

    ListPane pane() {
        return pane;
    }

    /// @param listener hears that something is to be found now, or no longer
    void onChange(Runnable listener) {
        onChange = listener;
    }

    boolean isActive() {
        return !field.getText().isBlank();
    }

    private void typed() {
        messages = List.of();
        colleagues = List.of();
        asked++;
        pause.restart();
        refresh();
        onChange.run();
    }

    private void ask() {
        String words = field.getText().strip();
        if (words.length() < 2) {
            return;
        }
        int mine = asked;
        search.people(
                words,
                MOST_PEOPLE,
                found ->
                        SwingUtilities.invokeLater(() -> {
                            found.forEach(
                                    one -> model.directoryHas(one.address(), one.displayName()));
                            if (mine == asked) {
                                colleagues =
                                        found.stream().map(AccountService.Person::address).toList();
                                refresh();
                            }
                        }));
        search.messages(
                words,
                MOST_MESSAGES,
                found ->
                        SwingUtilities.invokeLater(() -> {
                            if (mine == asked) {
                                messages = found;
                                refresh();
                            }
                        }));
    }

    private List<Hit> hits() {
        Set<String> people = new LinkedHashSet<>(model.people());
        Set<String> there = people.stream().map(Names::key).collect(Collectors.toSet());
        colleagues.stream().filter(uri -> !there.contains(Names.key(uri))).forEach(people::add);
        List<Hit> hits =
                new ArrayList<>(
                        PeopleSearch.hits(field.getText(), people, model::shownName, model.own()));
        messages.stream().map(Hit.Message::new).forEach(hits::add);
        return hits;
    }

    void refresh() {
        if (isActive()) {
            List<Hit> hits = hits();
            list.show(hits, list.chosen());
            pane.showEmpty(hits.isEmpty());
        }
    }

    private Row row(Hit hit) {
        return switch (hit) {
            case Hit.Person(String uri) -> rows.person(uri);
            case Hit.Address(String uri) ->
                    new Row(
                            new Glyph(MaterialDesignP.PHONE_DIAL_OUTLINE, 24),
                            Optional.empty(),
                            Names.of(uri),
                            "",
                            Texts.get("search.address"),
                            0,
                            false);
            case Hit.Message(ChatMessage message) ->
                    new Row(
                            rows.picture(message.key().conversation()),
                            Optional.empty(),
                            model.shownName(message.key().conversation()),
                            When.of(message.at(), model.now(), ZoneId.systemDefault()),
                            message.text().replace('\n', ' '),
                            0,
                            false);
        };
    }
}
