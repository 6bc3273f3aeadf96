package org.earshot.softphone.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.earshot.softphone.ui.PhoneWindow;
import org.earshot.softphone.ui.Summons;
import org.earshot.softphone.ui.desktop.WindowSettings;

/// The phone with a window.
final class SoftphoneMain {
    private static final int WINDOW_SECONDS = 5;

    private SoftphoneMain() {}

    /// Shows a log-in, and the phone of whoever logs in; more accounts beside it where there are. Returns when the window was closed, or at once where one is open on the
    /// same folder: that one comes to the front then.
    ///
    /// @param told hears that, in a sentence for the user
    /// @return the status of the process
    /// @throws StartFailure where no window can be shown
    /// @throws IllegalArgumentException with a sentence for the user, where what is to be opened is no link of ours
    static int run(PhoneOptions options, Consumer<String> told) {
        Summons summons = LinkOption.summons(options);
        try (DataFolder folder = PhoneMain.folder(options);
                OnePhone one = OnePhone.on(folder, summons)) {
            if (one.isFirst()) {
                run(options, folder, one, summons);
            } else {
                told.accept("it runs already, and its window comes to the front");
            }
        }
        return 0;
    }

    private static void run(
            PhoneOptions options, DataFolder folder, OnePhone one, Summons summons) {
        requireDisplay();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        CompletableFuture<Predicate<Summons>> window = new CompletableFuture<>();
        // a keyring may keep it from being there at once: whoever starts it again tries again too
        one.listen(later ->
                window.copy()
                        .completeOnTimeout(_ -> false, WINDOW_SECONDS, TimeUnit.SECONDS)
                        .join()
                        .test(later));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                WindowSettingsFile settings = new WindowSettingsFile(folder);
                OpenAccounts accounts =
                        new OpenAccounts(
                                options,
                                folder,
                                LinkOption.enrolment(folder, threads),
                                System.getenv())) {
            Predicate<Summons> shown =
                    PhoneWindow.show(
                            accounts,
                            forThisRun(settings, options),
                            options.minimised,
                            () -> closed.complete(null));
            if (!(summons instanceof Summons.Show)) { // it may begin out of the way
                var _ = shown.test(summons);
            }
            window.complete(shown);
            closed.join();
        }
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
