package org.earshot.softphone.ui.desktop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Asks the desktop whether it is dark, by the program that each system has for that. Untested on Windows and macOS.
public final class SystemLook {
    private static final int PATIENCE_MILLIS = 700;
    private static final int MOST = 4_096;

    /// What every desktop of Linux answers in the same way: 1 for dark, 2 for light, 0 for no wish.
    private static final List<String> PORTAL =
            List.of(
                    "gdbus",
                    "call",
                    "--session",
                    "--dest",
                    "org.freedesktop.portal.Desktop",
                    "--object-path",
                    "/org/freedesktop/portal/desktop",
                    "--method",
                    "org.freedesktop.portal.Settings.Read",
                    "org.freedesktop.appearance",
                    "color-scheme");

    private SystemLook() {}

    /// Blocks for less than a second; light where nothing is told.
    public static boolean isDark() {
        return isDark(
                System.getProperty("os.name", ""),
                System.getenv().getOrDefault("XDG_CURRENT_DESKTOP", ""),
                SystemLook::ask);
    }

    /// Runs a program.
    interface Asking {
        /// What it wrote; "" where it is not there or takes too long.
        String ask(List<String> command);
    }

    /// Pure but for the asking.
    ///
    /// @param desktop how Linux's desktop calls itself; "" for nothing
    static boolean isDark(String system, String desktop, Asking asking) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            String key = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";
            String told = asking.ask(List.of("reg", "query", key, "/v", "AppsUseLightTheme"));
            return told.strip().endsWith("0x0");
        }
        if (name.startsWith("mac")) {
            return asking.ask(List.of("defaults", "read", "-g", "AppleInterfaceStyle"))
                    .strip()
                    .equals("Dark");
        }
        // a bare window manager has no portal, and to wait for one would cost each start a while
        if (!desktop.isEmpty() && !desktop.contains("GNOME")) {
            String told = asking.ask(PORTAL);
            if (told.contains("uint32 1") || told.contains("uint32 2")) {
                return told.contains("uint32 1");
            }
        }
        String schema = "org.gnome.desktop.interface";
        return asking.ask(List.of("gsettings", "get", schema, "color-scheme")).contains("dark")
                || asking.ask(List.of("gsettings", "get", schema, "gtk-theme"))
                        .toLowerCase(Locale.ROOT)
                        .contains("-dark");
    }

    private static String ask(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return "";
            }
            byte[] told = process.getInputStream().readNBytes(MOST);
            return new String(told, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // it is not there
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
