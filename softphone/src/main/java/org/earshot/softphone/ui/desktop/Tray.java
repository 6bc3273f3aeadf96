package org.earshot.softphone.ui.desktop;

import java.awt.AWTException;
import java.awt.CheckboxMenuItem;
import java.awt.Menu;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.awt.SystemTray;
import java.awt.TrayIcon;
import java.util.Optional;
import java.util.function.Consumer;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.PresenceIcon;
import org.earshot.softphone.ui.words.Sentence;
import org.earshot.softphone.ui.words.Texts;

/// The phone's sign in the desktop's tray, with its menu. Event dispatch thread.
public final class Tray {
    private final TrayIcon icon;
    private final CheckboxMenuItem undisturbed;
    private Optional<TrayState> shown = Optional.empty();

    /// What the menu does.
    public record Actions(
            Runnable open,
            Consumer<Availability> status,
            Consumer<Boolean> undisturbed,
            Runnable quit,
            Runnable onGone) {}

    private Tray(Actions actions) {
        PopupMenu menu = new PopupMenu();
        menu.add(item("tray.open", actions.open()));
        Menu status = new Menu(Texts.get("presence.own"));
        for (Availability one :
                new Availability[] {
                    Availability.AVAILABLE,
                    Availability.BUSY,
                    Availability.AWAY,
                    Availability.OFFLINE
                }) {
            MenuItem item =
                    new MenuItem(
                            one == Availability.OFFLINE
                                    ? Texts.get("presence.hidden")
                                    : Sentence.capital(PresenceIcon.words(one)));
            item.addActionListener(_ -> actions.status().accept(one));
            status.add(item);
        }
        menu.add(status);
        undisturbed = new CheckboxMenuItem(Buttons.plain(Texts.get("undisturbed")));
        undisturbed.addItemListener(_ -> actions.undisturbed().accept(undisturbed.getState()));
        menu.add(undisturbed);
        menu.addSeparator();
        menu.add(item("tray.quit", actions.quit()));
        icon = new TrayIcon(AppIcon.of(64, Optional.empty()), "Earshot", menu);
        icon.setImageAutoSize(true);
        icon.addActionListener(_ -> actions.open().run());
        icon.addMouseListener(
                new java.awt.event.MouseAdapter() {
                    @Override
                    public void mouseReleased(java.awt.event.MouseEvent event) {
                        if (event.getButton() == java.awt.event.MouseEvent.BUTTON1) {
                            actions.open().run();
                        }
                    }
                });
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(Texts.get(key));
        item.addActionListener(_ -> action.run());
        return item;
    }

    /// Puts it there; empty where the desktop has no tray.
    public static Optional<Tray> open(Actions actions) {
        if (!SystemTray.isSupported()) {
            return Optional.empty();
        }
        Tray tray = new Tray(actions);
        try {
            SystemTray desktop = SystemTray.getSystemTray();
            desktop.add(tray.icon);
            // a tray may end like any program: a window that hides in it must come out
            desktop.addPropertyChangeListener(
                    "systemTray",
                    event -> {
                        if (event.getNewValue() == null) {
                            actions.onGone().run();
                        }
                    });
            return Optional.of(tray);
        } catch (AWTException | UnsupportedOperationException _) {
            return Optional.empty(); // it has just gone
        }
    }

    /// Shows how it is now.
    public void show(TrayState state) {
        if (shown.equals(Optional.of(state))) {
            return;
        }
        shown = Optional.of(state);
        icon.setImage(AppIcon.of(64, shown));
        icon.setToolTip(state.words());
        undisturbed.setState(state.kind() == TrayState.Kind.UNDISTURBED);
    }

    /// Tells the user something beside it.
    public void tell(Notices.Notice notice) {
        icon.displayMessage(notice.title(), notice.text(), TrayIcon.MessageType.NONE);
    }

    /// Takes it away from there.
    public void close() {
        SystemTray.getSystemTray().remove(icon);
    }
}
