package org.earshot.softphone.ui;

import java.io.Serial;
import java.util.function.BooleanSupplier;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.desktop.Notices;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.words.Texts;

/// How the phone behaves among the other programs of the desktop: tray, start, and what is told while one works elsewhere.
final class SystemPanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    static final String CLOSE_TO_TRAY = "closeToTray";
    static final String START_MINIMISED = "startMinimised";

    private final transient BooleanSupplier hasTray;
    private final JCheckBox close =
            Buttons.words(new JCheckBox(), CLOSE_TO_TRAY, "system.closeToTray");
    private final JTextArea told = ListPane.words(Texts.get("system.noTray"));

    /// @param hasTray whether the desktop has one now
    SystemPanel(WindowSettings settings, BooleanSupplier hasTray) {
        super(new MigLayout("insets 0, wrap 1, hidemode 3", "[grow,fill]", "[]8[]4[]16[]4[]"));
        this.hasTray = hasTray;
        setOpaque(false);
        setName("system");
        add(remembered(settings, close, CLOSE_TO_TRAY), "growx 0");
        told.setName("noTray");
        add(told, "gapleft 22lp, w 0:420lp:420lp, growx 0");
        JCheckBox minimised =
                Buttons.words(new JCheckBox(), START_MINIMISED, "system.startMinimised");
        minimised.setToolTipText(Texts.get("system.startMinimised.why"));
        add(remembered(settings, minimised, START_MINIMISED), "growx 0");
        JComboBox<Choice> notices = new JComboBox<>();
        for (Notices.Wish wish : Notices.Wish.values()) {
            Choice choice = new Choice(wish);
            notices.addItem(choice);
            if (wish == Notices.Wish.of(settings)) {
                notices.setSelectedItem(choice);
            }
        }
        notices.setName("notices");
        notices.addActionListener(_ -> {
            if (notices.getSelectedItem() instanceof Choice(Notices.Wish wish)) {
                settings.put(Notices.SETTING, wish.name());
            }
        });
        add(Buttons.label("system.notices", notices), "growx 0, wmin 0");
        add(notices, "growx 0");
        addHierarchyListener(_ -> refresh());
        refresh();
    }

    private record Choice(Notices.Wish wish) {
        @Override
        public String toString() {
            return Texts.get(
                    switch (wish) {
                        case TEXT -> "notices.text";
                        case NAME -> "notices.name";
                        case NONE -> "notices.none";
                    });
        }
    }

    private static JCheckBox remembered(WindowSettings settings, JCheckBox box, String name) {
        box.setSelected(isOn(settings, name));
        box.addActionListener(_ -> settings.put(name, String.valueOf(box.isSelected())));
        return box;
    }

    static boolean isOn(WindowSettings settings, String name) {
        return settings.get(name).filter("true"::equals).isPresent();
    }

    private void refresh() {
        boolean there = hasTray.getAsBoolean();
        if (close.isEnabled() != there || told.isVisible() == there) {
            close.setEnabled(there);
            told.setVisible(!there);
        }
    }
}
