package org.earshot.softphone.ui.look;

import java.awt.Component;
import java.awt.Container;
import java.util.Optional;
import javax.swing.JDialog;
import javax.swing.JOptionPane;
import javax.swing.JTextField;
import javax.swing.UIManager;

/// Asks for a line of text, as Swing's own dialog does; its field has the question for its name, for who can't see it. Event dispatch thread.
public final class Question {
    private Question() {}

    /// @param before stands in the field already
    /// @return empty: the user thinks better of it
    public static Optional<String> ask(Component owner, String question, String before) {
        JOptionPane pane =
                new JOptionPane(
                        question, JOptionPane.QUESTION_MESSAGE, JOptionPane.OK_CANCEL_OPTION);
        pane.setWantsInput(true);
        pane.setInitialSelectionValue(before);
        name(pane, question);
        JDialog dialog =
                pane.createDialog(owner, UIManager.getString("OptionPane.inputDialogTitle"));
        pane.selectInitialValue();
        dialog.setVisible(true);
        dialog.dispose();
        return Optional.of(pane.getInputValue())
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static void name(Container pane, String question) {
        for (Component part : pane.getComponents()) {
            if (part instanceof JTextField field) {
                field.getAccessibleContext().setAccessibleName(question);
            } else if (part instanceof Container inner) {
                name(inner, question);
            }
        }
    }
}
