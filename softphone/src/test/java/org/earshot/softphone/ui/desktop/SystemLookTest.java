package org.earshot.softphone.ui.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemLookTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, GNOME, gsettings, color-scheme, 'prefer-dark', true",
        "Linux, '', gsettings, color-scheme, 'prefer-dark', true",
        "Linux, GNOME, gsettings, color-scheme, 'default', false",
        "Linux, GNOME, gsettings, gtk-theme, 'Adwaita-dark', true",
        "Linux, KDE, gsettings, gtk-theme, 'Breeze-dark', true",
        "Linux, GNOME, nothing, color-scheme, 'prefer-dark', false",
        "Linux, KDE, gdbus, color-scheme, '(<<uint32 1>>,)', true",
        "Linux, KDE, gdbus, color-scheme, '(<<uint32 2>>,)', false",
        "Linux, KDE, gdbus, color-scheme, '(<<uint32 0>>,)', false",
        "Linux, '', gdbus, color-scheme, '(<<uint32 1>>,)', false",
        "Windows 11, '', reg, AppsUseLightTheme, '    AppsUseLightTheme    REG_DWORD    0x0', true",
        "Windows 11, '', reg, AppsUseLightTheme, '    AppsUseLightTheme    REG_DWORD    0x1', false",
        "Mac OS X, '', defaults, AppleInterfaceStyle, Dark, true",
        "Mac OS X, '', nothing, AppleInterfaceStyle, Dark, false"
    })
    void eachSystemIsAskedInItsWay(
            String system,
            String desktop,
            String program,
            String about,
            String told,
            boolean dark) {
        assertThat(
                        SystemLook.isDark(
                                system,
                                desktop,
                                command ->
                                        command.getFirst().equals(program)
                                                        && command.contains(about)
                                                ? told
                                                : ""))
                .isEqualTo(dark);
    }
}
