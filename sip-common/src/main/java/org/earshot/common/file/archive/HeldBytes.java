package org.earshot.common.file.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/// What lies in an archive, all of it or its beginning, in memory. For one thread.
final class HeldBytes {
    private static final int BLOCK = 1 << 16;

    private final Deque<byte[]> blocks = new ArrayDeque<>();
    private final IntConsumer onChange;
    private int size;
    private boolean whole;

    private HeldBytes(IntConsumer onChange) {
        this.onChange = onChange;
    }

    /// Reads it.
    ///
    /// @param most bytes; one more is read, to know whether there are more
    /// @param onChange hears how many bytes more or fewer are held
    static HeldBytes of(InputStream in, int most, IntConsumer onChange) throws IOException {
        HeldBytes held = new HeldBytes(onChange);
        try {
            held.read(in, most);
            return held;
        } catch (IOException | RuntimeException e) {
            held.release();
            throw e;
        }
    }

    private void read(InputStream in, int most) throws IOException {
        while (size < most) {
            int wanted = Math.min(BLOCK, most - size);
            byte[] block = in.readNBytes(wanted);
            add(block);
            if (block.length < wanted) {
                whole = true;
                return;
            }
        }
        int next = in.read();
        whole = next < 0;
        if (!whole) {
            add(new byte[] {(byte) next});
        }
    }

    private void add(byte[] block) {
        blocks.add(block);
        change(block.length);
    }

    private void change(int bytes) {
        size += bytes;
        onChange.accept(bytes);
    }

    boolean isWhole() {
        return whole;
    }

    /// All of it, in one.
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream(size);
        for (byte[] block = blocks.poll(); block != null; block = blocks.poll()) {
            all.writeBytes(block);
        }
        byte[] bytes = all.toByteArray();
        blocks.add(bytes);
        return bytes;
    }

    /// It, and what comes behind it. What is read is held no longer.
    InputStream andThen(InputStream rest) {
        return new BlockInput() {
            private ByteArrayInputStream block = new ByteArrayInputStream(new byte[0]);

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                if (block.available() == 0 && !blocks.isEmpty()) {
                    byte[] next = blocks.remove();
                    change(-next.length);
                    block = new ByteArrayInputStream(next);
                }
                return block.available() == 0
                        ? rest.read(to, offset, length)
                        : block.read(to, offset, length);
            }
        };
    }

    /// Nobody needs it any more.
    void release() {
        blocks.clear();
        change(-size);
    }
}
