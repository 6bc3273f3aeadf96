package org.earshot.common.file.archive;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.earshot.common.file.ExecutableNames;
import org.earshot.common.file.ProgramBytes;

/// One look into a file and what lies in it: zip and what is one under another name or behind other bytes, 7z, tar, gzip, bzip2, xz, and archives in these. Of a zip file
/// it reads the list at its end, as programs that unpack it do, and of its entries the first bytes, or all, up to a sum; of other kinds all has to be unpacked, and nothing is kept. For one thread.
public final class ArchiveSearch {
    private static final String TOO_LARGE = "an archive in it is too large";

    /// How much of it a search may have.
    ///
    /// @param held bytes of archives in archives that are held at once
    /// @param dictionaryKib kibibytes that a method of compression may want
    public record Memory(int held, int dictionaryKib) {}

    /// How much of an entry is read.
    private enum Reading {
        BEGINNING,
        /// Also if only its end is of interest: that does not count as unpacked.
        LISTED,
        /// It has to be unpacked anyway.
        ALL,
        /// The same, and it counts where that is unpacked which it lies in.
        ALL_COUNTED
    }

    private final Set<String> endings;
    private final boolean allowsPrograms;
    private final UnpackingLimits limits;
    private Optional<String> unreadable = Optional.empty();
    private Optional<IOException> fault = Optional.empty();

    /// @param endings of names that are refused, in lower case and without a dot
    /// @param allowsPrograms whether programs are let in, as far as their content shows that they are some
    /// @param size of the file
    public ArchiveSearch(Set<String> endings, boolean allowsPrograms, long size, Memory memory) {
        this.endings = Set.copyOf(endings);
        this.allowsPrograms = allowsPrograms;
        this.limits = new UnpackingLimits(size, memory);
    }

    /// What could not be looked into, the first.
    public Optional<String> unreadable() {
        return unreadable;
    }

    /// Why the file must not be let in; empty: nothing speaks against what could be looked into.
    ///
    /// @throws IOException if the file itself can't be read
    public Optional<String> in(String name, Content content) throws IOException {
        Content watched = new WatchedContent(content, e -> fault = Optional.of(e), limits::read);
        Optional<String> found = archive(name, watched, 1);
        if (fault.isPresent()) {
            throw new IOException("the file can't be read", fault.get());
        }
        return found;
    }

    private Optional<String> archive(String name, Content content, int depth) throws IOException {
        byte[] beginning = content.open().readNBytes(ArchiveKind.BEGINNING);
        List<ArchiveKind> kinds = ArchiveKind.all(name, beginning);
        for (ArchiveKind kind : kinds) {
            Optional<String> found =
                    asFarAsItGoes(() ->
                            switch (kind) {
                                case ZIP -> zip(content, depth);
                                case SEVEN_Z -> sevenZ(content, depth);
                                default -> stream(kind, name, beginning, content.open(), depth);
                            });
            if (found.isPresent()) {
                return found;
            }
        }
        return behind(kinds, content, depth);
    }

    /// An archive behind what it seems to be.
    private Optional<String> behind(List<ArchiveKind> kinds, Content content, int depth) {
        Optional<String> found =
                asFarAsItGoes(() ->
                        !kinds.contains(ArchiveKind.ZIP) && ZipEnd.isIn(content)
                                ? zip(content, depth)
                                : Optional.empty());
        // in an archive others may lie as they are, which were looked into as its entries
        return found.isPresent() || kinds.stream().anyMatch(ArchiveKind::holdsOthers)
                ? found
                : asFarAsItGoes(() -> hidden(content, depth));
    }

    private Optional<String> hidden(Content content, int depth) throws IOException {
        HiddenStart start = HiddenStart.in(content);
        Optional<String> found = Optional.empty();
        if (start.sevenZ().isPresent()) {
            found = sevenZ(new PartContent(content, start.sevenZ().getAsLong()), depth);
        }
        if (start.rar()) {
            note("it is RAR, behind other bytes");
        }
        if (DiskImage.isIn(content)) {
            note("it is the image of a disc");
        }
        return found;
    }

    private interface Look {
        Optional<String> look() throws IOException;
    }

    /// What can't be looked into says nothing of what lies beside it.
    private Optional<String> asFarAsItGoes(Look look) {
        try {
            return look.look();
        } catch (IOException | RuntimeException e) {
            return trap(e);
        }
    }

    /// @return what it is; empty for no trap, and then it is noted
    private Optional<String> trap(Exception e) {
        // libraries say by either that it is not what it should be, and pass on what our limits
        // say, or wrap it
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnpackingLimits.TrapException trap) {
                return Optional.of(trap.getMessage());
            }
            if (cause instanceof UnpackingLimits.UnreadableException) {
                note(cause.getMessage());
            }
        }
        note("an archive is damaged or of an unknown kind"); // unless more is known
        return Optional.empty();
    }

    private void note(String why) {
        if (unreadable.isEmpty()) {
            unreadable = Optional.of(why);
        }
    }

    private Optional<String> zip(Content content, int depth) throws IOException {
        limits.enter(depth);
        ZipFile list;
        try {
            list = list(content);
        } catch (IOException | RuntimeException e) {
            Optional<String> trap = trap(e);
            return trap.isPresent() ? trap : withoutList(content.open(), depth);
        }
        try (ZipFile zip = list) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                limits.entry(entry.getSize(), entry.getCompressedSize());
                if (entry.isDirectory()) {
                    continue;
                }
                // a name may stand there twice, and not the same
                String raw = new String(entry.getRawName(), StandardCharsets.ISO_8859_1);
                Optional<String> objection = name(raw).or(() -> name(entry.getName()));
                if (objection.isEmpty() && entry.getGeneralPurposeBit().usesEncryption()) {
                    note("it is encrypted");
                } else if (objection.isEmpty() && !zip.canReadEntryData(entry)) {
                    note("a method of compression in it is unknown");
                } else if (objection.isEmpty()) {
                    long size = entry.getSize();
                    objection =
                            entry(
                                    entry.getName(),
                                    () -> limits.asListed(zip.getInputStream(entry), size),
                                    depth,
                                    listed(size));
                }
                if (objection.isPresent()) {
                    return objection;
                }
            }
            return Optional.empty();
        }
    }

    private static ZipFile list(Content content) throws IOException {
        var list = new UnpackingLimits.ListLimit(content);
        ZipFile zip =
                ZipFile.builder()
                        .setSeekableByteChannel(list.channel())
                        .setIgnoreLocalFileHeader(true)
                        .get();
        list.isRead();
        return zip;
    }

    /// As programs read it that unpack what comes in, and those that mend: entry by entry.
    private Optional<String> withoutList(InputStream in, int depth) throws IOException {
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(in)) {
            while (true) {
                ZipArchiveEntry entry = zip.getNextEntry();
                if (entry == null) {
                    return Optional.empty();
                }
                limits.entry(0); // what it says of its size may stand behind it
                Optional<String> objection =
                        entry.isDirectory() ? Optional.empty() : name(entry.getName());
                if (objection.isEmpty() && zip.canReadEntryData(entry)) {
                    objection = entry(entry.getName(), () -> left(zip), depth, Reading.ALL);
                }
                if (objection.isPresent()) {
                    return objection;
                }
            }
        }
    }

    private Reading listed(long size) {
        return limits.readsToItsEnd(size) ? Reading.LISTED : Reading.BEGINNING;
    }

    private Optional<String> sevenZ(Content content, int depth) throws IOException {
        limits.enter(depth);
        var list = new UnpackingLimits.ListLimit(content);
        try (SevenZFile archive =
                SevenZFile.builder()
                        .setSeekableByteChannel(list.channel())
                        .setMaxMemoryLimitKiB(limits.dictionary())
                        .get()) {
            list.isRead();
            while (true) {
                SevenZArchiveEntry entry = archive.getNextEntry();
                if (entry == null) {
                    return Optional.empty();
                }
                limits.entry(entry.getSize());
                Optional<String> objection =
                        entry.isDirectory() ? Optional.empty() : name(entry.getName());
                if (objection.isEmpty() && entry.hasStream()) {
                    limits.willUnpack(entry.getSize());
                    objection =
                            entry(
                                    entry.getName(),
                                    () -> archive.getInputStream(entry),
                                    depth,
                                    listed(entry.getSize()));
                }
                if (objection.isPresent()) {
                    return objection;
                }
            }
        }
    }

    /// Something that is read from its beginning to its end.
    private Optional<String> stream(
            ArchiveKind kind, String name, byte[] beginning, InputStream in, int depth)
            throws IOException {
        limits.enter(depth);
        if (!kind.isReadable()) {
            throw new UnpackingLimits.UnreadableException("it is " + kind);
        }
        if (kind == ArchiveKind.TAR) {
            return tarAndMore(in, depth);
        }
        String inner = name.replaceFirst("\\.[^.]*$", "");
        String unpacked = name.matches("(?i).*\\.(tgz|tbz2?|txz)") ? inner + ".tar" : inner;
        return name(unpacked)
                .or(() ->
                        kind == ArchiveKind.GZIP
                                ? GzipName.of(beginning).flatMap(this::name)
                                : Optional.empty())
                .or(() ->
                        entry(
                                unpacked,
                                () -> Decompression.of(kind, in, limits.dictionary()),
                                depth,
                                Reading.ALL));
    }

    /// What stands behind its end too.
    private Optional<String> tarAndMore(InputStream in, int depth) throws IOException {
        Optional<String> found = asFarAsItGoes(() -> tar(left(in), depth));
        return found.isPresent() ? found : plain(in, depth, Reading.ALL);
    }

    private Optional<String> tar(InputStream in, int depth) throws IOException {
        var head = new UnpackingLimits.HeadLimit(in);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(head.in(), TarConstants.DEFAULT_RCDSIZE)) {
            while (true) {
                head.begins();
                TarArchiveEntry entry = tar.getNextEntry();
                head.isRead();
                if (entry == null) {
                    return Optional.empty();
                }
                limits.entry(0); // it is no smaller in there
                if (!entry.isFile()) {
                    continue;
                }
                Optional<String> objection = name(entry.getName());
                if (objection.isEmpty()) {
                    // a sparse one is larger than what it is made of
                    objection =
                            entry(
                                    entry.getName(),
                                    () -> entry.isSparse() ? limits.unpacked(tar) : left(tar),
                                    depth,
                                    Reading.ALL_COUNTED);
                }
                if (objection.isPresent()) {
                    return objection;
                }
                tar.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    /// Closing it closes nothing: an archive goes on after an entry.
    private static InputStream left(InputStream from) {
        return new FilterInputStream(from) {
            @Override
            public void close() {
                // nothing
            }
        };
    }

    private Optional<String> name(String name) {
        return ExecutableNames.objection(name, endings).map(why -> EntryName.with(name, why));
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    /// An entry, or what was compressed.
    private Optional<String> entry(String name, Opening opening, int depth, Reading reading) {
        return asFarAsItGoes(() -> {
            try (InputStream in = opening.open()) {
                InputStream counted = reading == Reading.ALL_COUNTED ? in : limits.unpacked(in);
                Optional<String> objection = content(name, counted, depth, reading);
                if (objection.isEmpty() && reading == Reading.ALL) {
                    drain(counted); // what comes of it may be without end
                }
                return objection;
            }
        });
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private Optional<String> content(String name, InputStream in, int depth, Reading reading)
            throws IOException {
        byte[] beginning = in.readNBytes(ArchiveKind.BEGINNING);
        if (!allowsPrograms) {
            Optional<String> objection = ProgramBytes.objection(beginning);
            if (objection.isPresent()) {
                return objection.map(why -> EntryName.with(name, why));
            }
        }
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), in);
        ArchiveKind kind = ArchiveKind.of(name, beginning);
        return switch (kind) {
            case NONE ->
                    reading == Reading.BEGINNING ? Optional.empty() : plain(all, depth, reading);
            case ZIP, SEVEN_Z -> held(name, all, depth + 1);
            // what a compressed file has in it is no deeper than itself
            case TAR -> tarAndMore(all, depth);
            default -> compressed(kind, name, beginning, all, depth + 1);
        };
    }

    /// What seems to be no archive, or stands behind one, to its end.
    private Optional<String> plain(InputStream in, int depth, Reading reading) throws IOException {
        long before = limits.unpacked();
        HeldBytes held = limits.hold(in, 1);
        Optional<String> found = Optional.empty();
        try {
            if (held.isWhole()) {
                found = archive("", new MemoryContent(held.bytes()), depth + 1);
            } else {
                toItsEnd(new TailInput(held.andThen(in), ZipEnd.LENGTH));
            }
        } finally {
            held.release();
        }
        if (reading == Reading.LISTED) {
            limits.wasListed(before);
        }
        return found;
    }

    /// What is too large to be held. It may be a trap; and how it ends may say that an archive stands there.
    private void toItsEnd(TailInput in) throws IOException {
        drain(in);
        if (ZipEnd.seemsToBeIn(in.tail())) {
            note(TOO_LARGE);
        }
    }

    private Optional<String> held(String name, InputStream in, int depth) throws IOException {
        HeldBytes held = limits.hold(in, 1);
        try {
            if (held.isWhole()) {
                return archive(name, new MemoryContent(held.bytes()), depth);
            }
            note(TOO_LARGE);
            drain(held.andThen(in)); // it may be a trap all the same
            return Optional.empty();
        } finally {
            held.release();
        }
    }

    /// Is held if it is small, for what may stand behind it, and else read as it comes.
    private Optional<String> compressed(
            ArchiveKind kind, String name, byte[] beginning, InputStream in, int depth)
            throws IOException {
        HeldBytes held = limits.hold(in, 2); // the other half is for what lies in it
        try {
            if (held.isWhole()) {
                return archive(name, new MemoryContent(held.bytes()), depth);
            }
            TailInput all = new TailInput(held.andThen(in), ZipEnd.LENGTH);
            Optional<String> found = asFarAsItGoes(() -> stream(kind, name, beginning, all, depth));
            if (found.isEmpty()) {
                toItsEnd(all);
            }
            return found;
        } finally {
            held.release();
        }
    }
}
