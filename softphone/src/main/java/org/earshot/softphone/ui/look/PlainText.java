package org.earshot.softphone.ui.look;

import javax.swing.JComponent;

/// Swing takes a label's text for HTML when it begins with `<html>`. What other people wrote stays text.
public final class PlainText {

    private PlainText() {}

    /// Switches HTML off in a component; returns it.
    public static <T extends JComponent> T only(T component) {
        component.putClientProperty("html.disable", true);
        return component;
    }
}
