package org.earshot.softphone.ui.account;

import java.io.Serial;
import java.util.Arrays;
import javax.swing.JPasswordField;
import javax.swing.JProgressBar;
import org.earshot.softphone.ui.look.TypedText;
import org.earshot.softphone.ui.words.Texts;

/// How hard a password is to guess, while it is typed: a hint for the user; the server decides.
final class PasswordStrength extends JProgressBar {
    @Serial private static final long serialVersionUID = 1L;

    static final int BEST = 4;

    PasswordStrength(JPasswordField field) {
        super(0, BEST);
        setName("strength");
        setStringPainted(true);
        setString(Texts.get("strength.0"));
        TypedText.on(field, () -> show(field.getPassword()));
    }

    private void show(char[] password) {
        int strength = of(password);
        Arrays.fill(password, '\0');
        setValue(strength);
        setString(Texts.get("strength." + strength));
    }

    /// 0 for too short (fewer than ten characters) to [#BEST]; length counts for more than kinds of characters. Pure.
    static int of(char[] password) {
        int kinds = 0;
        kinds += has(password, Character::isLowerCase);
        kinds += has(password, Character::isUpperCase);
        kinds += has(password, Character::isDigit);
        kinds += has(password, c -> !Character.isLetterOrDigit(c));
        long different = new String(password).chars().distinct().count();
        if (password.length < 10 || different < 5) {
            return 0;
        }
        int points = password.length / 4 + kinds;
        return points >= 8 ? BEST : points >= 6 ? 3 : points >= 5 ? 2 : 1;
    }

    private static int has(char[] password, java.util.function.IntPredicate kind) {
        for (char c : password) {
            if (kind.test(c)) {
                return 1;
            }
        }
        return 0;
    }
}
