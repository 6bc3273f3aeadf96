package org.earshot.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ContentAccess;

/// Whoever can give commands here owns DATA, and until an officer is appointed acts as one: that is recorded.
final class OwnerAccess implements ContentAccess {
    /// As it stands in the record.
    static final String ACTOR = "owner of DATA";

    private final Optional<Archive> running;
    private final ArchiveParts parts;
    private final InstantSource clock;

    /// @param running the archive of the server that runs; without one a chain is written for each event
    OwnerAccess(Optional<Archive> running, ArchiveParts parts, InstantSource clock) {
        this.running = running;
        this.parts = parts;
        this.clock = clock;
    }

    @Override
    public Permit permit() {
        return new Permit() {
            @Override
            public String actor() {
                return ACTOR;
            }

            @Override
            public void record(ArchiveEvent event) {
                write(event);
            }
        };
    }

    private void write(ArchiveEvent event) {
        try {
            if (running.isPresent()) {
                running.get().append(event);
                return;
            }
            try (Archive archive = parts.open("admin", clock)) {
                archive.append(event);
            }
        } catch (ArchiveUnavailableException | IOException e) {
            throw new AdminException(
                    "nothing is shown, because the archive can't be written: " + e.getMessage());
        }
    }
}
