package org.earshot.softphone.ui;

import java.awt.event.ActionEvent;
import java.io.Serial;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JButton;
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

/// Who are you, and where is your server.
final class LogInPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    /// As shown and as in [LogInForm#transport], in the same order.
    private static final List<String> TRANSPORTS =
            List.of("TLS (encrypted)", "TCP (not encrypted)", "UDP (not encrypted)");

    private static final List<String> TRANSPORT_NAMES = List.of("tls", "tcp", "udp");

    private final JTextField address = named(new JTextField(), "address");
    private final JPasswordField password = named(new JPasswordField(), "password");
    private final JTextField server = named(new JTextField(), "server");
    private final JComboBox<String> transport =
            named(new JComboBox<>(TRANSPORTS.toArray(new String[0])), "transport");
    private final JTextField caFile = named(new JTextField(), "caFile");
    private final JButton logIn = named(new JButton("Log in"), "logIn");
    private final JTextArea problem = named(new JTextArea(2, 0), "problem");

    LogInPanel(LogInForm form, Consumer<LogInForm> onLogIn) {
        super(
                new MigLayout(
                        "insets 24, wrap 2, align center center",
                        "[right]12[340lp:380lp:420lp,fill]",
                        "[]20[]8[]8[]8[]8[]12[]8[]"));
        JLabel title = new JLabel("Earshot");
        title.putClientProperty("FlatLaf.styleClass", "h1");
        add(title, "span, center");
        address.setText(form.address());
        server.setText(form.server());
        transport.setSelectedIndex(Math.max(0, TRANSPORT_NAMES.indexOf(form.transport())));
        caFile.setText(form.caFile());
        hint(address, "alice@example.org");
        hint(server, "host:port, where it is not the address's domain");
        hint(caFile, "ca.pem, where the system does not know it");
        row("Address", 'A', address);
        row("Password", 'P', password);
        row("Server", 'S', server);
        row("Transport", 'T', transport);
        JButton choose = named(new JButton("…"), "chooseCaFile");
        choose.setToolTipText("Choose the file of your organisation's certificate authority");
        choose.getAccessibleContext().setAccessibleName("Choose the authority's file");
        choose.addActionListener(this::chooseFile);
        add(label("Authority", 'u', caFile));
        add(caFile, "split 2, growx, wmin 0");
        add(choose, "growx 0");
        problem.setEditable(false);
        problem.setFocusable(false);
        problem.setOpaque(false);
        problem.setLineWrap(true);
        problem.setWrapStyleWord(true);
        problem.setFont(UIManager.getFont("Label.font"));
        problem.getAccessibleContext().setAccessibleName("What went wrong");
        add(problem, "skip, growx, wmin 0");
        logIn.setMnemonic('L');
        add(logIn, "skip, growx 0, wmin 140lp");
        logIn.addActionListener(_ -> onLogIn.accept(form()));
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

    private void row(String text, char key, JComponent field) {
        add(label(text, key, field));
        add(field, "wmin 0");
    }

    private static JLabel label(String text, char key, JComponent field) {
        JLabel label = new JLabel(text);
        label.setDisplayedMnemonic(key);
        label.setLabelFor(field);
        field.getAccessibleContext().setAccessibleName(text);
        return label;
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

    private LogInForm form() {
        return new LogInForm(
                address.getText().strip(),
                new String(password.getPassword()),
                server.getText().strip(),
                TRANSPORT_NAMES.get(transport.getSelectedIndex()),
                caFile.getText().strip());
    }

    /// Says what was wrong, and lets it be put right.
    void show(String text) {
        problem.setForeground(Colours.bad());
        problem.setText(text);
        logIn.setEnabled(true);
        (password.getPassword().length == 0 && !address.getText().isEmpty() ? password : address)
                .requestFocusInWindow();
    }

    /// The password was wrong: it is the one to be typed again.
    void showWrongPassword(String text) {
        show(text);
        password.selectAll();
        password.requestFocusInWindow();
    }

    void busy() {
        problem.setForeground(Colours.faint());
        problem.setText("Connecting …");
        logIn.setEnabled(false);
    }

    private static <T extends JComponent> T named(T component, String name) {
        component.setName(name);
        return component;
    }
}
