package org.earshot.proxy.archive;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.db.Columns;
import org.earshot.common.key.SealedBox;

/// The spool as one file (0600), which is there only while something waits. Each event is sealed by itself, as it may have
/// somebody's words: 4 bytes of length, big-endian, and what [SealedBox#sealBytes] made of the [Canonical] form. A last one
/// that is cut off was never promised, and does not count.
public final class FileEventSpool implements EventSpool {
    /// The file grows no further than about 256 MiB.
    static final long LIMIT = 256L << 20;

    private static final long FORMAT = 1;
    private static final int LARGEST = Content.LIMIT + Draft.FACT_LIMIT + 4096;
    private static final SealedBox.AssociatedData PURPOSE =
            version -> ("earshot-waiting-event-1\n" + version).getBytes(StandardCharsets.UTF_8);

    private final Path path;
    private final SealedBox box;

    public FileEventSpool(Path path, SealedBox box) {
        this.path = path;
        this.box = box;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Left left() throws IOException {
        List<ArchiveEvent> events = new ArrayList<>();
        int unreadable = 0;
        if (!Files.exists(path)) {
            return new Left(events, unreadable);
        }
        long whole = 0;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
            while (true) {
                int length = in.readInt();
                if (length < 0 || length > LARGEST) {
                    unreadable++; // where the next one begins can't be known
                    break;
                }
                byte[] sealed = in.readNBytes(length);
                if (sealed.length < length) {
                    break;
                }
                whole += Integer.BYTES + length;
                Optional<ArchiveEvent> event = decode(sealed);
                event.ifPresent(events::add);
                unreadable += event.isPresent() ? 0 : 1;
            }
        } catch (EOFException e) {
            // the end, perhaps within a length that was never promised
        }
        try (FileChannel file = file()) {
            file.truncate(whole);
        }
        return new Left(events, unreadable);
    }

    @Override
    public void keep(ArchiveEvent event) throws IOException {
        byte[] sealed = box.sealBytes(encode(event), PURPOSE);
        try (FileChannel file = file()) {
            long before = file.size();
            if (before + sealed.length > LIMIT) {
                throw new IOException(path + " has " + before + " bytes already");
            }
            try {
                append(file, before, sealed);
            } catch (IOException e) {
                file.truncate(before); // half of it must not stand before the next
                throw e;
            }
        }
    }

    private static void append(FileChannel file, long end, byte[] sealed) throws IOException {
        ByteBuffer framed =
                ByteBuffer.allocate(Integer.BYTES + sealed.length)
                        .putInt(sealed.length)
                        .put(sealed)
                        .flip();
        long at = end;
        while (framed.hasRemaining()) {
            at += file.write(framed, at);
        }
        file.force(true);
    }

    private FileChannel file() throws IOException {
        boolean isNew = !Files.exists(path);
        FileChannel file =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        if (isNew) {
            syncDirectory();
        }
        return file;
    }

    // a file's name is durable only when its directory is
    private void syncDirectory() throws IOException {
        Path directory = Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void clear() throws IOException {
        Files.deleteIfExists(path);
    }

    private static byte[] encode(ArchiveEvent event) {
        EventFacts stands = EventFacts.of(event);
        Canonical out =
                new Canonical()
                        .number(FORMAT)
                        .uuid(event.id())
                        .number(Columns.micros(event.at()))
                        .text(event.retention().name())
                        .text(stands.kind())
                        .bytes(stands.facts().encode())
                        .number(stands.content().isPresent() ? 1 : 0);
        stands.content().ifPresent(content -> out.text(content.type()).bytes(content.body()));
        return out.array();
    }

    private Optional<ArchiveEvent> decode(byte[] sealed) {
        Optional<byte[]> plain = box.openBytes(sealed, PURPOSE);
        try {
            return plain.map(FileEventSpool::event);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of a later version
        }
    }

    private static ArchiveEvent event(byte[] encoded) {
        CanonicalReader in = new CanonicalReader(encoded);
        if (in.number() != FORMAT) {
            throw new IllegalArgumentException("another format");
        }
        ArchiveEvent.Late event =
                new ArchiveEvent.Late(
                        in.uuid(),
                        Columns.instant(in.number()),
                        new RetentionClass(in.text()),
                        in.text(),
                        Facts.decode(in.bytes()),
                        in.number() == 0
                                ? Optional.empty()
                                : Optional.of(Content.of(in.text(), in.bytes())));
        in.end();
        return event;
    }
}
