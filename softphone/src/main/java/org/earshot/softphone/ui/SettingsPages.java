package org.earshot.softphone.ui;

import java.awt.CardLayout;
import java.awt.Component;
import java.io.Serial;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import org.earshot.softphone.ui.look.Glyph;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.rows.Row;
import org.earshot.softphone.ui.rows.RowList;
import org.earshot.softphone.ui.words.Texts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/// The settings: a list of what there is to be set at the left, one of them at the right.
final class SettingsPages extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    /// What there is to be set.
    enum Section {
        APPEARANCE,
        SOUND,
        ACCOUNT,
        SYSTEM,
        HELP;

        private Ikon sign() {
            return switch (this) {
                case APPEARANCE -> MaterialDesignP.PALETTE_OUTLINE;
                case SOUND -> MaterialDesignV.VOLUME_HIGH;
                case ACCOUNT -> MaterialDesignA.ACCOUNT_CIRCLE_OUTLINE;
                case SYSTEM -> MaterialDesignB.BELL_OUTLINE;
                case HELP -> MaterialDesignH.HELP_CIRCLE_OUTLINE;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final CardLayout cards = new CardLayout();
    private final transient Map<Section, JComponent> pages = new EnumMap<>(Section.class);
    private final RowList<Section> list;
    private final ListPane listPane;

    SettingsPages() {
        super(null);
        setLayout(cards);
        setName("settings");
        list = new RowList<>("sections", Texts.get("page.settings"), SettingsPages::row);
        listPane = new ListPane(list, "");
        list.show(List.of(Section.values()), Optional.of(Section.APPEARANCE));
        list.onChosen(this::show);
    }

    private static Row row(Section section) {
        return new Row(
                new Glyph(section.sign(), 24),
                Optional.empty(),
                Texts.get("settings." + section.word()),
                "",
                Texts.get("settings." + section.word() + ".detail"),
                0,
                false);
    }

    /// What is shown of a section.
    void add(Section section, JComponent content) {
        JPanel page = new SettingsPage();
        JLabel title = new JLabel(Texts.get("settings." + section.word()));
        title.putClientProperty("FlatLaf.styleClass", "h2");
        page.add(title);
        page.add(content, "wmin 0, growx");
        JScrollPane scroll = new JScrollPane(page);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getVerticalScrollBar().setUnitIncrement(24);
        pages.put(section, scroll);
        add(scroll, section.word());
    }

    /// The list for the left side.
    Component listPane() {
        return listPane;
    }

    void focusList() {
        list.requestFocusInWindow();
    }

    /// Goes to a section.
    void show(Section section) {
        cards.show(this, section.word());
        list.show(List.of(Section.values()), Optional.of(section));
    }
}
