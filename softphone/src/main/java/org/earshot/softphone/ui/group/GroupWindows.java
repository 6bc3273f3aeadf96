package org.earshot.softphone.ui.group;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JFrame;
import org.earshot.softphone.ua.GroupService;
import org.earshot.softphone.ui.find.SearchPane;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.model.PhoneModel;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/// The dialogs about groups, one of each kind at most, and the button that begins a new one. Event dispatch thread.
public final class GroupWindows {
    private final Parts parts;
    private final JButton button =
            new JButton(new Glyph(MaterialDesignA.ACCOUNT_MULTIPLE_PLUS_OUTLINE, 20));
    private Optional<JDialog> making = Optional.empty();
    private Optional<JDialog> members = Optional.empty();

    /// What it works with.
    ///
    /// @param onShown these people are shown
    /// @param open shows a conversation
    public record Parts(
            JFrame frame,
            GroupService service,
            GroupsModel groups,
            PhoneModel model,
            SearchPane.Search search,
            Consumer<List<String>> onShown,
            Consumer<String> open) {}

    /// No dialog is open yet.
    public GroupWindows(Parts parts) {
        this.parts = parts;
        button.setName("newGroupButton");
        button.putClientProperty("JButton.buttonType", "toolBarButton");
        Buttons.hint(button, "group.new");
        button.addActionListener(_ -> make());
        button.setVisible(false);
    }

    /// Begins a new group; not to be seen where the user may make none.
    public JButton button() {
        return button;
    }

    /// Something has changed: asks for the groups where it is time, and shows or hides the button.
    public void refresh() {
        parts.groups().refresh();
        button.setVisible(parts.groups().mayMake());
    }

    /// Asks for a new group.
    public void make() {
        if (parts.groups().mayMake()) {
            making =
                    Optional.of(
                            front(
                                    making,
                                    () ->
                                            new NewGroupDialog(
                                                    parts.frame(),
                                                    parts.service(),
                                                    parts.model(),
                                                    parts.search(),
                                                    uri -> parts.groups().of(uri).isPresent(),
                                                    this::made)));
        }
    }

    private void made(GroupService.Whole whole) {
        parts.model().directoryHas(whole.group().address(), whole.group().displayName());
        parts.groups().ask();
        parts.frame().requestFocus(); // the dialog has had it
        parts.open().accept(whole.group().address());
    }

    /// Shows who is in a group.
    public void members(String address) {
        members.ifPresent(JDialog::dispose); // it may be another group's
        members =
                Optional.of(
                        front(
                                Optional.empty(),
                                () ->
                                        new MembersDialog(
                                                parts.frame(),
                                                parts.service(),
                                                parts.model(),
                                                address,
                                                new MembersDialog.Around(
                                                        parts.search(),
                                                        parts.groups(),
                                                        parts.groups()::ask,
                                                        parts.onShown()))));
    }

    private static JDialog front(Optional<JDialog> before, Supplier<JDialog> made) {
        JDialog dialog = before.filter(JDialog::isShowing).orElseGet(made);
        dialog.setVisible(true);
        dialog.toFront();
        return dialog;
    }

    /// The account is logged out.
    public void close() {
        making.ifPresent(JDialog::dispose);
        members.ifPresent(JDialog::dispose);
        making = Optional.empty();
        members = Optional.empty();
    }
}
