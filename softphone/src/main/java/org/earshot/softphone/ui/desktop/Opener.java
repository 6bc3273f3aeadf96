package org.earshot.softphone.ui.desktop;

import java.awt.Component;
import java.awt.Desktop;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.swing.JOptionPane;
import javax.swing.SwingUtilities;
import org.earshot.softphone.ui.look.ListPane;
import org.earshot.softphone.ui.words.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the desktop open a page or a folder: by Java's way, which knows some desktops only, else by the program that all of Linux's have. Whoever clicked is told where neither works. Any thread.
public final class Opener {
    private static final Logger log = LoggerFactory.getLogger(Opener.class);

    /// What has not failed until then goes on: some browsers end only with their window.
    private static final int PATIENCE_SECONDS = 5;

    private static final Opener HERE = new Opener(Opener::byJava, Opener::run);

    private final Predicate<URI> java;
    private final Predicate<List<String>> program;

    /// @param java whether Java could open it
    /// @param program whether a program ran and did not fail
    Opener(Predicate<URI> java, Predicate<List<String>> program) {
        this.java = java;
        this.program = program;
    }

    /// Blocks.
    ///
    /// @return whether somebody takes care of it
    boolean open(URI what) {
        return java.test(what) || program.test(List.of("xdg-open", what.toString()));
    }

    /// Opens a page in the browser.
    ///
    /// @param owner beside which it is said that there is none: the address is in the clipboard then
    public static void page(Component owner, URI page) {
        inBackground(
                page,
                () -> {
                    Toolkit.getDefaultToolkit()
                            .getSystemClipboard()
                            .setContents(new StringSelection(page.toString()), null);
                    tell(owner, Texts.get("open.page.not", page));
                });
    }

    /// Shows a folder.
    public static void folder(Component owner, Path folder) {
        inBackground(folder.toUri(), () -> tell(owner, Texts.get("open.folder.not", folder)));
    }

    private static void inBackground(URI what, Runnable otherwise) {
        Thread.ofVirtual()
                .name("open")
                .start(() -> {
                    if (!HERE.open(what)) {
                        SwingUtilities.invokeLater(otherwise);
                    }
                });
    }

    private static void tell(Component owner, String words) {
        JOptionPane.showMessageDialog(
                owner, ListPane.message(words), "Earshot", JOptionPane.WARNING_MESSAGE);
    }

    private static boolean byJava(URI what) {
        if (!Desktop.isDesktopSupported()) {
            return false;
        }
        try {
            if ("file".equals(what.getScheme())) {
                Desktop.getDesktop().open(Path.of(what).toFile());
            } else {
                Desktop.getDesktop().browse(what);
            }
            return true;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            log.debug("not by Java: {}", e.toString());
            return false;
        }
    }

    private static boolean run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            log.debug("{} does not run: {}", command.getFirst(), e.toString());
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
