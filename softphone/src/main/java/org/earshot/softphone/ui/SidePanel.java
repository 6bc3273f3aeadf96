package org.earshot.softphone.ui;

import java.awt.CardLayout;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent.PresenceChanged;
import org.earshot.softphone.ui.find.AccountSearch;
import org.earshot.softphone.ui.find.SearchPane;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.rows.ChatRows;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/// The middle of the window: who the user is, a field to search, and the list of the page that is chosen on the rail.
final class SidePanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final String FOUND = "found";

    private final transient PhoneModel model;
    private final transient UserAgent phone;
    private final OwnHeader header;
    private final transient SearchPane search;
    private final CardLayout cards = new CardLayout();
    private final JPanel lists = new JPanel(cards);
    private final RowList<String> chats;
    private final ListPane chatsPane;
    private final transient PeopleList people;
    private final ListPane peoplePane;
    private final transient DirectoryModel directory;
    private final JTextField add = new JTextField();
    private final JButton nearby = new JButton();
    private final JButton load = new JButton(new Glyph(MaterialDesignF.FILE_IMPORT_OUTLINE, 18));
    private final JTextArea notice = ListPane.words("");
    private final transient Map<Page, Runnable> focus = new EnumMap<>(Page.class);
    private Page page = Page.CHATS;
    private transient List<String> watched = List.of();

    /// What the list needs the rest of the window for.
    ///
    /// @param search begins a search in each account, this one first
    /// @param onNearby shows the phones nearby
    /// @param newGroup begins a new group; stands beside the field to search
    record Actions(Supplier<List<AccountSearch>> search, Runnable onNearby, JButton newGroup) {}

    SidePanel(PhoneModel model, UserAgent phone, OwnPresence own, Actions actions) {
        super(
                new MigLayout(
                        "fill, insets 0, wrap 1, hidemode 3, gapy 0", "[grow,fill]", "[][]8[][]"));
        this.model = model;
        this.phone = phone;
        directory = new DirectoryModel(phone.account(), model);
        ChatRows rows = new ChatRows(model);
        header = new OwnHeader(model, own, phone);
        search = new SearchPane(actions.search());
        chats = new RowList<>("chats", Texts.get("page.chats"), rows::chat);
        chatsPane = new ListPane(chats, Texts.get("chats.empty"));
        people = new PeopleList(rows::person, this::showPeople);
        peoplePane = new ListPane(people.component(), Texts.get("people.empty"));
        chats.onChosen(uri -> model.select(Optional.of(uri)));
        people.onChosen(uri -> model.select(Optional.of(uri)));
        for (RowList<?> list : List.of(chats, people.component())) {
            list.setComponentPopupMenu(new PersonMenu(list, model, phone));
        }
        KeyAction.on(
                people.component(),
                KeyEvent.VK_DELETE,
                () ->
                        people.component()
                                .chosen()
                                .filter(PeopleRow.Person.class::isInstance)
                                .flatMap(_ -> model.selected())
                                .ifPresent(phone.contacts()::remove));
        notice.setName("contactsNotice");
        Colours.words(notice, Colours::bad);
        page(Page.CHATS, chatsPane, chats::requestFocusInWindow);
        Buttons.words(nearby, "showNearby", "nearby.show");
        nearby.addActionListener(_ -> actions.onNearby().run());
        page(
                Page.PEOPLE,
                peoplePage(),
                () ->
                        (people.component().isEmpty() ? add : people.component())
                                .requestFocusInWindow());
        lists.add(search.pane(), FOUND);
        search.onChange(this::showCard);
        add(header, "wmin 0");
        add(beside(search.field(), actions.newGroup()), "wmin 0");
        add(notice, "gapx 12 12, wmin 0");
        // not by the number of its row: without the notice it is another one
        add(lists, "wmin 0, hmin 0, grow, pushy");
        refresh();
    }

    /// A panel of its own: what is split in two takes the next in the place of one that is hidden.
    private static JComponent beside(JComponent field, JButton button) {
        JPanel panel = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow,fill][]"));
        panel.setOpaque(false);
        panel.add(field, "gapx 12 12, wmin 0, h 32lp!");
        panel.add(button, "gapx 0 8");
        return panel;
    }

    private JComponent peoplePage() {
        add.setName("addContact");
        add.getAccessibleContext().setAccessibleName(Texts.get("people.add"));
        add.putClientProperty("JTextField.placeholderText", Texts.get("people.add.hint"));
        add.addActionListener(_ -> addContact());
        JPanel panel =
                new JPanel(
                        new MigLayout(
                                "fill, insets 0, wrap 1, gapy 0, hidemode 3",
                                "[grow,fill]",
                                "[]8[grow,fill][]"));
        panel.setOpaque(false);
        load.setName("importContacts");
        load.putClientProperty("JButton.buttonType", "toolBarButton");
        Buttons.hint(load, "import.title");
        load.addActionListener(_ -> ContactImport.ask(panel, phone.contacts()));
        panel.add(add, "gapx 12 4, wmin 0, split 2, growx");
        panel.add(load, "gapx 0 8, growx 0");
        panel.add(peoplePane, "wmin 0, hmin 0");
        panel.add(nearby, "gapx 12 12, gapy 6 8, growx 0");
        return panel;
    }

    /// Adds the list of a page.
    ///
    /// @param toFocus puts the focus where one begins on it
    void page(Page of, JComponent list, Runnable toFocus) {
        lists.add(list, of.word());
        focus.put(of, toFocus);
    }

    /// Goes to a page.
    void show(Page wanted) {
        page = wanted;
        if (wanted == Page.PEOPLE) {
            directory.look();
        }
        if (search.isActive()) {
            search.field().setText("");
        }
        showCard();
    }

    /// Puts the focus where somebody begins.
    void focus() {
        focus.getOrDefault(page, () -> {}).run();
    }

    /// Begins a search.
    void search() {
        search.field().requestFocusInWindow();
        search.field().selectAll();
    }

    private void showCard() {
        cards.show(lists, search.isActive() ? FOUND : page.word());
    }

    private void addContact() {
        if (add.getText().isBlank()) {
            return;
        }
        Optional<String> uri = Names.uri(add.getText(), model.own());
        add.putClientProperty("JComponent.outline", uri.isEmpty() ? "error" : null);
        add.setToolTipText(uri.isEmpty() ? Texts.get("address.wrong") : null);
        uri.ifPresent(person -> {
            phone.contacts().put(person, "");
            add.setText("");
            model.select(Optional.of(Names.key(person)));
        });
    }

    void refresh() {
        header.refresh();
        notice.setText(model.contactsNotice());
        notice.setVisible(!model.contactsNotice().isEmpty());
        nearby.setVisible(model.callsWithoutServer());
        List<String> all = model.people();
        if (!all.equals(watched)) {
            watched = all;
            phone.presences().watch(all);
        }
        List<String> talked = model.chats();
        chats.show(talked, model.selected());
        chatsPane.showEmpty(talked.isEmpty());
        showPeople();
        search.refresh();
    }

    private void showPeople() {
        List<String> known = model.contacts();
        people.show(
                PeopleRows.of(
                        known,
                        directory.people(),
                        new PeopleRows.Known(
                                uri ->
                                        model.presence(uri)
                                                .map(PresenceChanged::availability)
                                                .orElse(Availability.UNKNOWN),
                                model::shownName,
                                model::isFavourite,
                                uri ->
                                        model.own()
                                                .filter(own -> !Names.sameDomain(own, uri))
                                                .isPresent()),
                        people.collapsed()),
                model.selected());
        peoplePane.showEmpty(people.component().isEmpty());
    }
}
