package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.earshot.common.file.ContentRules;
import org.earshot.common.file.archive.ArchiveSearch;
import org.earshot.common.file.archive.ChannelContent;

/// Looks into a file that is whole, where it is an archive: for programs, for names of such, and for what unpacks to far more than it is. What can't be
/// looked into (encrypted, damaged, too large) speaks against nothing. One file at a time, whoever asks, so that it takes no more memory than one
/// transfer may. Thread-safe.
public final class LookInside {
    private static final ArchiveSearch.Memory MEMORY = new ArchiveSearch.Memory(3 << 20, 9 << 10);
    private static final ReentrantLock ONE = new ReentrantLock(true);

    private LookInside() {}

    /// Why it is not sent or taken; empty: it is. May take seconds.
    ///
    /// @param channel of which the first `size` bytes are the file
    /// @param rules what may be in it
    /// @throws IOException if the file can't be read
    public static Optional<String> objection(
            String name, FileChannel channel, long size, ContentRules rules) throws IOException {
        if (!rules.archives()) {
            return Optional.empty();
        }
        ONE.lock();
        try {
            return new ArchiveSearch(rules.endings(), rules.programs(), size, MEMORY)
                    .in(name, new ChannelContent(channel, size));
        } finally {
            ONE.unlock();
        }
    }

    /// The same of a file that has come.
    ///
    /// @throws FileTrouble if it must not have its last name
    static void at(IncomingFile file, FileChannel channel) throws IOException, FileTrouble {
        Optional<String> objection = objection(file.name(), channel, file.size(), file.rules());
        if (objection.isPresent()) {
            throw new FileTrouble(FileFailure.Reason.BLOCKED, objection.get());
        }
    }
}
