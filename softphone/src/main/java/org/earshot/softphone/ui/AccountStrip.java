package org.earshot.softphone.ui;

import java.awt.Color;
import java.awt.Graphics;
import java.awt.Insets;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/// The accounts of a window beside each other, above everything that is one account's. Alt+1 to Alt+9 go to them.
final class AccountStrip extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final int MOST_KEYS = 9;

    private final transient IntConsumer onChosen;
    private final transient Runnable onAdd;
    private final transient List<AccountButton> buttons = new ArrayList<>();
    private transient List<Tab> shown = List.of();
    private int chosen = -1;

    /// What is shown of an account.
    ///
    /// @param address "" where nobody has logged in yet
    /// @param unread how much was not seen yet
    record Tab(String address, boolean isReachable, int unread) {
        String words() {
            String name = address.isEmpty() ? Texts.get("accounts.new") : address;
            return unread == 0 ? name : name + "  (" + unread + ")";
        }

        /// For who can't see it.
        String spoken() {
            return (address.isEmpty() ? Texts.get("accounts.new") : address)
                    + ", "
                    + Texts.get(isReachable ? "online" : "accounts.offline")
                    + (unread == 0 ? "" : ", " + Texts.count("unread", unread));
        }
    }

    /// @param onChosen gets the number of the account, from 0
    AccountStrip(IntConsumer onChosen, Runnable onAdd) {
        super(new MigLayout("insets 4 8 4 8, gapx 4"));
        this.onChosen = onChosen;
        this.onAdd = onAdd;
        setName("accounts");
        getAccessibleContext().setAccessibleName(Texts.get("accounts.title"));
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        graphics.setColor(Colours.rail());
        graphics.fillRect(0, 0, getWidth(), getHeight());
    }

    /// Shows these. As long as they are as many, their buttons stay: whoever has the mouse or the keys on one of them goes on.
    void show(List<Tab> tabs, int front) {
        if (tabs.equals(shown) && front == chosen) {
            return;
        }
        shown = List.copyOf(tabs);
        chosen = front;
        if (buttons.size() != tabs.size()) {
            make(tabs.size());
        }
        for (int i = 0; i < tabs.size(); i++) {
            buttons.get(i).show(tabs.get(i), i < MOST_KEYS ? " (Alt+" + (i + 1) + ")" : "");
            buttons.get(i).setSelected(i == front);
        }
        revalidate();
        repaint();
    }

    private void make(int count) {
        removeAll();
        buttons.clear();
        ButtonGroup group = new ButtonGroup();
        for (int i = 0; i < count; i++) {
            int number = i;
            AccountButton button = new AccountButton();
            button.setName("account-" + i);
            button.addActionListener(_ -> onChosen.accept(number));
            if (i < MOST_KEYS) {
                KeyAction.everywhere(
                        button,
                        KeyStroke.getKeyStroke(KeyEvent.VK_1 + i, InputEvent.ALT_DOWN_MASK),
                        () -> onChosen.accept(number));
            }
            group.add(button);
            buttons.add(button);
            add(button, "wmax 260lp");
        }
        JButton add = new JButton(new Glyph(MaterialDesignP.PLUS, 18));
        add.setName("addAccountHere");
        add.putClientProperty("JButton.buttonType", "toolBarButton");
        Colours.words(add, Colours::onRail);
        Buttons.hint(add, "accounts.add.hint");
        add.addActionListener(_ -> onAdd.run());
        add(add);
    }

    private static final class AccountButton extends JToggleButton {
        @Serial private static final long serialVersionUID = 1L;

        AccountButton() {
            putClientProperty("html.disable", true);
            putClientProperty("JButton.buttonType", "toolBarButton");
            setMargin(new Insets(3, 8, 3, 8));
        }

        void show(Tab tab, String keys) {
            setText(tab.words());
            getAccessibleContext().setAccessibleName(tab.spoken());
            setToolTipText(tab.spoken() + keys);
            setIcon(
                    new Glyph(
                            tab.isReachable()
                                    ? org.kordamp.ikonli.materialdesign2.MaterialDesignA
                                            .ACCOUNT_CHECK
                                    : org.kordamp.ikonli.materialdesign2.MaterialDesignA
                                            .ACCOUNT_OFF_OUTLINE,
                            18));
        }

        @Override
        public Color getForeground() {
            return isSelected() ? super.getForeground() : Colours.onRail();
        }
    }
}
