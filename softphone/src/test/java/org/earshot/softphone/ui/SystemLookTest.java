package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemLookTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, gsettings, color-scheme, 'prefer-dark', true",
        "Linux, gsettings, color-scheme, 'default', false",
        "Linux, gsettings, gtk-theme, 'Adwaita-dark', true",
        "Linux, nothing, color-scheme, 'prefer-dark', false",
        "Windows 11, reg, AppsUseLightTheme, '    AppsUseLightTheme    REG_DWORD    0x0', true",
        "Windows 11, reg, AppsUseLightTheme, '    AppsUseLightTheme    REG_DWORD    0x1', false",
        "Mac OS X, defaults, AppleInterfaceStyle, Dark, true",
        "Mac OS X, nothing, AppleInterfaceStyle, Dark, false"
    })
    void eachSystemIsAskedInItsWay(
            String system, String program, String about, String told, boolean dark) {
        assertThat(
                        SystemLook.isDark(
                                system,
                                command ->
                                        command.getFirst().equals(program)
                                                        && command.contains(about)
                                                ? told
                                                : ""))
                .isEqualTo(dark);
    }
}
