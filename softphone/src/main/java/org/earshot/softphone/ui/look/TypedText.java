package org.earshot.softphone.ui.look;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;

/// Hears of each change of what is typed in a field, and of its looks not. Event dispatch thread.
public final class TypedText implements DocumentListener {
    private final Runnable onChange;

    private TypedText(Runnable onChange) {
        this.onChange = onChange;
    }

    /// @param onChange runs after each change, also when the program makes it
    public static void on(JTextComponent field, Runnable onChange) {
        field.getDocument().addDocumentListener(new TypedText(onChange));
    }

    @Override
    public void insertUpdate(DocumentEvent event) {
        onChange.run();
    }

    @Override
    public void removeUpdate(DocumentEvent event) {
        onChange.run();
    }

    @Override
    public void changedUpdate(DocumentEvent event) {}
}
