package org.earshot.proxy.archive;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.file.DirectorySync;
import org.earshot.common.key.SealedBox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The spool as one file (0600), which is there only while something waits. Each event is sealed by itself, as it may have
/// somebody's words: 4 bytes of length, big-endian, and what [SealedBox#sealBytes] made of the [Canonical] form. A last one
/// that is cut off was never promised, and does not count. So are numbers of events that found no room.
public final class FileEventSpool implements EventSpool {
    /// The file grows no further than about 256 MiB.
    static final long LIMIT = 256L << 20;

    private static final Logger log = LoggerFactory.getLogger(FileEventSpool.class);
    private static final long FORMAT = 1;
    private static final long LOST = 2;
    private static final long WRITTEN = 3;
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
    public Left left() {
        if (!Files.exists(path)) {
            return new Left(List.of(), 0);
        }
        try {
            Read read = read();
            if (read.unreadable() > 0) {
                Path aside = aside();
                Files.copy(path, aside);
                log.error("not all of {} can be read; a copy is {}", path, aside);
            }
            try (FileChannel file = file()) {
                file.truncate(read.whole());
            }
            return new Left(read.events(), read.lost() + read.unreadable());
        } catch (IOException e) {
            log.error("what waited for the archive can't be read: {}", e.toString());
            putAside();
            return new Left(List.of(), 1);
        }
    }

    /// It must not be taken for something that was written.
    private void putAside() {
        try {
            Path aside = aside();
            Files.move(path, aside);
            log.error("it is {} now", aside);
        } catch (IOException e) {
            log.error("{} can't be put aside: {}", path, e.toString());
        }
    }

    private Path aside() {
        Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow();
        return folder.resolve(path.getFileName() + ".unread-" + UUID.randomUUID());
    }

    /// @param whole bytes of what is not cut off
    private record Read(List<ArchiveEvent> events, int unreadable, long lost, long whole) {}

    private Read read() throws IOException {
        Map<UUID, ArchiveEvent> events = new LinkedHashMap<>();
        int unreadable = 0;
        long lost = 0;
        long whole = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
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
                Optional<Frame> frame = decode(sealed);
                unreadable += frame.isPresent() ? 0 : 1;
                switch (frame.orElse(new Frame.Lost(0))) {
                    case Frame.Kept(ArchiveEvent event) -> events.put(event.id(), event);
                    case Frame.Lost(long count) -> lost = Math.max(lost, count);
                    case Frame.Written(UUID event) -> events.remove(event);
                }
            }
        } catch (EOFException e) {
            // the end, perhaps within a length that was never promised
        }
        return new Read(List.copyOf(events.values()), unreadable, lost, whole);
    }

    /// What stands in the file.
    private sealed interface Frame {
        record Kept(ArchiveEvent event) implements Frame {}

        record Lost(long count) implements Frame {}

        record Written(UUID event) implements Frame {}
    }

    @Override
    public void keep(List<ArchiveEvent> events) throws IOException {
        List<byte[]> plain = events.stream().map(FileEventSpool::encode).toList();
        long bytes = plain.stream().mapToLong(each -> each.length).sum();
        if (Files.exists(path) && Files.size(path) + bytes > LIMIT / 2) {
            compact();
        }
        append(plain, true);
    }

    @Override
    public void written(List<UUID> events) throws IOException {
        if (Files.exists(path)) {
            append(
                    events.stream()
                            .map(event -> new Canonical().number(WRITTEN).uuid(event).array())
                            .toList(),
                    false);
        }
    }

    /// Leaves out what has been written.
    private void compact() throws IOException {
        Read read = read();
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        FileEventSpool smaller = new FileEventSpool(fresh, box);
        for (ArchiveEvent event : read.events()) {
            smaller.append(List.of(encode(event)), false);
        }
        smaller.lost(read.lost());
        Files.move(
                fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory();
    }

    @Override
    public void lost(long count) throws IOException {
        append(List.of(new Canonical().number(LOST).number(count).array()), true);
    }

    private void append(List<byte[]> plain, boolean force) throws IOException {
        List<byte[]> sealed = plain.stream().map(each -> box.sealBytes(each, PURPOSE)).toList();
        try (FileChannel file = file()) {
            long before = file.size();
            if (before + sealed.stream().mapToLong(each -> each.length).sum() > LIMIT) {
                throw new IOException(path + " has " + before + " bytes already");
            }
            try {
                long end = before;
                for (byte[] each : sealed) {
                    end = append(file, end, each);
                }
                if (force) {
                    file.force(true);
                }
            } catch (IOException e) {
                file.truncate(before); // half of it must not stand before the next
                throw e;
            }
        }
    }

    /// @return where the next one begins
    private static long append(FileChannel file, long end, byte[] sealed) throws IOException {
        ByteBuffer framed =
                ByteBuffer.allocate(Integer.BYTES + sealed.length)
                        .putInt(sealed.length)
                        .put(sealed)
                        .flip();
        long at = end;
        while (framed.hasRemaining()) {
            at += file.write(framed, at);
        }
        return at;
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

    private void syncDirectory() throws IOException {
        DirectorySync.sync(Optional.ofNullable(path.toAbsolutePath().getParent()).orElseThrow());
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

    private Optional<Frame> decode(byte[] sealed) {
        Optional<byte[]> plain = box.openBytes(sealed, PURPOSE);
        try {
            return plain.map(FileEventSpool::frame);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of a later version
        }
    }

    private static Frame frame(byte[] encoded) {
        CanonicalReader in = new CanonicalReader(encoded);
        long format = in.number();
        Frame frame;
        if (format == LOST) {
            frame = new Frame.Lost(in.number());
        } else if (format == WRITTEN) {
            frame = new Frame.Written(in.uuid());
        } else if (format == FORMAT) {
            frame = new Frame.Kept(event(in));
        } else {
            throw new IllegalArgumentException("another format");
        }
        in.end();
        return frame;
    }

    private static ArchiveEvent event(CanonicalReader in) {
        return new ArchiveEvent.Late(
                in.uuid(),
                Columns.instant(in.number()),
                new RetentionClass(in.text()),
                in.text(),
                Facts.decode(in.bytes()),
                in.number() == 0
                        ? Optional.empty()
                        : Optional.of(Content.of(in.text(), in.bytes())));
    }
}
