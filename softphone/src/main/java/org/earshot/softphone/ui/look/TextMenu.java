package org.earshot.softphone.ui.look;

import java.awt.Component;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import javax.swing.JMenuItem;
import javax.swing.JPasswordField;
import javax.swing.JPopupMenu;
import javax.swing.KeyStroke;
import javax.swing.text.JTextComponent;

/// What can be done with the text of a field.
final class TextMenu extends JPopupMenu {
    @Serial private static final long serialVersionUID = 1L;

    private final JTextComponent field;
    private final JMenuItem undo;
    private final JMenuItem cut;
    private final JMenuItem copy;
    private final JMenuItem paste;

    TextMenu(JTextComponent field) {
        this.field = field;
        undo =
                item(
                        "textUndo",
                        "text.undo",
                        KeyEvent.VK_Z,
                        () -> TextTools.undo(field).ifPresent(WordUndo::back));
        addSeparator();
        cut = item("textCut", "text.cut", KeyEvent.VK_X, field::cut);
        copy = item("textCopy", "text.copy", KeyEvent.VK_C, field::copy);
        paste = item("textPaste", "text.paste", KeyEvent.VK_V, field::paste);
        addSeparator();
        item("textAll", "text.all", KeyEvent.VK_A, field::selectAll);
    }

    private JMenuItem item(String name, String key, int letter, Runnable action) {
        JMenuItem item = add(Buttons.item(name, key, action));
        item.setAccelerator(KeyStroke.getKeyStroke(letter, InputEvent.CTRL_DOWN_MASK));
        return item;
    }

    @Override
    public void show(Component invoker, int x, int y) {
        field.requestFocusInWindow();
        boolean writable = field.isEditable() && field.isEnabled();
        // a password is not copied
        boolean readable =
                field.getSelectionStart() != field.getSelectionEnd()
                        && !(field instanceof JPasswordField);
        undo.setEnabled(writable && TextTools.undo(field).filter(WordUndo::canUndo).isPresent());
        cut.setEnabled(writable && readable);
        copy.setEnabled(readable);
        paste.setEnabled(writable);
        super.show(invoker, x, y);
    }
}
