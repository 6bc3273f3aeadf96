package org.earshot.softphone.ui.group;

import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.GroupService;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.find.PeoplePicker;
import org.earshot.softphone.ui.find.SearchPane;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.rows.ChatRows;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// Asks what a new group is called and who is in it, and makes it.
final class NewGroupDialog extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private final transient GroupService service;
    private final transient Consumer<GroupService.Whole> onMade;
    private final transient List<String> chosen = new ArrayList<>();
    private final JTextField name = new JTextField();
    private final RowList<String> people;
    private final ListPane pane;
    private final PeoplePicker picker;
    private final JTextArea problem = ListPane.words("");
    private final JButton take = new JButton();
    private final JButton make = new JButton();

    /// @param isGroup whether an address is a group's, which is in no other group
    /// @param onMade gets the group, on the event dispatch thread
    NewGroupDialog(
            Window owner,
            GroupService service,
            PhoneModel model,
            SearchPane.Search search,
            Predicate<String> isGroup,
            Consumer<GroupService.Whole> onMade) {
        super(owner, Texts.get("group.new.title"), ModalityType.MODELESS);
        this.service = service;
        this.onMade = onMade;
        setName("newGroup");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        people = new RowList<>("chosen", Texts.get("group.chosen"), new ChatRows(model)::person);
        pane = new ListPane(people, Texts.get("group.chosen.none"));
        picker =
                new PeoplePicker(
                        model,
                        search,
                        pane,
                        uri ->
                                !isGroup.test(uri)
                                        && chosen.stream()
                                                .map(Names::key)
                                                .noneMatch(Names.key(uri)::equals),
                        this::choose);
        KeyAction.on(people, KeyEvent.VK_DELETE, this::takeBack);
        people.addListSelectionListener(_ -> take.setEnabled(people.chosen().isPresent()));
        name.setName("groupName");
        name.addActionListener(_ -> picker.focus());
        problem.setName("groupProblem");
        problem.setForeground(Colours.bad());
        Buttons.words(take, "takeBack", "group.new.takeBack");
        take.addActionListener(_ -> takeBack());
        Buttons.words(make, "makeGroup", "group.new.make");
        make.addActionListener(_ -> make());
        JButton cancel = Buttons.words(new JButton(), "cancelGroup", "cancel");
        cancel.addActionListener(_ -> dispose());
        JPanel panel =
                new JPanel(
                        new MigLayout("fill, insets 16, wrap 1, hidemode 3", "[grow,fill,380lp]"));
        panel.add(Buttons.label("group.name", name));
        panel.add(name, "h 32lp!");
        panel.add(picker, "wmin 0, hmin 0, h 300lp, gaptop 8, grow, pushy");
        panel.add(problem, "wmin 0");
        JPanel buttons = new JPanel(new MigLayout("insets 0, fillx", "[]12:push[][]"));
        buttons.add(take);
        buttons.add(make);
        buttons.add(cancel);
        panel.add(buttons);
        KeyAction.within(panel, KeyEvent.VK_ESCAPE, this::escape);
        setContentPane(panel);
        refresh();
        WindowPlace.packOver(this, owner);
        setMinimumSize(getSize());
        SwingUtilities.invokeLater(name::requestFocusInWindow);
    }

    private void escape() {
        if (!picker.end()) {
            dispose();
        }
    }

    private void choose(String uri) {
        chosen.add(uri);
        refresh();
    }

    private void takeBack() {
        people.chosen().ifPresent(chosen::remove);
        refresh();
    }

    private void refresh() {
        people.show(List.copyOf(chosen), people.chosen());
        pane.showEmpty(chosen.isEmpty());
        take.setEnabled(people.chosen().isPresent());
        problem.setVisible(!problem.getText().isEmpty());
    }

    private void say(String words) {
        problem.setText(words);
        refresh();
    }

    private void make() {
        if (name.getText().isBlank()) {
            say(Texts.get("group.name.needed"));
            name.requestFocusInWindow();
            return;
        }
        make.setEnabled(false);
        var _ =
                service.make(name.getText(), List.copyOf(chosen))
                        .whenComplete((made, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    make.setEnabled(true);
                                    if (failure == null) {
                                        dispose();
                                        onMade.accept(made);
                                    } else {
                                        say(Failures.words(failure));
                                    }
                                }));
    }
}
