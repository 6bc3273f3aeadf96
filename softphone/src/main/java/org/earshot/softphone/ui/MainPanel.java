package org.earshot.softphone.ui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.Serial;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JSplitPane;
import javax.swing.KeyStroke;
import org.earshot.softphone.ui.call.CallDock;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.look.KeyAction;
import org.earshot.softphone.ui.model.PhoneModel;
import org.earshot.softphone.ui.words.Names;

/// The three parts of the window: the rail, a list, and a conversation or a setting with the call above it.
final class MainPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    private static final String CONVERSATION = "conversation";
    private static final String SETTINGS = "settings";
    private static final int LEAST_SIDE = 220;

    private final transient PhoneModel model;
    private final Rail rail = new Rail(this::show);
    private final SidePanel side;
    private final CallDock call;
    private final CardLayout cards = new CardLayout();
    private final JPanel content = new JPanel(cards);
    private final JPanel above = new JPanel(new BorderLayout());
    private final SettingsPages settings;
    private transient Consumer<Page> onPage = _ -> {};
    private Page page = Page.CHATS;

    /// @param above what stands below the call and above the conversation, but for the page of the files
    MainPanel(
            PhoneModel model,
            SidePanel side,
            CallDock call,
            JComponent above,
            JComponent conversation,
            SettingsPages settings,
            WindowSettings remembered) {
        super(new BorderLayout());
        this.model = model;
        this.side = side;
        this.call = call;
        this.settings = settings;
        side.page(Page.SETTINGS, (JComponent) settings.listPane(), settings::focusList);
        JPanel talk = new JPanel(new BorderLayout());
        this.above.add(above, BorderLayout.CENTER);
        talk.add(this.above, BorderLayout.NORTH);
        talk.add(conversation, BorderLayout.CENTER);
        content.add(talk, CONVERSATION);
        content.add(settings, SETTINGS);
        JPanel right = new JPanel(new BorderLayout());
        right.add(call, BorderLayout.NORTH);
        right.add(content, BorderLayout.CENTER);
        side.setMinimumSize(new java.awt.Dimension(UIScale.scale(LEAST_SIDE), 0));
        right.setMinimumSize(new java.awt.Dimension(0, 0)); // else it moves the divider itself
        JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, side, right);
        split.setBorder(BorderFactory.createEmptyBorder());
        SideWidth.follow(split, remembered);
        add(rail, BorderLayout.WEST);
        add(split, BorderLayout.CENTER);
        KeyAction.everywhere(
                this,
                KeyStroke.getKeyStroke(KeyEvent.VK_K, InputEvent.CTRL_DOWN_MASK),
                side::search);
        rail.show(page);
        showCard();
    }

    /// @param listener hears which page the user goes to
    void onPage(Consumer<Page> listener) {
        onPage = listener;
    }

    /// Goes to a page, and puts the focus there.
    void show(Page wanted) {
        page = wanted;
        rail.show(wanted);
        side.show(wanted);
        showCard();
        onPage.accept(wanted);
        refresh();
        side.focus();
    }

    /// Goes to a section of the settings.
    void show(SettingsPages.Section section) {
        show(Page.SETTINGS);
        settings.show(section);
    }

    private void showCard() {
        above.setVisible(page != Page.FILES); // that page lists them itself
        cards.show(content, page == Page.SETTINGS ? SETTINGS : CONVERSATION);
    }

    void refresh() {
        rail.badge(Page.CHATS, model.unread());
        rail.badge(Page.CALLS, model.unheard());
        rail.badge(Page.FILES, model.filesThatWait());
        call.setVisible(page != Page.SETTINGS || model.calls().shown().isPresent());
    }

    /// Of somebody with whom to talk: goes to the chats, unless that one is to be seen on this page too.
    void open(String uri) {
        model.select(Optional.of(Names.key(uri)));
        if (page != Page.CHATS) {
            show(Page.CHATS);
        }
    }
}
