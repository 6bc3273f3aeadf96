package org.earshot.softphone.ui.call;

import java.awt.Component;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.Serial;
import java.util.Locale;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.desktop.WindowPlace;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// The keys of a telephone, for machines that ask for them; by mouse, or typed. Goes when its call is over.
final class Keypad extends JDialog {
    @Serial private static final long serialVersionUID = 1L;

    private static final String KEYS = "123456789*0#";

    private final transient UserAgent phone;
    private final transient CallLine call;
    private final JTextField sent = new JTextField();

    Keypad(Component owner, PhoneModel model, UserAgent phone, CallLine call) {
        super(SwingUtilities.getWindowAncestor(owner), Texts.get("keypad.title"));
        this.phone = phone;
        this.call = call;
        setName("keypad");
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        JPanel keys =
                new JPanel(
                        new MigLayout(
                                "insets 12, wrap 3, fill",
                                "[grow,fill,64lp]",
                                "[][grow,fill,40lp]"));
        sent.setName("sent");
        sent.setEditable(false);
        sent.getAccessibleContext().setAccessibleName(Texts.get("keypad.sent"));
        keys.add(sent, "span, growx");
        for (int i = 0; i < KEYS.length(); i++) {
            char key = KEYS.charAt(i);
            JButton button = new JButton(String.valueOf(key));
            button.setName("key" + key);
            button.setFocusable(false); // typing goes on
            button.putClientProperty("FlatLaf.styleClass", "h3");
            button.addActionListener(_ -> press(key));
            keys.add(button);
        }
        sent.addKeyListener(
                new KeyAdapter() {
                    @Override
                    public void keyTyped(KeyEvent event) {
                        char key = Character.toUpperCase(event.getKeyChar());
                        if (KEYS.indexOf(key) >= 0 || (key >= 'A' && key <= 'D')) {
                            press(key);
                        }
                    }
                });
        keys.registerKeyboardAction(
                _ -> dispose(),
                KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
                JComponent.WHEN_IN_FOCUSED_WINDOW);
        setContentPane(keys);
        WindowPlace.packOver(this, owner);
        setResizable(false);
        Runnable forget =
                model.onChange(() -> {
                    if (model.calls().find(call.id()).isEmpty()) {
                        dispose();
                    }
                });
        addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosed(WindowEvent event) {
                        forget.run();
                    }
                });
    }

    private void press(char key) {
        String digit = String.valueOf(key).toUpperCase(Locale.ROOT);
        phone.sendDigits(call.id(), digit);
        sent.setText(sent.getText() + digit);
    }
}
