package org.earshot.softphone.ui.call;

import java.awt.Component;
import java.awt.Font;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.CallLine;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Texts;

/// Two people read the words to each other; only they can know whether these are the same.
final class SecurityCodeDialog {
    private static final int WORDS_IN_A_LINE = 4;

    private SecurityCodeDialog() {}

    static void show(Component owner, PhoneModel model, UserAgent phone, CallLine call) {
        JPanel panel =
                new JPanel(new MigLayout("insets 0, wrap " + WORDS_IN_A_LINE, "[]16[]16[]16[]"));
        JLabel how = PlainText.only(new JLabel(Texts.get("code.read", call.who())));
        panel.add(how, "span, wrap 12");
        StringBuilder spoken = new StringBuilder();
        for (String word : model.calls().securityCode().split(" ", -1)) {
            JLabel label = new JLabel(word);
            label.setName("codeWord");
            label.setFont(
                    label.getFont().deriveFont(Font.BOLD, label.getFont().getSize2D() * 1.3f));
            panel.add(label);
            spoken.append(word).append(' ');
        }
        panel.getAccessibleContext().setAccessibleDescription(spoken.toString());
        panel.add(new JLabel(Texts.get("code.same.why")), "newline 12, span");
        Object[] answers = {
            Texts.get("code.same"), Texts.get("code.differ"), Texts.get("code.later")
        };
        int answer =
                JOptionPane.showOptionDialog(
                        SwingUtilities.getWindowAncestor(owner),
                        panel,
                        Texts.get("code.title"),
                        JOptionPane.DEFAULT_OPTION,
                        JOptionPane.PLAIN_MESSAGE,
                        null,
                        answers,
                        answers[2]);
        if (answer == 0) {
            phone.compared(call.id());
        } else if (answer == 1) {
            differ(owner, phone, call);
        }
    }

    private static void differ(Component owner, UserAgent phone, CallLine call) {
        Object[] answers = {Texts.get("code.hangUp"), Texts.get("code.goOn")};
        int answer =
                JOptionPane.showOptionDialog(
                        SwingUtilities.getWindowAncestor(owner),
                        Texts.get("code.differ.why"),
                        Texts.get("code.title"),
                        JOptionPane.DEFAULT_OPTION,
                        JOptionPane.WARNING_MESSAGE,
                        null,
                        answers,
                        answers[0]);
        if (answer == 0) {
            phone.hangUp(call.id());
        }
    }
}
