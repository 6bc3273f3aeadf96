package org.earshot.softphone.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.earshot.softphone.ui.Accounts;
import org.earshot.softphone.ui.PhoneWindow;
import org.earshot.softphone.ui.Summons;

/// The accounts of a window: for tests that are elsewhere, which show it or do without.
public final class PhonesOfAWindow implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DataFolder folder;
    private final WindowSettingsFile settings;
    private final OpenAccounts accounts;
    private final OnePhone one;

    /// @param data as `--data`; files that come lie in its folder `downloads`
    public PhonesOfAWindow(Path data) {
        PhoneOptions options = new PhoneOptions();
        options.audioIn = "tone";
        options.audioOut = "null";
        options.data = data;
        options.downloadDir = data.resolve("downloads");
        folder = PhoneMain.folder(options);
        one = OnePhone.on(folder, new Summons.Show());
        settings = new WindowSettingsFile(folder);
        accounts =
                new OpenAccounts(
                        options,
                        folder,
                        LinkOption.enrolment(folder, threads),
                        Map.of("XDG_CONFIG_HOME", data.resolve("config").toString()));
    }

    public Accounts accounts() {
        return accounts;
    }

    /// Shows the window, which later starts on the same folder turn to. Any thread.
    ///
    /// @param onClosed after the user has closed it
    public void show(Runnable onClosed) {
        one.listen(PhoneWindow.show(accounts, settings, false, onClosed));
    }

    @Override
    public void close() {
        one.close();
        accounts.close();
        settings.close();
        folder.close();
        threads.close();
    }
}
