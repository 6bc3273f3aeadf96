package org.earshot.softphone.ui.account;

import java.awt.Component;
import java.io.Serial;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.look.Question;
import org.earshot.softphone.ui.words.Failures;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.When;

/// The phones that use the account, and passwords that were made for single phones.
final class DevicesPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final transient AccountService service;
    private final transient InstantSource now;
    private final transient Consumer<String> tell;
    private final JPanel rows =
            new JPanel(new MigLayout("insets 0, fillx, wrap 2, gapy 6", "[grow,fill]12[]"));

    /// @param now when it is
    /// @param tell shows what did not work
    DevicesPanel(AccountService service, InstantSource now, Consumer<String> tell) {
        super(new MigLayout("insets 0, fillx, wrap 1", "[grow,fill]", "[]8[]8[]6[]"));
        this.service = service;
        this.now = now;
        this.tell = tell;
        setOpaque(false);
        rows.setOpaque(false);
        JLabel title = new JLabel(Texts.get("devices.title"));
        title.putClientProperty("FlatLaf.styleClass", "h4");
        JButton make = Buttons.words(new JButton(), "addDevice", "devices.add");
        make.addActionListener(_ -> make());
        JButton everywhere =
                Buttons.words(new JButton(), "signOutEverywhere", "devices.everywhere");
        everywhere.addActionListener(_ -> change(service.signOutEverywhere()));
        add(title);
        add(rows, "wmin 0");
        add(make, "growx 0");
        add(everywhere, "growx 0");
    }

    /// Asks the server anew.
    void ask() {
        var _ =
                service.devices()
                        .whenComplete((devices, failure) ->
                                SwingUtilities.invokeLater(() -> {
                                    if (failure == null) {
                                        show(devices);
                                    } else {
                                        tell.accept(Failures.words(failure));
                                    }
                                }));
    }

    private void show(AccountService.Devices devices) {
        rows.removeAll();
        for (AccountService.Device device : devices.registered()) {
            String when = When.of(device.seenAt(), now.instant(), ZoneId.systemDefault());
            String what =
                    device.userAgent().isBlank()
                            ? Texts.get("devices.unnamed")
                            : device.userAgent();
            if (device.here()) {
                rows.add(
                        label(Texts.get("devices.here", what, device.transport())),
                        "wmin 0, span 2");
            } else {
                JButton end = Buttons.words(new JButton(), "endDevice", "devices.end");
                end.addActionListener(_ -> change(service.endDevice(device.id())));
                row(Texts.get("devices.phone", what, device.transport(), when), end);
            }
        }
        for (String label : devices.passwords()) {
            JButton remove = Buttons.words(new JButton(), "removeDevice", "devices.remove");
            remove.addActionListener(_ -> change(service.removeDevice(label)));
            row(Texts.get("devices.password", label), remove);
        }
        rows.revalidate();
        rows.repaint();
    }

    private void row(String words, JButton button) {
        // of several buttons with the same word, which phone each is for
        button.getAccessibleContext().setAccessibleName(button.getText() + ": " + words);
        rows.add(label(words), "wmin 0");
        rows.add(button);
    }

    private static JLabel label(String words) {
        JLabel label = PlainText.only(new JLabel(words));
        label.setName("device");
        label.setToolTipText(words.startsWith("<") ? null : words);
        return label;
    }

    private void change(CompletionStage<Void> what) {
        var _ =
                what.whenComplete((_, failure) ->
                        SwingUtilities.invokeLater(() -> {
                            if (failure != null) {
                                tell.accept(Failures.words(failure));
                            }
                            ask();
                        }));
    }

    private void make() {
        label(SwingUtilities.getWindowAncestor(this))
                .ifPresent(label -> {
                    var _ =
                            service.addDevice(label)
                                    .whenComplete((password, failure) ->
                                            SwingUtilities.invokeLater(() -> {
                                                if (failure == null) {
                                                    tell(label, password);
                                                } else {
                                                    tell.accept(Failures.words(failure));
                                                }
                                                ask();
                                            }));
                });
    }

    private void tell(String label, String password) {
        JTextField shown = new JTextField(password);
        shown.setName("devicePassword");
        shown.getAccessibleContext().setAccessibleName(Texts.get("devices.password", label));
        shown.setEditable(false);
        JPanel panel = new JPanel(new MigLayout("insets 0, wrap 1", "[fill,320lp]"));
        panel.add(ListPane.words(Texts.get("devices.made", label)), "wmin 0");
        panel.add(shown);
        JOptionPane.showMessageDialog(
                SwingUtilities.getWindowAncestor(this),
                panel,
                Texts.get("devices.title"),
                JOptionPane.PLAIN_MESSAGE);
    }

    private static Optional<String> label(Component owner) {
        return Question.ask(owner, Texts.get("devices.label"), "")
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
