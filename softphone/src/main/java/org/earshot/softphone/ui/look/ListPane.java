package org.earshot.softphone.ui.look;

import com.formdev.flatlaf.util.UIScale;
import java.awt.CardLayout;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.io.Serial;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ScrollPaneConstants;
import javax.swing.UIManager;
import net.miginfocom.swing.MigLayout;

/// A list, and words in its place where it is empty.
public final class ListPane extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    /// Of the text in a dialog, in pixels of a display of 96 dpi, at most.
    private static final int MESSAGE = 400;

    private final CardLayout cards = new CardLayout();
    private final JScrollPane scroll;

    /// @param empty what is said where there is nothing
    public ListPane(JComponent list, String empty) {
        super(null);
        setLayout(cards);
        scroll = new JScrollPane(list);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        JPanel nothing = new JPanel(new MigLayout("fill, insets 24", "[fill,grow]", "push[]push"));
        nothing.add(words(empty), "wmin 0");
        Colours.behind(nothing, () -> UIManager.getColor("List.background"));
        add(scroll, "list");
        add(nothing, "nothing");
    }

    /// A text that breaks where there is no more room.
    public static JTextArea words(String text) {
        JTextArea area = new JTextArea(text);
        area.setEditable(false);
        area.setFocusable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setOpaque(false);
        area.setBorder(BorderFactory.createEmptyBorder()); // it stands in line with what is around
        area.setFont(UIManager.getFont("Label.font"));
        return Colours.words(area, Colours::faint);
    }

    /// The same for a dialog that asks its content how large it wants to be: as wide as a few words, and as high as the lines that makes.
    public static JTextArea message(String text) {
        JTextArea area = words(text);
        int width =
                Math.min(UIScale.scale(MESSAGE), widest(text, area.getFontMetrics(area.getFont())));
        area.setSize(width, Short.MAX_VALUE);
        area.setPreferredSize(new Dimension(width, area.getPreferredSize().height));
        return area;
    }

    private static int widest(String text, FontMetrics metrics) {
        return 1 + text.lines().mapToInt(metrics::stringWidth).max().orElse(0);
    }

    /// @param listener is told, and told again, while what is shown ends less than two pages before the list does
    public void onNearEnd(Runnable listener) {
        JScrollBar bar = scroll.getVerticalScrollBar();
        bar.addAdjustmentListener(_ -> {
            if (bar.getValue() + 3 * bar.getVisibleAmount() > bar.getMaximum()) {
                listener.run();
            }
        });
    }

    /// Shows the words in place of the list, or the list again.
    public void showEmpty(boolean isEmpty) {
        cards.show(this, isEmpty ? "nothing" : "list");
    }
}
