package org.earshot.softphone.app;

import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.util.Optional;

/// Whether windows can be shown.
final class Display {
    private Display() {}

    /// Tries to reach the display.
    ///
    /// @return why no window can be shown; empty: one can
    static Optional<String> problem() {
        try {
            if (GraphicsEnvironment.isHeadless()) {
                return Optional.of("there is no display here");
            }
            GraphicsEnvironment.getLocalGraphicsEnvironment().getDefaultScreenDevice();
            return Optional.empty();
        } catch (AWTError | HeadlessException e) {
            return Optional.of("the display can't be used: " + firstLine(e));
        } catch (LinkageError e) {
            return Optional.of("this Java has no windows: " + firstLine(e));
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("[.\\s]+$", "");
    }
}
