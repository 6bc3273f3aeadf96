package org.earshot.softphone.ui;

import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.function.Consumer;
import javax.swing.JTextField;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.words.Texts;

/// A few words that others read beside how the user can be reached. Enter, or going elsewhere, tells them; Escape takes back what was typed.
final class OwnNote extends JTextField {
    @Serial private static final long serialVersionUID = 1L;

    /// Characters; what is longer nobody has room for.
    static final int LONGEST = 120;

    private final transient Consumer<String> onNote;
    private String told = "";

    /// @param onNote is told what was typed, each time that this is something else
    OwnNote(Consumer<String> onNote) {
        this.onNote = onNote;
        setName("ownNote");
        getAccessibleContext().setAccessibleName(Texts.get("presence.note"));
        setToolTipText(Texts.get("presence.note"));
        putClientProperty("JTextField.placeholderText", Texts.get("presence.note.hint"));
        putClientProperty("FlatLaf.styleClass", "small");
        addActionListener(_ -> tell());
        KeyAction.on(this, KeyEvent.VK_ESCAPE, () -> setText(told));
        addFocusListener(
                new FocusAdapter() {
                    @Override
                    public void focusLost(FocusEvent event) {
                        if (!event.isTemporary()) {
                            tell();
                        }
                    }
                });
    }

    private void tell() {
        String typed = getText().strip();
        String words = typed.length() <= LONGEST ? typed : typed.substring(0, LONGEST).strip();
        if (!words.equals(getText())) {
            setText(words);
        }
        if (!words.equals(told)) {
            told = words;
            onNote.accept(words);
        }
    }
}
