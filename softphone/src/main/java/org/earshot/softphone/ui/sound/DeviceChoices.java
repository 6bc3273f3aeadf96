package org.earshot.softphone.ui.sound;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.swing.JComboBox;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ui.words.Texts;

/// The boxes in which sound devices are chosen, and what stands in them. Event dispatch thread.
final class DeviceChoices {
    private final Sound sound;
    private final Map<Sound.Use, JComboBox<Choice>> boxes = new EnumMap<>(Sound.Use.class);
    private boolean refreshing;

    /// One entry of a choice.
    ///
    /// @param name empty: the system's choice
    private record Choice(Optional<String> name, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    DeviceChoices(Sound sound) {
        this.sound = sound;
    }

    /// A box for one use; empty until [#list].
    JComboBox<?> box(Sound.Use use) {
        JComboBox<Choice> box = new JComboBox<>();
        box.setName(use.name().toLowerCase(Locale.ROOT));
        box.setPrototypeDisplayValue(
                new Choice(Optional.empty(), "A device with a long name 1234"));
        box.addActionListener(_ -> {
            if (!refreshing && box.getSelectedItem() instanceof Choice chosen) {
                sound.choose(use, chosen.name());
            }
        });
        boxes.put(use, box);
        return box;
    }

    /// Shows the devices that are there now. By another thread, as the system may take a while.
    void list() {
        Thread.ofVirtual()
                .name("list-devices")
                .start(() -> {
                    List<Sound.Device> devices = sound.devices();
                    Map<Sound.Use, Optional<String>> chosen = new EnumMap<>(Sound.Use.class);
                    for (Sound.Use use : Sound.Use.values()) {
                        chosen.put(use, sound.chosen(use));
                    }
                    SwingUtilities.invokeLater(() ->
                            boxes.forEach((use, box) -> show(use, box, devices, chosen.get(use))));
                });
    }

    private void show(
            Sound.Use use,
            JComboBox<Choice> box,
            List<Sound.Device> devices,
            Optional<String> chosen) {
        List<Choice> now = new ArrayList<>();
        now.add(new Choice(Optional.empty(), Texts.get("look.system")));
        devices.stream()
                .filter(device -> device.fits(use))
                .forEach(d -> now.add(new Choice(Optional.of(d.name()), words(d))));
        Optional<Choice> there =
                now.stream().filter(choice -> choice.name().equals(chosen)).findFirst();
        Choice selected =
                there.orElseGet(
                        () -> new Choice(chosen, Texts.get("sound.away", chosen.orElse(""))));
        if (there.isEmpty()) {
            now.add(selected);
        }
        refreshing = true;
        try {
            if (!same(box, now)) {
                box.removeAllItems();
                now.forEach(box::addItem);
            }
            if (!selected.equals(box.getSelectedItem())) {
                box.setSelectedItem(selected);
            }
        } finally {
            refreshing = false;
        }
    }

    private static boolean same(JComboBox<Choice> box, List<Choice> now) {
        List<Choice> before = new ArrayList<>();
        for (int i = 0; i < box.getItemCount(); i++) {
            before.add(box.getItemAt(i));
        }
        return before.equals(now);
    }

    private static String words(Sound.Device device) {
        return device.description().isEmpty() ? device.name() : device.description();
    }
}
