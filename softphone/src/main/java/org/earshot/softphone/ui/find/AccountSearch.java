package org.earshot.softphone.ui.find;

import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.rows.ChatRows;
import org.earshot.softphone.ui.rows.JournalRows;
import org.earshot.softphone.ui.rows.Row;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.When;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/// One search in one account: for what was typed, until something else is. Event dispatch thread.
public final class AccountSearch {
    private static final int MOST_MESSAGES = 50;
    private static final int MOST_PEOPLE = 20;
    private static final int MOST_FILES = 10;

    private final String account;
    private final PhoneModel model;
    private final ChatRows rows;
    private final JournalRows past;
    private final SearchPane.Search search;
    private final Consumer<Hit> onOpened;
    private List<ChatMessage> messages = List.of();
    private List<PastFile> files = List.of();
    private List<String> colleagues = List.of();

    /// @param account its address, "" where there is but one
    /// @param onOpened shows what was found, and the account too
    public AccountSearch(
            String account, PhoneModel model, SearchPane.Search search, Consumer<Hit> onOpened) {
        this.account = account;
        this.model = model;
        this.search = search;
        this.onOpened = onOpened;
        rows = new ChatRows(model);
        past = new JournalRows(model);
    }

    /// Looks further than what is loaded.
    ///
    /// @param onFound hears each time that there is more
    void ask(String words, Runnable onFound) {
        search.people(
                words,
                MOST_PEOPLE,
                found ->
                        SwingUtilities.invokeLater(() -> {
                            found.forEach(
                                    one -> model.directoryHas(one.address(), one.displayName()));
                            colleagues =
                                    found.stream().map(AccountService.Person::address).toList();
                            onFound.run();
                        }));
        search.files(
                words,
                MOST_FILES,
                found ->
                        SwingUtilities.invokeLater(() -> {
                            files = found;
                            onFound.run();
                        }));
        search.messages(
                words,
                MOST_MESSAGES,
                found ->
                        SwingUtilities.invokeLater(() -> {
                            messages = found;
                            onFound.run();
                        }));
    }

    /// The people of this account, and last the address that may be meant.
    List<Hit> people(String typed) {
        Set<String> people = new LinkedHashSet<>(model.people());
        Set<String> there = people.stream().map(Names::key).collect(Collectors.toSet());
        colleagues.stream().filter(uri -> !there.contains(Names.key(uri))).forEach(people::add);
        return PeopleSearch.hits(typed, people, model::shownName, model.own());
    }

    /// Files whose names have all the words.
    List<PastFile> files() {
        return files;
    }

    /// Messages that have all the words.
    List<ChatMessage> messages() {
        return messages;
    }

    void open(Hit hit) {
        onOpened.accept(hit);
    }

    /// @param elsewhere whether it is to be said which account this is
    Row row(Hit hit, boolean elsewhere) {
        Row row = row(hit);
        return elsewhere
                ? new Row(
                        row.icon(),
                        row.presence(),
                        row.title(),
                        row.right(),
                        row.detail().isEmpty()
                                ? Texts.get("search.at", account)
                                : Texts.get("search.at", account) + " – " + row.detail(),
                        row.badge(),
                        row.alarming())
                : row;
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
            case Hit.File(PastFile file) -> past.file(file);
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
