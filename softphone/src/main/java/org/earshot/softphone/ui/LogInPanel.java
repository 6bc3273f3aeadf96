package org.earshot.softphone.ui;

import java.awt.event.ActionEvent;
import java.io.Serial;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;

/// Who are you, and where is your server.
final class LogInPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final JTextField address = named(new JTextField(26), "address");
    private final JPasswordField password = named(new JPasswordField(26), "password");
    private final JTextField server = named(new JTextField(26), "server");
    private final JComboBox<String> transport =
            named(new JComboBox<>(new String[] {"tls", "tcp", "udp"}), "transport");
    private final JTextField caFile = named(new JTextField(20), "caFile");
    private final JButton logIn = named(new JButton("Log in"), "logIn");
    private final JLabel problem = PlainText.only(named(new JLabel(" "), "problem"));

    LogInPanel(LogInForm form, Consumer<LogInForm> onLogIn) {
        super(new MigLayout("fillx, insets 32 40 32 40, wrap 2", "[right]12[grow,fill]", "[]16[]"));
        JLabel title = new JLabel("Earshot");
        title.putClientProperty("FlatLaf.styleClass", "h1");
        add(title, "span, center");
        address.setText(form.address());
        password.setText(form.password());
        server.setText(form.server());
        transport.setSelectedItem(form.transport());
        caFile.setText(form.caFile());
        address.putClientProperty("JTextField.placeholderText", "alice@example.org");
        server.putClientProperty(
                "JTextField.placeholderText", "host:port, if it is not the domain");
        caFile.putClientProperty("JTextField.placeholderText", "your organisation's ca.pem");
        row("Address", address);
        row("Password", password);
        row("Server", server);
        row("By", transport);
        JButton choose = new JButton("…");
        choose.setToolTipText("Choose the file");
        choose.addActionListener(this::chooseFile);
        JLabel trust = new JLabel("Trust");
        trust.setLabelFor(caFile);
        add(trust);
        add(caFile, "split 2, growx");
        add(choose, "growx 0");
        add(problem, "span, growx, wmin 0");
        add(logIn, "span, center, width 140!");
        logIn.addActionListener(_ -> onLogIn.accept(form()));
        password.addActionListener(_ -> onLogIn.accept(form()));
    }

    @Override
    public void addNotify() {
        super.addNotify();
        getRootPane().setDefaultButton(logIn);
        SwingUtilities.invokeLater(
                () -> (address.getText().isEmpty() ? address : password).requestFocusInWindow());
    }

    private void row(String text, javax.swing.JComponent field) {
        JLabel label = new JLabel(text);
        label.setLabelFor(field);
        add(label);
        add(field);
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
                (String) transport.getSelectedItem(),
                caFile.getText().strip());
    }

    /// Says what was wrong.
    void show(String text) {
        problem.setText(text);
        logIn.setEnabled(true);
    }

    void busy() {
        problem.setText("Connecting …");
        logIn.setEnabled(false);
    }

    private static <T extends javax.swing.JComponent> T named(T component, String name) {
        component.setName(name);
        return component;
    }
}
