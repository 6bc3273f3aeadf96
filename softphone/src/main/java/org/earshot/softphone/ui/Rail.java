package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.RenderingHints;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.ButtonGroup;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.words.KeyWords;
import org.earshot.softphone.ui.words.Texts;

/// The pages of the window, one below the other, with how much there is new on each. Ctrl+1 to Ctrl+5 go to them from everywhere.
final class Rail extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    static final int WIDTH = 72;

    private final transient Map<Page, Tab> tabs = new EnumMap<>(Page.class);

    Rail(Consumer<Page> onPage) {
        super(
                new MigLayout(
                        "insets 8 0 8 0, wrap 1, gapy 2",
                        "[" + WIDTH + "lp!,fill]",
                        "[]".repeat(Page.values().length - 1) + "push[]"));
        ButtonGroup group = new ButtonGroup();
        for (Page page : Page.values()) {
            Tab tab = new Tab(page);
            tab.addActionListener(_ -> onPage.accept(page));
            KeyAction.everywhere(
                    tab, KeyStroke.getKeyStroke(page.key(), KeyEvent.CTRL_DOWN_MASK), tab::doClick);
            group.add(tab);
            tabs.put(page, tab);
            add(tab, "h 60lp!");
        }
    }

    /// Shows which page is there.
    void show(Page page) {
        tabs.get(page).setSelected(true);
    }

    /// How many things on a page were not seen yet.
    void badge(Page page, int number) {
        tabs.get(page).badge(number);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        graphics.setColor(Colours.rail());
        graphics.fillRect(0, 0, getWidth(), getHeight());
    }

    private static final class Tab extends JToggleButton {
        @Serial private static final long serialVersionUID = 1L;

        private final transient Page page;
        private int badge;

        Tab(Page page) {
            super(page.title(), new Glyph(page.sign(), 24));
            this.page = page;
            setName("page-" + page.word());
            setHorizontalTextPosition(SwingConstants.CENTER);
            setVerticalTextPosition(SwingConstants.BOTTOM);
            setMargin(new Insets(0, 0, 0, 0));
            setContentAreaFilled(false);
            setBorderPainted(false);
            setFocusPainted(false);
            setToolTipText(page.title() + " (" + KeyWords.of("Ctrl+" + (char) page.key()) + ")");
            putClientProperty("FlatLaf.styleClass", "small");
        }

        @Override
        public Color getForeground() {
            return Colours.onRail();
        }

        void badge(int number) {
            if (badge != number) {
                badge = number;
                getAccessibleContext()
                        .setAccessibleName(
                                number == 0
                                        ? page.title()
                                        : page.title() + ", " + Texts.count("unread", number));
                repaint();
            }
        }

        @Override
        public Dimension getPreferredSize() {
            return new Dimension(UIScale.scale(WIDTH), UIScale.scale(60));
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            Graphics2D g = (Graphics2D) graphics.create();
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            int edge = UIScale.scale(4);
            int round = UIScale.scale(10);
            if (isSelected()) {
                g.setColor(Colours.railChosen());
                g.fillRoundRect(edge, 0, getWidth() - 2 * edge, getHeight(), round, round);
            }
            if (isFocusOwner()) {
                g.setColor(Colours.onRail());
                g.drawRoundRect(edge, 0, getWidth() - 2 * edge - 1, getHeight() - 1, round, round);
            }
            super.paintComponent(g);
            if (badge > 0) {
                paintBadge(g);
            }
            g.dispose();
        }

        private void paintBadge(Graphics2D g) {
            String number = badge > 99 ? "99+" : Integer.toString(badge);
            g.setFont(getFont().deriveFont(Font.BOLD, getFont().getSize2D() * 0.95f));
            FontMetrics metrics = g.getFontMetrics();
            int height = metrics.getHeight();
            int width = Math.max(height, metrics.stringWidth(number) + UIScale.scale(8));
            int x = getWidth() / 2 + UIScale.scale(4);
            int y = UIScale.scale(4);
            g.setColor(Colours.badge());
            g.fillRoundRect(x, y, width, height, height, height);
            g.setColor(Color.WHITE);
            g.drawString(
                    number, x + (width - metrics.stringWidth(number)) / 2, y + metrics.getAscent());
        }
    }
}
