package org.earshot.softphone.ui.find;

import java.awt.CardLayout;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.TypedText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.rows.ChatRows;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/// A field in which one types who is meant, and a list that shows who could be while one types: Enter takes the first, Down goes to the list, Escape ends it. Of the user's
/// own organisation only.
public final class PeoplePicker extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int PAUSE_MILLIS = 150;
    private static final int MOST = 20;
    private static final String FOUND = "found";
    private static final String UNDER = "under";

    private final transient PhoneModel model;
    private final transient SearchPane.Search search;
    private final transient Predicate<String> fits;
    private final transient Consumer<String> onPicked;
    private final JTextField field = new JTextField();
    private final RowList<String> list;
    private final ListPane pane;
    private final CardLayout cards = new CardLayout();
    private final JPanel lower = new JPanel(cards);
    private final Timer pause = new Timer(PAUSE_MILLIS, _ -> ask());
    private transient List<String> colleagues = List.of();
    private int asked;

    /// @param fits whether somebody can be chosen
    /// @param under what is shown while nothing is typed
    public PeoplePicker(
            PhoneModel model,
            SearchPane.Search search,
            JComponent under,
            Predicate<String> fits,
            Consumer<String> onPicked) {
        super(
                new MigLayout(
                        "fill, insets 0, wrap 1, hidemode 3, gapy 6",
                        "[grow,fill]",
                        "[][grow,fill]"));
        this.model = model;
        this.search = search;
        this.fits = fits;
        this.onPicked = onPicked;
        setOpaque(false);
        list = new RowList<>("candidates", Texts.get("search.found"), new ChatRows(model)::person);
        pane = new ListPane(list, Texts.get("group.nobody"));
        pause.setRepeats(false);
        field.setName("person");
        field.getAccessibleContext().setAccessibleName(Texts.get("group.person"));
        field.putClientProperty("JTextField.placeholderText", Texts.get("group.person.hint"));
        field.putClientProperty(
                "JTextField.leadingIcon", new Glyph(MaterialDesignA.ACCOUNT_PLUS_OUTLINE, 18));
        TypedText.on(field, this::typed);
        field.addActionListener(_ -> found().stream().findFirst().ifPresent(this::pick));
        list.enterFrom(field);
        KeyAction.on(list, KeyEvent.VK_ESCAPE, this::end);
        list.onOpened(this::pick);
        lower.setOpaque(false);
        lower.add(under, UNDER);
        lower.add(pane, FOUND);
        add(field, "h 32lp!");
        add(lower, "wmin 0, hmin 0");
    }

    /// Nobody can be chosen for now, or again.
    public void showField(boolean on) {
        field.setVisible(on);
    }

    /// Puts the focus where one begins to type.
    public void focus() {
        field.requestFocusInWindow();
    }

    /// Ends a search.
    ///
    /// @return whether there was one
    public boolean end() {
        boolean was = !field.getText().isEmpty();
        field.setText("");
        field.requestFocusInWindow();
        return was;
    }

    private void pick(String uri) {
        end();
        onPicked.accept(uri);
    }

    private void typed() {
        colleagues = List.of();
        asked++;
        pause.restart();
        refresh();
    }

    private void ask() {
        String words = field.getText().strip();
        if (words.isEmpty()) {
            return;
        }
        int mine = asked;
        search.people(
                words,
                MOST,
                people ->
                        SwingUtilities.invokeLater(() -> {
                            people.forEach(
                                    one -> model.directoryHas(one.address(), one.displayName()));
                            if (mine == asked) {
                                colleagues =
                                        people.stream()
                                                .map(AccountService.Person::address)
                                                .toList();
                                refresh();
                            }
                        }));
    }

    private List<String> found() {
        if (field.getText().isBlank()) {
            return List.of();
        }
        Set<String> people = new LinkedHashSet<>(model.people());
        Set<String> there = people.stream().map(Names::key).collect(Collectors.toSet());
        colleagues.stream().filter(uri -> !there.contains(Names.key(uri))).forEach(people::add);
        people.removeIf(uri -> !isNear(uri) || !fits.test(uri));
        return PeopleSearch.hits(field.getText(), people, model::shownName, model.own()).stream()
                .<String>mapMulti((hit, out) -> {
                    switch (hit) {
                        case Hit.Person(String uri) -> out.accept(uri);
                        case Hit.Address(String uri) -> out.accept(uri);
                        case Hit.Message _, Hit.File _ -> {}
                    }
                })
                .filter(this::isNear)
                .filter(fits)
                .toList();
    }

    /// Of the user's own organisation.
    private boolean isNear(String uri) {
        Optional<String> own = model.own().map(Names::key);
        return own.filter(me ->
                        Names.key(uri).endsWith(me.substring(me.indexOf('@')))
                                && !Names.key(uri).equals(me))
                .isPresent();
    }

    private void refresh() {
        boolean searching = !field.getText().isBlank();
        if (searching) {
            List<String> found = found();
            list.show(found, list.chosen());
            pane.showEmpty(found.isEmpty());
        }
        cards.show(lower, searching ? FOUND : UNDER);
    }
}
