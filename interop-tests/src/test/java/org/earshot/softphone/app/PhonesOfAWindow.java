package org.earshot.softphone.app;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.earshot.softphone.ui.Accounts;

/// The accounts of a window, without the window: for tests that are elsewhere.
public final class PhonesOfAWindow implements AutoCloseable {
    private final DataFolder folder;
    private final OpenAccounts accounts;

    /// @param data as `--data`
    public PhonesOfAWindow(Path data) {
        PhoneOptions options = new PhoneOptions();
        options.audioIn = "tone";
        options.audioOut = "null";
        options.data = data;
        folder = PhoneMain.folder(options);
        accounts =
                new OpenAccounts(
                        options,
                        folder,
                        LinkOption.enrolment(folder, Executors.newVirtualThreadPerTaskExecutor()));
    }

    public Accounts accounts() {
        return accounts;
    }

    @Override
    public void close() {
        accounts.close();
        folder.close();
    }
}
