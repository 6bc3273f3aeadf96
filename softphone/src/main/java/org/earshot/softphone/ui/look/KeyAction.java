package org.earshot.softphone.ui.look;

import java.awt.event.ActionEvent;
import java.io.Serial;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.KeyStroke;

/// What a key does in a component. Event dispatch thread.
public final class KeyAction extends AbstractAction {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Runnable action;

    private KeyAction(Runnable action) {
        this.action = action;
    }

    /// To be put into an action map.
    public static KeyAction of(Runnable action) {
        return new KeyAction(action);
    }

    /// Has a key do something while the component itself has the focus.
    ///
    /// @param key such as [java.awt.event.KeyEvent#VK_DELETE], without another one held
    public static void on(JComponent component, int key, Runnable action) {
        on(component, key, JComponent.WHEN_FOCUSED, action);
    }

    /// The same with others held.
    public static void on(JComponent component, KeyStroke keys, Runnable action) {
        on(component, keys, JComponent.WHEN_FOCUSED, action);
    }

    /// The same while something within the component has it.
    public static void within(JComponent component, int key, Runnable action) {
        on(component, key, JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT, action);
    }

    /// The same wherever the focus is in the component's window.
    public static void everywhere(JComponent component, KeyStroke keys, Runnable action) {
        on(component, keys, JComponent.WHEN_IN_FOCUSED_WINDOW, action);
    }

    private static void on(JComponent component, int key, int condition, Runnable action) {
        on(component, KeyStroke.getKeyStroke(key, 0), condition, action);
    }

    private static void on(JComponent component, KeyStroke keys, int condition, Runnable action) {
        String name = "earshot-" + keys;
        component.getInputMap(condition).put(keys, name);
        component.getActionMap().put(name, new KeyAction(action));
    }

    @Override
    public void actionPerformed(ActionEvent event) {
        action.run();
    }
}
