package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.function.Supplier;

/// Hands over to the user-agent thread. Thread-safe.
record FileCommands(UserAgentThread thread, FileTransfers transfers, Supplier<Id> newId)
        implements FileSharing {

    @Override
    public Id send(String uri, Path path) {
        Id id = newId.get();
        String absolute = path.toAbsolutePath().toString();
        thread.execute(() -> transfers.send(id, uri, absolute));
        return id;
    }

    @Override
    public void accept(Id file) {
        thread.execute(() -> transfers.accept(file));
    }

    @Override
    public void reject(Id file) {
        thread.execute(() -> transfers.reject(file));
    }

    @Override
    public void pause(Id file) {
        thread.execute(() -> transfers.pause(file));
    }

    @Override
    public void resume(Id file) {
        thread.execute(() -> transfers.resume(file));
    }

    @Override
    public void cancel(Id file) {
        thread.execute(() -> transfers.cancel(file));
    }
}
