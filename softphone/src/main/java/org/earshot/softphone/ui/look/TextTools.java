package org.earshot.softphone.ui.look;

import java.awt.AWTEvent;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.ContainerEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.util.Optional;
import javax.swing.JPasswordField;
import javax.swing.KeyStroke;
import javax.swing.text.JTextComponent;

/// What a field for text has in other programs and not in Swing: a menu by the right mouse button, and Ctrl+Z. Fields get it when they are put into a panel, those of Swing's
/// own dialogs too. Event dispatch thread.
public final class TextTools {
    private static final String UNDO = "earshot.undo";
    private static final AWTEventListener ADDED = TextTools::added;

    private TextTools() {}

    /// For all fields that come from now on. To ask for it twice does no harm.
    public static void everywhere() {
        Toolkit toolkit = Toolkit.getDefaultToolkit();
        toolkit.removeAWTEventListener(ADDED);
        toolkit.addAWTEventListener(ADDED, AWTEvent.CONTAINER_EVENT_MASK);
    }

    private static void added(AWTEvent event) {
        if (event instanceof ContainerEvent added
                && added.getID() == ContainerEvent.COMPONENT_ADDED
                && added.getChild() instanceof JTextComponent field) {
            give(field);
        }
    }

    /// To one field; none to what only shows words, as a label does.
    static void give(JTextComponent field) {
        if (!field.isFocusable() || field.getComponentPopupMenu() != null) {
            return;
        }
        field.setComponentPopupMenu(new TextMenu(field));
        // what was typed for a password is kept nowhere else
        if (field.isEditable() && !(field instanceof JPasswordField)) {
            WordUndo undo = new WordUndo();
            field.getDocument().addUndoableEditListener(undo);
            field.putClientProperty(UNDO, undo);
            int control = InputEvent.CTRL_DOWN_MASK;
            key(field, KeyEvent.VK_Z, control, undo::back);
            key(field, KeyEvent.VK_Y, control, undo::again);
            key(field, KeyEvent.VK_Z, control | InputEvent.SHIFT_DOWN_MASK, undo::again);
        }
    }

    private static void key(JTextComponent field, int key, int held, Runnable action) {
        KeyAction.on(field, KeyStroke.getKeyStroke(key, held), action);
    }

    /// What takes back what was typed there; empty: nothing does.
    static Optional<WordUndo> undo(JTextComponent field) {
        return field.getClientProperty(UNDO) instanceof WordUndo undo
                ? Optional.of(undo)
                : Optional.empty();
    }

    /// What was typed before belongs to something else now, such as another conversation: it does not come back.
    public static void forget(JTextComponent field) {
        undo(field).ifPresent(WordUndo::discardAllEdits);
    }
}
