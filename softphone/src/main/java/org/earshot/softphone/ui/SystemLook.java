package org.earshot.softphone.ui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Asks the desktop whether it is dark, by the program that each system has for that. Untested on Windows and macOS.
final class SystemLook {
    private static final int PATIENCE_MILLIS = 700;
    private static final int MOST = 4_096;

    private SystemLook() {}

    /// Blocks for less than a second; light where nothing is told.
    static boolean isDark() {
        return isDark(System.getProperty("os.name", ""), SystemLook::ask);
    }

    /// Runs a program.
    interface Asking {
        /// What it wrote; "" where it is not there or takes too long.
        String ask(List<String> command);
    }

    /// Pure but for the asking.
    static boolean isDark(String system, Asking asking) {
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
