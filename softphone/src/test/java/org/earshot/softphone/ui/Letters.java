package org.earshot.softphone.ui;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import javax.swing.JMenuItem;

/// The letters that work with Alt in a window.
final class Letters {
    private Letters() {}

    /// Those that stand on two things that are shown: only one of them hears it. Event dispatch thread.
    static List<String> twice(Container window) {
        Map<Integer, List<String>> found = new TreeMap<>();
        collect(window, found);
        return found.values().stream()
                .filter(same -> same.size() > 1)
                .map(same -> "the same letter: " + same)
                .toList();
    }

    private static void collect(Container container, Map<Integer, List<String>> found) {
        for (Component child : container.getComponents()) {
            if (!child.isShowing() || child instanceof JMenuItem) {
                continue;
            }
            int letter =
                    switch (child) {
                        case AbstractButton button -> button.getMnemonic();
                        case JLabel label -> label.getDisplayedMnemonic();
                        default -> 0;
                    };
            if (letter != 0) {
                found.computeIfAbsent(letter, _ -> new ArrayList<>()).add(words(child));
            }
            if (child instanceof Container inner) {
                collect(inner, found);
            }
        }
    }

    private static String words(Component part) {
        return switch (part) {
            case AbstractButton button -> button.getName() + " " + button.getText();
            case JLabel label -> label.getText();
            default -> part.getName();
        };
    }
}
