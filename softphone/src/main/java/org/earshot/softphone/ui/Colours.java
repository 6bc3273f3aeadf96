package org.earshot.softphone.ui;

import com.formdev.flatlaf.FlatLaf;
import java.awt.Color;
import javax.swing.UIManager;

/// The few colours that mean something, readable on a light and on a dark window.
final class Colours {

    private Colours() {}

    /// All is well.
    static Color good() {
        return FlatLaf.isLafDark() ? new Color(0x81c784) : new Color(0x2e7d32);
    }

    /// Something needs to be known.
    static Color bad() {
        return FlatLaf.isLafDark() ? new Color(0xf2a49b) : new Color(0xb3261e);
    }

    /// Somebody is away for a while.
    static Color waiting() {
        return FlatLaf.isLafDark() ? new Color(0xe0b15c) : new Color(0x9a6700);
    }

    /// Behind a call that rings.
    static Color ringing() {
        return FlatLaf.isLafDark() ? new Color(0x24422a) : new Color(0xdcefdd);
    }

    /// Less important words.
    static Color faint() {
        return FlatLaf.isLafDark() ? new Color(0xa0a4a8) : new Color(0x62666a);
    }

    /// What is usually behind things.
    static Color background() {
        Color usual = UIManager.getColor("Panel.background");
        return usual == null ? Color.LIGHT_GRAY : usual;
    }
}
