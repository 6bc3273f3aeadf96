package org.earshot.softphone.ui.desktop;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.util.Map;

/// How the window looks.
public enum Look {
    /// As the desktop looks, where it tells.
    SYSTEM,
    LIGHT,
    DARK;

    /// Under which [WindowSettings] has it: the name of one of these.
    public static final String SETTING = "look";

    /// As it is remembered; the system's where nothing is.
    public static Look of(WindowSettings settings) {
        return settings.get(SETTING)
                .flatMap(name ->
                        java.util.Arrays.stream(values())
                                .filter(look -> look.name().equals(name))
                                .findFirst())
                .orElse(SYSTEM);
    }

    /// Makes all windows look so. Event dispatch thread.
    ///
    /// @param systemIsDark how the desktop looks
    public void apply(boolean systemIsDark) {
        boolean dark = this == DARK || (this == SYSTEM && systemIsDark);
        FlatLaf.setGlobalExtraDefaults(Map.of("@accentColor", dark ? "#2f7db3" : "#1f6fa8"));
        if (dark) {
            FlatDarkLaf.setup();
        } else {
            FlatLightLaf.setup();
        }
        FlatLaf.updateUI();
    }
}
