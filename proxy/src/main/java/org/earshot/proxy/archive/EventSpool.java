package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// Where events are kept that wait for the archive, so that the end of the server loses none. Used by one thread at a time.
public interface EventSpool {

    /// What an earlier start left, the oldest first. What can't be read is put aside, and counts as lost.
    Left left();

    /// What an earlier start left.
    ///
    /// @param lost how many events are not among them, as far as that is known
    record Left(List<ArchiveEvent> events, long lost) {
        public Left {
            events = List.copyOf(events);
        }
    }

    /// Keeps events, in that order; on stable storage when this returns, where there is any.
    ///
    /// @throws IOException if that can't be: none of them is kept then
    void keep(List<ArchiveEvent> events) throws IOException;

    /// Notes that events wait no longer; may be lost with the process.
    void written(List<UUID> events) throws IOException;

    /// Notes how many events were not kept, since what is kept was begun.
    void lost(long count) throws IOException;

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
            public void keep(List<ArchiveEvent> events) {}

            @Override
            public void written(List<UUID> events) {}

            @Override
            public void lost(long count) {}

            @Override
            public void clear() {}

            @Override
            public boolean isDurable() {
                return false;
            }
        };
    }
}
