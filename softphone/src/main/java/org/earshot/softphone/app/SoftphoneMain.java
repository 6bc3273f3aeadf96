package org.earshot.softphone.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.earshot.softphone.ui.PhoneWindow;
import org.earshot.softphone.ui.WindowSettings;

/// The phone with a window.
final class SoftphoneMain {
    private SoftphoneMain() {}

    /// Shows a log-in, and the phone of whoever logs in; more accounts beside it where there are. Returns when the window was closed.
    ///
    /// @return the status of the process
    /// @throws StartFailure where no window can be shown
    static int run(PhoneOptions options) {
        requireDisplay();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DataFolder folder = PhoneMain.folder(options);
                WindowSettingsFile settings = new WindowSettingsFile(folder);
                OpenAccounts accounts =
                        new OpenAccounts(
                                options,
                                folder,
                                LinkOption.enrolment(folder, threads),
                                System.getenv())) {
            PhoneWindow.show(
                    accounts,
                    forThisRun(settings, options),
                    options.minimised,
                    () -> closed.complete(null));
            closed.join();
        }
        return 0;
    }

    /// Shows a window for a phone that is about to register.
    ///
    /// @throws StartFailure where no window can be shown
    static void show(PhoneParts parts, PhoneOptions options, Runnable onClosed) {
        requireDisplay();
        PhoneWindow.show(parts.agent(), forThisRun(WindowSettings.ofThisRun(), options), onClosed);
    }

    /// `--dark` counts for one run.
    private static WindowSettings forThisRun(WindowSettings remembered, PhoneOptions options) {
        return options.dark ? PhoneWindow.dark(remembered) : remembered;
    }

    private static void requireDisplay() {
        Display.problem()
                .ifPresent(why -> {
                    throw new StartFailure(why + "; without a window: --headless");
                });
    }
}
