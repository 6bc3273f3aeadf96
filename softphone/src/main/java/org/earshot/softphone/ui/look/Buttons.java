package org.earshot.softphone.ui.look;

import java.awt.event.KeyEvent;
import java.util.Locale;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import javax.swing.JMenuItem;
import org.earshot.softphone.ui.words.Texts;

/// Gives buttons and labels their words: `&` in a text stands before the letter that works with Alt.
public final class Buttons {
    private Buttons() {}

    /// A button's name for tests, and its words.
    public static <T extends AbstractButton> T words(T button, String name, String key) {
        button.setName(name);
        words(button, key);
        return button;
    }

    /// Another text for a button.
    public static void words(AbstractButton button, String key) {
        String pattern = Texts.get(key);
        String plain = plain(pattern);
        if (!plain.equals(button.getText())) {
            button.setText(plain);
        }
        button.setMnemonic(mnemonic(pattern));
    }

    /// The words of a button that shows a sign alone.
    public static void hint(AbstractButton button, String key) {
        String pattern = Texts.get(key);
        button.setToolTipText(plain(pattern));
        button.getAccessibleContext().setAccessibleName(plain(pattern));
        button.setMnemonic(mnemonic(pattern));
    }

    /// A label for a field.
    public static JLabel label(String key, javax.swing.JComponent of) {
        String pattern = Texts.get(key);
        JLabel label = new JLabel(plain(pattern));
        label.setDisplayedMnemonic(mnemonic(pattern));
        label.setLabelFor(of);
        of.getAccessibleContext().setAccessibleName(plain(pattern));
        return label;
    }

    /// An item of a menu.
    ///
    /// @param name of the component
    /// @param key of its words
    /// @param action runs when it is chosen
    public static JMenuItem item(String name, String key, Runnable action) {
        JMenuItem item = words(PlainText.only(new JMenuItem()), name, key);
        item.addActionListener(_ -> action.run());
        return item;
    }

    /// Without the sign before a letter.
    public static String plain(String pattern) {
        int at = pattern.indexOf('&');
        return at < 0 ? pattern : pattern.substring(0, at) + pattern.substring(at + 1);
    }

    /// The key of the letter, 0 for none.
    static int mnemonic(String pattern) {
        int at = pattern.indexOf('&');
        return at < 0 || at + 1 >= pattern.length()
                ? 0
                : KeyEvent.getExtendedKeyCodeForChar(
                        pattern.substring(at + 1, at + 2).toLowerCase(Locale.ROOT).charAt(0));
    }
}
