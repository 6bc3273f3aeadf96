package org.earshot.server.files;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.earshot.common.file.archive.ArchiveSearch;
import org.earshot.common.file.archive.Content;

/// Looks into archives (zip and what is one under another name, 7z, tar, gzip, bzip2, xz), and into archives in these: for names that are refused, programs,
/// and traps that unpack to far more than they are. Two at a time, as each may take some memory.
public final class ArchiveInspector implements ContentInspector {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ArchiveSearch.Memory MEMORY = new ArchiveSearch.Memory(32 << 20, 40 << 10);

    private final Set<String> endings;
    private final boolean allowsPrograms;
    private final boolean isStrict;
    private final Semaphore turns = new Semaphore(2, true);

    /// @param endings of names that are refused, in lower case and without a dot
    /// @param allowsPrograms whether programs are let in, as far as their content shows that they are some
    /// @param isStrict whether what can't be looked into is refused: encrypted, of an unknown kind, damaged, too large
    public ArchiveInspector(Set<String> endings, boolean allowsPrograms, boolean isStrict) {
        this.endings = Set.copyOf(endings);
        this.allowsPrograms = allowsPrograms;
        this.isStrict = isStrict;
    }

    @Override
    public Optional<String> objection(String name, Content content) throws IOException {
        try {
            if (!turns.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("too many archives are being looked into");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try {
            ArchiveSearch search =
                    new ArchiveSearch(endings, allowsPrograms, content.size(), MEMORY);
            Optional<String> objection = search.in(name, content);
            return objection.isPresent() || !isStrict
                    ? objection
                    : search.unreadable().map(why -> "it can't be looked into: " + why);
        } finally {
            turns.release();
        }
    }
}
