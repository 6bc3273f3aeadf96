package org.earshot.softphone.ui.account;

import java.awt.event.ActionEvent;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.words.Texts;

/// Who are you, and where is your server.
public final class LogInPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    /// As shown and as in [LogInForm#transport], in the same order.
    private static final List<String> TRANSPORTS =
            List.of(
                    Texts.get("login.tls"),
                    Texts.get("login.open", "TCP"),
                    Texts.get("login.open", "UDP"));

    private static final List<String> TRANSPORT_NAMES = List.of("tls", "tcp", "udp");

    private final transient LogInForm given;
    private final JTextField address = named(new JTextField(), "address");
    private final JPasswordField password = named(new JPasswordField(), "password");
    private final JTextField server = named(new JTextField(), "server");
    private final JComboBox<String> transport =
            named(new JComboBox<>(TRANSPORTS.toArray(new String[0])), "transport");
    private final JTextField caFile = named(new JTextField(), "caFile");
    private final JButton logIn = Buttons.words(new JButton(), "logIn", "login.do");
    private final JCheckBox keep = Buttons.words(new JCheckBox(), "keepPassword", "login.keep");
    private final JTextArea problem = named(new JTextArea(2, 0), "problem");

    /// @param onEnrol begins with a link that an administrator has given, or with a server that is typed; empty: that can't be here
    /// @param onClose takes this account out of the window; empty: it is the only one
    public LogInPanel(
            LogInForm form,
            Consumer<LogInForm> onLogIn,
            Optional<Consumer<EnrolDialog.Begin>> onEnrol,
            Optional<Runnable> onClose) {
        super(
                new MigLayout(
                        "insets 24, wrap 2, align center center",
                        "[right]12[340lp:380lp:420lp,fill]",
                        "[]20[]8[]8[]8[]8[]8[]12[]8[]"));
        given = form;
        JLabel title = new JLabel("Earshot");
        title.putClientProperty("FlatLaf.styleClass", "h1");
        add(title, "span, center");
        address.setText(form.address());
        password.setText(form.password());
        server.setText(form.server());
        transport.setSelectedIndex(Math.max(0, TRANSPORT_NAMES.indexOf(form.transport())));
        caFile.setText(form.caFile());
        hint(address, "alice@example.org");
        hint(server, Texts.get("login.server.hint"));
        hint(caFile, Texts.get("login.ca.hint"));
        row("login.address", address);
        row("login.password", password);
        row("login.server", server);
        row("login.transport", transport);
        JButton choose = named(new JButton("…"), "chooseCaFile");
        choose.setToolTipText(Texts.get("login.ca.choose"));
        choose.getAccessibleContext().setAccessibleName(Texts.get("login.ca.choose"));
        choose.addActionListener(this::chooseFile);
        add(Buttons.label("login.ca", caFile));
        add(caFile, "split 2, growx, wmin 0");
        add(choose, "growx 0");
        keep.setSelected(form.keepsPassword());
        keep.setToolTipText(Texts.get("login.keep.why"));
        add(keep, "skip, growx 0");
        problem.setEditable(false);
        problem.setFocusable(false);
        problem.setOpaque(false);
        problem.setLineWrap(true);
        problem.setWrapStyleWord(true);
        problem.setFont(UIManager.getFont("Label.font"));
        problem.getAccessibleContext().setAccessibleName(Texts.get("login.problem"));
        add(problem, "skip, growx, wmin 0");
        add(logIn, "skip, growx 0, wmin 140lp");
        logIn.addActionListener(_ -> onLogIn.accept(form()));
        JButton byLink = Buttons.words(new JButton(), "byLink", "login.link");
        byLink.putClientProperty("JButton.buttonType", "borderless");
        byLink.setToolTipText(Texts.get("login.link.why"));
        byLink.addActionListener(
                _ -> onEnrol.ifPresent(begin -> begin.accept(EnrolDialog.Begin.LINK)));
        JButton create = Buttons.words(new JButton(), "createAccount", "login.create");
        create.putClientProperty("JButton.buttonType", "borderless");
        create.setToolTipText(Texts.get("login.create.why"));
        create.addActionListener(
                _ -> onEnrol.ifPresent(begin -> begin.accept(EnrolDialog.Begin.SERVER)));
        for (JButton button : List.of(create, byLink)) {
            button.setVisible(onEnrol.isPresent());
        }
        add(create, "skip, split 2, growx 0");
        add(byLink, "growx 0, gapright push");
        JButton close = Buttons.words(new JButton(), "closeAccount", "accounts.close");
        close.setToolTipText(Texts.get("accounts.close.why"));
        close.setVisible(onClose.isPresent());
        close.addActionListener(_ -> onClose.ifPresent(Runnable::run));
        add(close, "skip, growx 0, hidemode 3");
    }

    @Override
    public void addNotify() {
        super.addNotify();
        getRootPane().setDefaultButton(logIn); // Enter logs in, from every field
        SwingUtilities.invokeLater(this::focus);
    }

    private void focus() {
        (address.getText().isEmpty() ? address : password).requestFocusInWindow();
    }

    private void row(String key, JComponent field) {
        add(Buttons.label(key, field));
        add(field, "wmin 0");
    }

    private static void hint(JTextField field, String text) {
        field.putClientProperty("JTextField.placeholderText", text);
    }

    private void chooseFile(ActionEvent event) {
        JFileChooser chooser = new JFileChooser();
        if (chooser.showOpenDialog(this) == JFileChooser.APPROVE_OPTION) {
            caFile.setText(chooser.getSelectedFile().getPath());
        }
    }

    /// Fills everything in, as after a sign-up.
    public void fill(LogInForm form) {
        address.setText(form.address());
        password.setText(form.password());
        server.setText(form.server());
        transport.setSelectedIndex(Math.max(0, TRANSPORT_NAMES.indexOf(form.transport())));
        caFile.setText(form.caFile());
        keep.setSelected(keep.isSelected() || form.keepsPassword());
        logIn.doClick();
    }

    /// Logs in with what is there, where that is a password too.
    public void logInIfComplete() {
        if (!address.getText().isEmpty() && password.getPassword().length > 0) {
            logIn.doClick();
        }
    }

    /// Whether this is what was kept of a run before, password and all. Whoever has that needs no word of the server to see what the phone has.
    public boolean isAsKept(LogInForm form) {
        return given.keepsPassword()
                && !given.password().isEmpty()
                && form.password().equals(given.password())
                && form.address().equals(given.address());
    }

    private LogInForm form() {
        return new LogInForm(
                address.getText().strip(),
                new String(password.getPassword()),
                server.getText().strip(),
                TRANSPORT_NAMES.get(transport.getSelectedIndex()),
                caFile.getText().strip(),
                keep.isSelected());
    }

    /// Says what was wrong, and lets it be put right.
    public void show(String text) {
        problem.setForeground(Colours.bad());
        problem.setText(text);
        logIn.setEnabled(true);
        (password.getPassword().length == 0 && !address.getText().isEmpty() ? password : address)
                .requestFocusInWindow();
    }

    /// The password was wrong: it is the one to be typed again.
    public void showWrongPassword(String text) {
        show(text);
        password.selectAll();
        password.requestFocusInWindow();
    }

    /// Nothing can be pressed until the server has answered.
    public void busy() {
        problem.setForeground(Colours.faint());
        problem.setText(Texts.get("registration.connecting"));
        logIn.setEnabled(false);
    }

    private static <T extends JComponent> T named(T component, String name) {
        component.setName(name);
        return component;
    }
}
