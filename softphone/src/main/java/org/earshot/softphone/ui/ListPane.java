package org.earshot.softphone.ui;

import java.awt.CardLayout;
import java.io.Serial;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import javax.swing.UIManager;
import net.miginfocom.swing.MigLayout;

/// A list, and words in its place where it is empty.
final class ListPane extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private final CardLayout cards = new CardLayout();

    /// @param empty what is said where there is nothing
    ListPane(JComponent list, String empty) {
        super(null);
        setLayout(cards);
        JScrollPane scroll = new JScrollPane(list);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        JPanel nothing = new JPanel(new MigLayout("fill, insets 24", "[fill,grow]", "push[]push"));
        nothing.add(words(empty), "wmin 0");
        Colours.behind(nothing, () -> UIManager.getColor("List.background"));
        add(scroll, "list");
        add(nothing, "nothing");
    }

    /// A text that breaks where there is no more room.
    static JTextArea words(String text) {
        JTextArea area = new JTextArea(text);
        area.setEditable(false);
        area.setFocusable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setOpaque(false);
        area.setFont(UIManager.getFont("Label.font"));
        return Colours.words(area, Colours::faint);
    }

    void showEmpty(boolean isEmpty) {
        cards.show(this, isEmpty ? "nothing" : "list");
    }
}
