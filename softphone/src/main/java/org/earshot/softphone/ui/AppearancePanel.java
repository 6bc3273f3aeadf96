package org.earshot.softphone.ui;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.earshot.softphone.ui.desktop.Look;
import org.earshot.softphone.ui.desktop.WindowSettings;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.look.Colours;
import org.earshot.softphone.ui.words.Texts;

/// Light or dark, and in which language.
final class AppearancePanel extends JPanel {
    @Serial private static final long serialVersionUID = 1L;

    static final String LANGUAGE = "language";

    /// @param onLook a look was chosen
    AppearancePanel(WindowSettings settings, Consumer<Look> onLook) {
        super(
                new MigLayout(
                        "insets 0, wrap 2, hidemode 3", "[]16[0:260lp:260lp,fill]", "[]10[]6[]"));
        setOpaque(false);
        JLabel later = new JLabel(Texts.get("settings.language.later"));
        Colours.words(later, Colours::faint);
        later.setVisible(false);
        JComboBox<Choice<Look>> looks =
                box(
                        "look",
                        List.of(Look.values()),
                        look -> Texts.get("look." + look.name().toLowerCase(Locale.ROOT)),
                        Look.of(settings),
                        look -> {
                            settings.put(Look.SETTING, look.name());
                            onLook.accept(look);
                        });
        add(Buttons.label("settings.look", looks));
        add(looks);
        List<Optional<Locale>> languages = new ArrayList<>();
        languages.add(Optional.empty());
        Texts.LANGUAGES.forEach(language -> languages.add(Optional.of(language)));
        Optional<Locale> now =
                settings.get(LANGUAGE).filter(tag -> !tag.isEmpty()).map(Locale::forLanguageTag);
        JComboBox<Choice<Optional<Locale>>> language =
                box(
                        "language",
                        languages,
                        one ->
                                one.map(of -> of.getDisplayLanguage(of))
                                        .orElseGet(() -> Texts.get("look.system")),
                        now,
                        one -> {
                            settings.put(LANGUAGE, one.map(Locale::toLanguageTag).orElse(""));
                            later.setVisible(true);
                        });
        add(Buttons.label("settings.language", language));
        add(language);
        add(later, "skip, wmin 0");
    }

    private record Choice<T>(T value, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    private static <T> JComboBox<Choice<T>> box(
            String name,
            List<T> values,
            Function<T, String> words,
            T chosen,
            Consumer<T> onChosen) {
        JComboBox<Choice<T>> box = new JComboBox<>();
        box.setName(name);
        for (T value : values) {
            Choice<T> choice = new Choice<>(value, words.apply(value));
            box.addItem(choice);
            if (value.equals(chosen)) {
                box.setSelectedItem(choice);
            }
        }
        box.addActionListener(_ -> onChosen.accept(box.getItemAt(box.getSelectedIndex()).value()));
        return box;
    }
}
