package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.file.FileReplacement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bytes that came of a file, and beside them, in `….have`, how many of them from its start are on stable storage. The latter is
/// written after the former, so it never says too much, whenever the process or the machine dies. Belongs to one session from
/// [PartialFiles#claim] to [#release].
public final class PartialFile {
    private static final Logger log = LoggerFactory.getLogger(PartialFile.class);
    private static final Pattern FACTS = Pattern.compile("have ([0-9]{1,18})\n");
    private static final int LONGEST = 64;
    private static final long ROOM_FOR_NOTE = 1 << 18; // some blocks of any file system

    private final Path bytes;
    private final Path facts;
    private final Runnable onRelease;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile long have;

    private PartialFile(Path bytes, Runnable onRelease) {
        this.bytes = bytes;
        this.facts = bytes.resolveSibling(bytes.getFileName() + ".have");
        this.onRelease = onRelease;
    }

    static PartialFile open(Path bytes, long size, Runnable onRelease) throws IOException {
        PartialFile partial = new PartialFile(bytes, onRelease);
        if (partial.isSomebodysFile()) {
            partial.remove();
        }
        long kept = partial.kept();
        partial.have = kept > size ? 0 : kept;
        return partial;
    }

    /// Whether we died after the whole file was given its last name, and before this one was taken from it: from then on it is our user's,
    /// and nothing of it may be written or cut off.
    private boolean isSomebodysFile() throws IOException {
        try {
            return Files.isRegularFile(bytes)
                    && Files.getAttribute(bytes, "unix:nlink") instanceof Integer links
                    && links > 1;
        } catch (UnsupportedOperationException | IllegalArgumentException _) {
            return false; // nobody counts names here
        }
    }

    private long kept() throws IOException {
        if (!Files.isRegularFile(bytes)
                || !Files.isRegularFile(facts)
                || Files.size(facts) > LONGEST) {
            return 0;
        }
        Matcher match =
                FACTS.matcher(new String(Files.readAllBytes(facts), StandardCharsets.ISO_8859_1));
        long said = match.matches() ? Long.parseLong(match.group(1)) : 0;
        return said > Files.size(bytes) ? 0 : said;
    }

    /// How many bytes from the file's start are kept.
    public long have() {
        return have;
    }

    /// Gives the place back; what is kept stays. Does nothing the second time.
    public void release() {
        if (released.compareAndSet(false, true)) {
            onRelease.run();
        }
    }

    /// Deletes what is kept.
    public void discard() {
        have = 0;
        try {
            remove();
        } catch (IOException e) {
            log.warn("can't delete {}: {}", bytes, e.toString());
        }
    }

    /// The bytes first: without the note, they would be taken for a beginning that is to be overwritten.
    private void remove() throws IOException {
        Files.deleteIfExists(bytes);
        Files.deleteIfExists(facts);
    }

    /// To read and write; without what lies behind [#have].
    FileChannel channel() throws IOException {
        if (have == 0) {
            remove(); // and not emptied: they may have another name too
        }
        FileChannel channel =
                FileChannel.open(
                        bytes,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            channel.truncate(have);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Brings what was written to stable storage, and then notes how much it is.
    ///
    /// @param written bytes from the file's start without a hole
    void keep(FileChannel channel, long written) throws IOException {
        channel.force(false);
        FileReplacement.replace(
                facts, ("have " + written + "\n").getBytes(StandardCharsets.ISO_8859_1));
        have = written;
    }

    /// The same where the disk may be full: then the last bytes make room for the note.
    void keepWhatFits(FileChannel channel, long written) throws IOException {
        try {
            keep(channel, written);
        } catch (IOException e) {
            long less = written - ROOM_FOR_NOTE;
            if (less <= have) {
                throw e;
            }
            channel.truncate(less);
            keep(channel, less);
        }
    }

    /// How many bytes more the disk must take until a file of that size is whole.
    public long missing(long size) {
        try {
            return size - Math.clamp(Files.exists(bytes) ? Files.size(bytes) : 0, have, size);
        } catch (IOException _) {
            return size - have;
        }
    }

    /// Whether the bytes are there, and were not discarded.
    boolean isOnDisk() {
        return Files.exists(bytes);
    }

    Path path() {
        return bytes;
    }
}
