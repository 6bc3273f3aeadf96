package org.earshot.softphone.ui.account;

import java.awt.Component;
import java.awt.event.HierarchyEvent;
import java.io.Serial;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// The user's own account: picture, name, password, phones that use it, logging out.
public final class AccountPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int PICTURE = 72;

    private final transient PhoneModel model;
    private final transient AccountService service;
    private final transient Pictures pictures;
    private final JLabel picture = new JLabel();
    private final JLabel address = PlainText.only(new JLabel());
    private final JTextField name = new JTextField();
    private final JTextArea told = ListPane.words("");
    private final DevicesPanel devices;
    private boolean asked;

    /// @param pictures is told when the user's own has changed
    /// @param onAdd begins another account; empty: there can't be one
    public AccountPanel(
            PhoneModel model,
            AccountService service,
            Pictures pictures,
            Runnable logOut,
            Optional<Runnable> onAdd) {
        super(
                new MigLayout(
                        "insets 0, wrap 2, hidemode 3, fillx", "[]14[grow]", "[]4[]16[]4[]8[]"));
        this.model = model;
        this.service = service;
        this.pictures = pictures;
        setOpaque(false);
        address.putClientProperty("FlatLaf.styleClass", "h3");
        address.setName("accountAddress");
        name.setName("displayName");
        told.setName("accountTold");
        devices = new DevicesPanel(service, model::now, this::tell);
        JButton choose = button("choosePicture", "account.picture", this::choosePicture);
        JButton remove =
                button(
                        "removePicture",
                        "account.picture.remove",
                        () -> done(service.removePicture(), "account.picture.removed"));
        JButton rename = button("rename", "account.rename", this::rename);
        name.addActionListener(_ -> rename());
        add(picture, "spany 2");
        add(address, "wmin 0, growx");
        add(choose, "split 2, growx 0");
        add(remove, "growx 0");
        add(Buttons.label("account.name", name), "span 2");
        add(name, "span 2, split 2, w 90lp:280lp:280lp, growx 0");
        add(rename, "growx 0");
        add(told, "span 2, growx, wmin 0");
        add(
                button("changePassword", "account.password", this::changePassword),
                "span 2, split 2, growx 0");
        JButton another =
                button("addAccount", "accounts.add", () -> onAdd.ifPresent(Runnable::run));
        another.setVisible(onAdd.isPresent());
        add(button("logOut", "account.leave", logOut), "growx 0");
        add(another, "span 2, growx 0, gapbottom 16");
        add(devices, "span 2, growx, wmin 0, wmax 640lp");
        addHierarchyListener(event -> {
            boolean shownOrHidden = (event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0;
            if (shownOrHidden && isShowing()) {
                asked = false; // the page is opened: the server is asked anew
                refresh();
            }
        });
    }

    private static JButton button(String component, String key, Runnable action) {
        JButton button = Buttons.words(new JButton(), component, key);
        button.addActionListener(_ -> action.run());
        return button;
    }

    private void tell(String words) {
        told.setForeground(Colours.faint());
        told.setText(words);
    }

    /// Tells what became of something.
    private void done(CompletionStage<Void> what, String key) {
        tell(Texts.get("account.working"));
        var _ =
                what.whenComplete((_, failure) ->
                        SwingUtilities.invokeLater(() -> {
                            if (failure == null) {
                                tell(Texts.get(key));
                                model.own().ifPresent(pictures::forget);
                                asked = false;
                                refresh();
                            } else {
                                told.setForeground(Colours.bad());
                                told.setText(Failures.words(failure));
                            }
                        }));
    }

    private void choosePicture() {
        Component window = SwingUtilities.getWindowAncestor(this);
        OwnPicture.ask(window)
                .flatMap(chosen -> PictureDialog.crop(window, chosen))
                .ifPresent(image -> done(service.setPicture(image), "account.picture.set"));
    }

    private void rename() {
        done(service.rename(name.getText().strip()), "account.renamed");
    }

    private void changePassword() {
        JPasswordField current = new JPasswordField(24);
        JPasswordField wanted = new JPasswordField(24);
        JPasswordField again = new JPasswordField(24);
        PasswordStrength strength = new PasswordStrength(wanted);
        JCheckBox phones = new JCheckBox(Texts.get("password.phones"));
        JLabel problem = Colours.words(new JLabel(" "), Colours::bad);
        problem.setName("passwordProblem");
        current.setName("currentPassword");
        wanted.setName("newPassword");
        again.setName("newPasswordAgain");
        JPanel panel = new JPanel(new MigLayout("insets 0, wrap 2", "[]12[fill]"));
        panel.add(Buttons.label("password.current", current));
        panel.add(current);
        panel.add(Buttons.label("password.new", wanted));
        panel.add(wanted);
        panel.add(strength, "skip");
        panel.add(Buttons.label("password.again", again));
        panel.add(again);
        panel.add(phones, "span 2");
        panel.add(problem, "span 2");
        while (JOptionPane.showConfirmDialog(
                        SwingUtilities.getWindowAncestor(this),
                        panel,
                        Buttons.plain(Texts.get("account.password")),
                        JOptionPane.OK_CANCEL_OPTION,
                        JOptionPane.PLAIN_MESSAGE)
                == JOptionPane.OK_OPTION) {
            String password = new String(wanted.getPassword());
            if (password.equals(new String(again.getPassword()))) {
                done(
                        service.changePassword(
                                new String(current.getPassword()), password, phones.isSelected()),
                        "password.changed");
                return;
            }
            problem.setText(Texts.get("password.differ"));
        }
    }

    /// Shows the account, and asks the server for the rest once somebody can see it.
    public void refresh() {
        String own = model.own().orElse("");
        if (own.isEmpty() || !isShowing()) {
            return;
        }
        address.setText(Names.of(own));
        picture.setIcon(model.avatar(own, PICTURE));
        if (!asked && model.ownAtServer().isPresent()) {
            asked = true;
            pictures.want(java.util.List.of(own), own);
            ask();
        }
    }

    private void ask() {
        var _ =
                service.profile()
                        .whenComplete((person, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    if (failure == null) {
                                        name.setText(person.displayName());
                                        model.directoryHas(person.address(), person.displayName());
                                    } else {
                                        tell(Failures.words(failure));
                                    }
                                }));
        devices.ask();
    }
}
