package org.earshot.softphone.ui;

import java.awt.event.ActionEvent;
import java.io.Serial;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.KeyStroke;

/// What a key does in a component. Event dispatch thread.
final class KeyAction extends AbstractAction {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Runnable action;

    private KeyAction(Runnable action) {
        this.action = action;
    }

    /// Has a key do something while the component itself has the focus.
    ///
    /// @param key such as [java.awt.event.KeyEvent#VK_DELETE], without another one held
    static void on(JComponent component, int key, Runnable action) {
        on(component, key, JComponent.WHEN_FOCUSED, action);
    }

    /// The same while something within the component has it.
    static void within(JComponent component, int key, Runnable action) {
        on(component, key, JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT, action);
    }

    private static void on(JComponent component, int key, int condition, Runnable action) {
        String name = "earshot-" + key;
        component.getInputMap(condition).put(KeyStroke.getKeyStroke(key, 0), name);
        component.getActionMap().put(name, new KeyAction(action));
    }

    @Override
    public void actionPerformed(ActionEvent event) {
        action.run();
    }
}
