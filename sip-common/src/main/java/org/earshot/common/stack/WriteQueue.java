package org.earshot.common.stack;

import java.util.ArrayDeque;

/// Messages that wait to be written to one connection. Thread-safe.
final class WriteQueue {
    private static final int BATCH = 64 * 1024;

    private final int maxBytes;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(4);
    private int bytes;
    private boolean writing;

    WriteQueue(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// What came of [#add].
    enum Added {
        /// Somebody is writing, and will write this too.
        QUEUED,
        /// The caller must see to it that someone calls [#next] until it returns null.
        WRITER_NEEDED,
        /// No room.
        FULL
    }

    synchronized Added add(byte[] message) {
        if (bytes + message.length > maxBytes && !waiting.isEmpty()) {
            return Added.FULL;
        }
        waiting.add(message);
        bytes += message.length;
        if (writing) {
            return Added.QUEUED;
        }
        writing = true;
        return Added.WRITER_NEEDED;
    }

    /// The next bytes to write: several small messages at once if they wait, to spare system calls and TLS
    /// records.
    ///
    /// @return null if nothing waits; then the writer must leave
    synchronized byte[] next() {
        byte[] first = waiting.poll();
        if (first == null) {
            writing = false;
            return null;
        }
        bytes -= first.length;
        byte[] second = waiting.peek();
        if (second == null || first.length + second.length > BATCH) {
            return first;
        }
        int total = first.length;
        int count = 0;
        for (byte[] message : waiting) {
            if (total + message.length > BATCH) {
                break;
            }
            total += message.length;
            count++;
        }
        byte[] batch = new byte[total];
        System.arraycopy(first, 0, batch, 0, first.length);
        int at = first.length;
        for (int i = 0; i < count; i++) {
            byte[] message = waiting.remove();
            bytes -= message.length;
            System.arraycopy(message, 0, batch, at, message.length);
            at += message.length;
        }
        return batch;
    }
}
