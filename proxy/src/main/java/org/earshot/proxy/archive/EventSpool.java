package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.List;

/// Where events are kept that wait for the archive, so that the end of the server loses none. Used by one thread at a time.
public interface EventSpool {

    /// What an earlier start left, the oldest first, and how much of it can't be read any more.
    ///
    /// @throws IOException if nothing of it can be read
    Left left() throws IOException;

    /// What an earlier start left.
    ///
    /// @param unreadable how many events can't be opened
    record Left(List<ArchiveEvent> events, int unreadable) {
        public Left {
            events = List.copyOf(events);
        }
    }

    /// Keeps an event; on stable storage when this returns, where there is any.
    ///
    /// @throws IOException if that can't be: nothing is kept then
    void keep(ArchiveEvent event) throws IOException;

    /// Nothing that was kept waits any more.
    void clear() throws IOException;

    /// Whether what is kept outlives the process.
    boolean isDurable();

    /// For an archive that ends with the process.
    static EventSpool none() {
        return new EventSpool() {
            @Override
            public Left left() {
                return new Left(List.of(), 0);
            }

            @Override
            public void keep(ArchiveEvent event) {}

            @Override
            public void clear() {}

            @Override
            public boolean isDurable() {
                return false;
            }
        };
    }
}
