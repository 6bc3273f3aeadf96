package org.earshot.softphone.ui.group;

import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.GroupService;
import org.earshot.softphone.ua.UserAgentEvent.PresenceChanged;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.find.PeoplePicker;
import org.earshot.softphone.ui.find.SearchPane;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.rows.Row;
import org.earshot.softphone.ui.rows.RowCell;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// Who is in a group; its owners change that and its name here, and everybody leaves it here.
final class MembersDialog extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private final transient GroupService service;
    private final transient PhoneModel model;
    private final transient Around around;
    private final String address;
    private final JTextField name = new JTextField();
    private final JButton rename = new JButton();
    private final JLabel count = PlainText.only(new JLabel(" "));
    private final RowList<GroupService.Member> members;
    private final PeoplePicker picker;
    private final JButton owner = new JButton();
    private final JButton remove = new JButton();
    private final JButton leave = new JButton();
    private final JTextArea problem = ListPane.words("");
    private transient Optional<GroupService.Whole> shown = Optional.empty();

    /// What it needs of the rest of the window.
    ///
    /// @param onChange the group is another one than before
    /// @param onShown these people are shown
    record Around(
            SearchPane.Search search,
            GroupsModel groups,
            Runnable onChange,
            Consumer<List<String>> onShown) {}

    MembersDialog(
            Window parent, GroupService service, PhoneModel model, String address, Around around) {
        super(parent, model.shownName(address), ModalityType.MODELESS);
        this.service = service;
        this.model = model;
        this.address = address;
        this.around = around;
        setName("groupMembers");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        members = new RowList<>("groupMemberList", Texts.get("group.list"), this::row);
        picker =
                new PeoplePicker(
                        model,
                        around.search(),
                        new ListPane(members, Texts.get("group.loading")),
                        this::canCome,
                        uri -> change(service.add(address, List.of(uri))));
        members.addListSelectionListener(_ -> refreshButtons());
        KeyAction.on(
                members,
                KeyEvent.VK_DELETE,
                () -> {
                    if (remove.isEnabled() && remove.isVisible()) {
                        remove.doClick();
                    }
                });
        name.setName("groupName");
        name.getAccessibleContext().setAccessibleName(Texts.get("group.name.is"));
        name.addActionListener(_ -> rename());
        count.setName("groupCount");
        problem.setName("groupProblem");
        problem.setForeground(Colours.bad());
        Buttons.words(rename, "renameGroup", "group.rename");
        rename.addActionListener(_ -> rename());
        Buttons.words(owner, "makeOwner", "group.owner.make");
        owner.addActionListener(_ ->
                members.chosen()
                        .ifPresent(one ->
                                change(service.setOwner(address, one.address(), !one.owner()))));
        Buttons.words(remove, "removeMember", "group.remove");
        remove.addActionListener(_ ->
                members.chosen().ifPresent(one -> change(service.remove(address, one.address()))));
        Buttons.words(leave, "leaveGroup", "group.leave");
        leave.addActionListener(_ -> leave());
        JButton close = Buttons.words(new JButton(), "closeGroup", "close");
        close.addActionListener(_ -> dispose());
        JPanel panel =
                new JPanel(
                        new MigLayout("fill, insets 16, wrap 1, hidemode 3", "[grow,fill,400lp]"));
        JPanel naming = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow,fill][]"));
        naming.add(name, "wmin 0, h 32lp!");
        naming.add(rename);
        panel.add(naming);
        panel.add(count, "wmin 0, gapbottom 4");
        // not by the number of its row: what is hidden has none
        panel.add(picker, "wmin 0, hmin 0, h 320lp, grow, pushy");
        JPanel ofOwners = new JPanel(new MigLayout("insets 0, hidemode 3", "[][]"));
        ofOwners.add(owner);
        ofOwners.add(remove);
        panel.add(ofOwners);
        panel.add(problem, "wmin 0");
        JPanel buttons =
                new JPanel(new MigLayout("insets 6 0 0 0, fillx, hidemode 3", "[]12:push[]"));
        buttons.add(leave);
        buttons.add(close);
        panel.add(buttons);
        KeyAction.within(
                panel,
                KeyEvent.VK_ESCAPE,
                () -> {
                    if (!picker.end()) {
                        dispose();
                    }
                });
        setContentPane(panel);
        show(Optional.empty());
        WindowPlace.packOver(this, parent);
        setMinimumSize(getSize());
        load();
        SwingUtilities.invokeLater(members::requestFocusInWindow);
    }

    private Row row(GroupService.Member member) {
        return new Row(
                model.avatar(member.address(), RowCell.PICTURE),
                model.presence(member.address()).map(PresenceChanged::availability),
                isMe(member.address())
                        ? Texts.get("group.you", model.shownName(member.address()))
                        : model.shownName(member.address()),
                member.owner() ? Texts.get("group.owner") : "",
                Names.of(member.address()),
                0,
                false);
    }

    private boolean isMe(String uri) {
        return model.own().map(Names::key).equals(Optional.of(Names.key(uri)));
    }

    private boolean canCome(String uri) {
        String key = Names.key(uri);
        return around.groups().of(uri).isEmpty()
                && shown.stream()
                        .flatMap(whole -> whole.members().stream())
                        .noneMatch(member -> Names.key(member.address()).equals(key));
    }

    /// Asks the server who is in it.
    void load() {
        var _ =
                service.members(address)
                        .whenComplete((whole, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    if (failure == null) {
                                        show(Optional.of(whole));
                                    } else {
                                        show(Optional.empty());
                                        say(words(failure));
                                    }
                                }));
    }

    private void show(Optional<GroupService.Whole> whole) {
        shown = whole;
        boolean mine = whole.map(one -> one.group().owner()).orElse(false);
        List<GroupService.Member> all = whole.map(GroupService.Whole::members).orElse(List.of());
        all.forEach(member -> model.directoryHas(member.address(), member.displayName()));
        whole.ifPresent(one -> {
            model.directoryHas(one.group().address(), one.group().displayName());
            name.setText(one.group().displayName());
        });
        Optional<String> chosen = members.chosen().map(GroupService.Member::address);
        members.show(
                all,
                all.stream().filter(one -> chosen.equals(Optional.of(one.address()))).findFirst());
        setTitle(model.shownName(address));
        count.setText(whole.isEmpty() ? " " : Texts.count("group.members", all.size()));
        name.setEditable(mine);
        name.setFocusable(mine);
        rename.setVisible(mine);
        picker.showField(mine);
        owner.setVisible(mine);
        remove.setVisible(mine);
        leave.setEnabled(whole.isPresent());
        around.onShown().accept(all.stream().map(GroupService.Member::address).toList());
        refreshButtons();
    }

    private void refreshButtons() {
        Optional<GroupService.Member> chosen = members.chosen();
        boolean owns = chosen.map(GroupService.Member::owner).orElse(false);
        Buttons.words(owner, owns ? "group.owner.end" : "group.owner.make");
        owner.setEnabled(chosen.isPresent() && (!owns || owners() > 1));
        remove.setEnabled(chosen.isPresent() && !owns);
        problem.setVisible(!problem.getText().isEmpty());
    }

    private long owners() {
        return shown.stream()
                .flatMap(whole -> whole.members().stream())
                .filter(GroupService.Member::owner)
                .count();
    }

    private void say(String words) {
        problem.setText(words);
        refreshButtons();
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof AccountFailure known) {
            switch (known.trouble()) {
                case GONE -> {
                    return Texts.get("group.gone");
                }
                case NOT_ALLOWED -> {
                    return Texts.get("group.ownersOnly");
                }
                default -> {}
            }
        }
        return Failures.words(failure);
    }

    private void change(CompletionStage<Void> what) {
        var _ =
                what.whenComplete((_, failure) ->
                        SwingUtilities.invokeLater(() -> {
                            say(failure == null ? "" : words(failure));
                            load();
                            around.onChange().run();
                        }));
    }

    private void rename() {
        if (name.getText().isBlank()) {
            say(Texts.get("group.name.needed"));
            return;
        }
        change(service.rename(address, name.getText()));
    }

    /// As high as its words need: they break where there is no more room.
    private static JPanel question(String words) {
        JPanel panel = new JPanel(new MigLayout("insets 0", "[360lp!,fill]"));
        panel.add(ListPane.words(words), "wmin 0");
        return panel;
    }

    private void leave() {
        boolean others = shown.map(whole -> whole.members().size() > 1).orElse(false);
        boolean onlyOwner =
                shown.map(whole -> whole.group().owner()).orElse(false) && owners() == 1 && others;
        if (onlyOwner) {
            say(Texts.get("group.onlyOwner"));
            return;
        }
        String yes = Texts.get("group.leave.yes");
        int answer =
                JOptionPane.showOptionDialog(
                        this,
                        question(Texts.get("group.leave.ask", model.shownName(address))),
                        Texts.get("group.leave.title"),
                        JOptionPane.DEFAULT_OPTION,
                        JOptionPane.PLAIN_MESSAGE,
                        null,
                        new Object[] {yes, Texts.get("cancel")},
                        Texts.get("cancel"));
        if (answer != 0) {
            return;
        }
        var _ =
                service.leave(address)
                        .whenComplete((_, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    around.onChange().run();
                                    if (failure == null) {
                                        dispose();
                                    } else {
                                        say(words(failure));
                                    }
                                }));
    }
}
