package org.earshot.softphone.ui.call;

import java.awt.Component;
import java.util.Optional;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.PlainText;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// Asks for somebody's address: a contact's, or one that is typed.
final class AddressDialog {
    private AddressDialog() {}

    /// @param action what the button says
    /// @return empty: nobody
    static Optional<String> ask(
            Component owner, String title, String question, String action, PhoneModel model) {
        JComboBox<String> address = new JComboBox<>();
        model.contacts().forEach(contact -> address.addItem(Names.of(contact)));
        address.setEditable(true);
        address.setSelectedItem("");
        address.setName("address");
        address.getAccessibleContext().setAccessibleName(question);
        JLabel problem = new JLabel(" ");
        problem.setName("addressProblem");
        problem.setForeground(Colours.bad());
        JPanel panel = new JPanel(new MigLayout("insets 0, fillx, wrap 1", "[grow,fill,320lp]"));
        panel.add(PlainText.only(new JLabel(question)));
        panel.add(address);
        panel.add(problem);
        while (true) {
            Object[] options = {action, Texts.get("cancel")};
            SwingUtilities.invokeLater(address::requestFocusInWindow);
            int pressed =
                    JOptionPane.showOptionDialog(
                            SwingUtilities.getWindowAncestor(owner),
                            panel,
                            title,
                            JOptionPane.DEFAULT_OPTION,
                            JOptionPane.PLAIN_MESSAGE,
                            null,
                            options,
                            action);
            if (pressed != 0) {
                return Optional.empty();
            }
            Object typed = address.getEditor().getItem();
            Optional<String> uri = Names.uri(typed == null ? "" : typed.toString(), model.own());
            if (uri.isPresent()) {
                return uri;
            }
            problem.setText(Texts.get("address.wrong"));
        }
    }
}
