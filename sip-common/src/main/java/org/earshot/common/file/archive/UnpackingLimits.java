package org.earshot.common.file.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// Counts what an archive costs, and ends it in time. For one thread and one file.
final class UnpackingLimits {
    /// Archives in archives in archives ...
    static final int DEPTH = 5;

    static final int ENTRIES = 100_000;

    /// Bytes that are unpacked to be looked at.
    static final long UNPACKED = 1L << 30;

    /// What unpacks to more than [#SMALL] bytes and to so many times its own is a trap.
    static final long TIMES = 200;

    static final long SMALL = 100_000_000;

    private static final String TOO_MANY_TIMES =
            "it unpacks to more than " + TIMES + " times its size";

    /// Bytes of a zip file's entries that are read to their end, to see what lies there; of more than that the list is believed.
    static final long LISTED = 256L << 20;

    /// Bytes of the list of what an archive has, and of the head of one entry: libraries keep these in memory.
    static final int LIST = 2 << 20;

    private final long packed;
    private final ArchiveSearch.Memory memory;
    private long read;
    private long unpacked;
    private long listed; // that was unpacked, and is not counted as such
    private long announced;
    private int entries;
    private int held;

    /// @param packed bytes of the file
    UnpackingLimits(long packed, ArchiveSearch.Memory memory) {
        this.packed = packed;
        this.memory = memory;
    }

    /// Kibibytes that a method of compression may want.
    int dictionary() {
        return memory.dictionaryKib();
    }

    /// It is a trap.
    static final class TrapException extends IOException {
        private static final long serialVersionUID = 1;

        TrapException(String why) {
            super(why);
        }
    }

    /// It can't be looked into, or not to its end.
    static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(String why) {
            super(why);
        }
    }

    /// @throws TrapException if archives lie too deep in each other
    void enter(int depth) throws TrapException {
        if (depth > DEPTH) {
            throw new TrapException("archives in it lie more than five deep");
        }
    }

    /// @param size what its list says of an entry; negative if it says nothing
    void entry(long size) throws IOException {
        if (++entries > ENTRIES) {
            throw new UnreadableException("it has more than " + ENTRIES + " entries");
        }
        if (size > 0) {
            announced = Math.addExact(announced, Math.min(size, Long.MAX_VALUE / (2L * ENTRIES)));
            check(announced);
        }
    }

    /// @param size what a list says of an entry; negative if it says nothing
    /// @param packed bytes that the entry has in the archive, as the list says; negative if it says nothing
    /// @throws TrapException also if the entry alone is one, whatever lies beside it
    void entry(long size, long packed) throws IOException {
        entry(size);
        if (size > UNPACKED && packed >= 0 && size / TIMES > packed) {
            throw new TrapException(TOO_MANY_TIMES);
        }
    }

    /// Bytes of the file were read.
    void read(long bytes) {
        read += bytes;
    }

    private void check(long bytes) throws TrapException {
        if (bytes > SMALL && bytes / TIMES > packed) {
            throw new TrapException(TOO_MANY_TIMES);
        }
    }

    /// What is read of it was unpacked. Closing it does not close what it comes from.
    InputStream unpacked(InputStream from) {
        return new CountedInput(from, this::count) {
            @Override
            public boolean markSupported() {
                return false;
            }

            @Override
            public void close() {
                // an archive goes on after an entry
            }
        };
    }

    /// An entry of which no more may come than the list says: else the list hides a trap.
    ///
    /// @param size as the list says; negative if it says nothing
    InputStream asListed(InputStream entry, long size) {
        long[] came = new long[1];
        return new CountedInput(
                entry,
                bytes -> {
                    came[0] += bytes;
                    if (size >= 0 && came[0] > size) {
                        throw new TrapException("an entry of it is larger than its list says");
                    }
                });
    }

    /// Whether an entry with a list's word for its size may be read to its end.
    boolean readsToItsEnd(long size) {
        return size >= 0 && size <= LISTED - listed;
    }

    /// Bytes that were unpacked so far.
    long unpacked() {
        return unpacked;
    }

    /// What was unpacked since then was an entry that nothing but its end was looked for in.
    void wasListed(long before) {
        listed += unpacked - before;
        unpacked = before;
    }

    /// Whatever is looked at, so much has to be unpacked.
    void willUnpack(long bytes) throws IOException {
        add(Math.min(Math.max(0, bytes), UNPACKED + 1));
        end(); // of what it is made of nothing is read yet
    }

    private void count(long bytes) throws IOException {
        add(bytes);
        if (unpacked > UNPACKED && unpacked / TIMES > read) {
            // what comes behind it, and is not looked at any more, makes it no better
            throw new TrapException(TOO_MANY_TIMES);
        }
        end();
    }

    private void add(long bytes) throws TrapException {
        unpacked += bytes;
        check(unpacked);
    }

    private void end() throws UnreadableException {
        if (unpacked > UNPACKED) {
            throw new UnreadableException("it unpacks to more than " + (UNPACKED >> 20) + " MB");
        }
    }

    /// What lies in an archive, or its beginning; to be given back by [HeldBytes#release].
    ///
    /// @param share one of so many equal parts of the room that is left is taken at most
    HeldBytes hold(InputStream in, int share) throws IOException {
        return HeldBytes.of(in, (memory.held() - held) / share, bytes -> held += bytes);
    }

    /// Content of which no more than [#LIST] bytes are read until the list of what an archive has is read.
    static final class ListLimit {
        private final SeekableByteChannel from;
        private final ContentChannel channel;
        private long left = LIST;

        ListLimit(Content content) {
            from = content.channel();
            channel = new ContentChannel(content.size(), this::read);
        }

        SeekableByteChannel channel() {
            return channel;
        }

        void isRead() {
            left = Long.MAX_VALUE;
        }

        private int read(long at, byte[] to, int offset, int length) throws IOException {
            int count = from.position(at).read(ByteBuffer.wrap(to, offset, length));
            left -= count;
            if (left < 0) {
                throw new UnreadableException("the list of what it has is too long");
            }
            return count;
        }
    }

    /// A stream of which no more than [#LIST] bytes are read for a head.
    static final class HeadLimit {
        private final InputStream in;
        private long left = Long.MAX_VALUE;

        HeadLimit(InputStream from) {
            in = new CountedInput(from, this::count);
        }

        InputStream in() {
            return in;
        }

        void begins() {
            left = LIST;
        }

        void isRead() {
            left = Long.MAX_VALUE;
        }

        private void count(long bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new UnreadableException("the head of an entry is too long");
            }
        }
    }
}
