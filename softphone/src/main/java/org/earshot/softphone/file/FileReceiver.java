package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.file.DiskRoom;
import org.earshot.common.msrp.ByteRange;
import org.earshot.common.msrp.Continuation;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a file. The answer to its last chunk goes out when the file is whole, checked and under its last name: a sender that has all
/// answers knows that. All under the lock of [Transfer].
final class FileReceiver extends Transfer {
    private static final Logger log = LoggerFactory.getLogger(FileReceiver.class);
    private static final long FIRST_KEEPING = Duration.ofMillis(250).toNanos();
    private static final long BETWEEN_KEEPING = Duration.ofSeconds(2).toNanos();
    private static final Duration FINISHING = Duration.ofMinutes(10); // a large file on a slow disk
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int TOO_MUCH = 413;
    private static final int OTHER_TYPE = 415;
    private static final String CPIM = "message/cpim";
    private static final int LONGEST_WRAPPING = 8192;

    private final IncomingFile file;
    private final MsrpIds ids;
    private final long base; // of the file, where the message begins
    private Optional<FileChannel> channel = Optional.empty();
    private Optional<FileAssembly> assembly = Optional.empty();
    private final FirstLook firstLook;
    private Optional<MsrpFrame> request = Optional.empty(); // that is coming
    private Optional<MsrpFrame> lastChunk = Optional.empty();
    private Optional<String> messageId = Optional.empty();
    private boolean sawEnd; // the chunk with the last byte came
    private boolean taking; // its body is a part of the file
    private long start; // in the file, of the message
    private long wrapping; // bytes of the message before those of the file
    private int status = OK; // its answer
    private long position; // in the file, of what comes next
    private long keepNext; // nanoseconds

    FileReceiver(IncomingFile file, MsrpPeer peer, FileListener listener, MsrpIds ids) {
        super(peer, listener, file.partial().have());
        this.file = file;
        this.ids = ids;
        this.base = file.partial().have();
        this.firstLook = new FirstLook(file);
    }

    @Override
    void started(MsrpConnection on) {
        keepNext = System.nanoTime() + FIRST_KEEPING;
        try {
            FileChannel opened = file.partial().channel();
            channel = Optional.of(opened);
            assembly =
                    Optional.of(
                            new FileAssembly(
                                    opened,
                                    base,
                                    file.size(),
                                    best().isPresent()
                                            && best().get().algorithm()
                                                    == FileHash.Algorithm.SHA_1));
        } catch (IOException e) {
            disk(e);
        }
    }

    /// The hash that is to be checked.
    private Optional<FileHash> best() {
        return file.hashes().stream()
                .max((one, other) -> one.algorithm().compareTo(other.algorithm()));
    }

    @Override
    void received(MsrpParser.Event event) throws MalformedMsrpException {
        switch (event) {
            case MsrpParser.Event.Head(MsrpFrame frame) -> begin(frame);
            case MsrpParser.Event.Body(byte[] buffer, int offset, int length) -> {
                if (taking) {
                    take(buffer, offset, length);
                }
            }
            case MsrpParser.Event.End(Continuation continuation) -> {
                request.ifPresent(frame -> end(frame, continuation));
                request = Optional.empty();
            }
            case MsrpParser.Event.Partial _ -> {
                // never handed on
            }
        }
    }

    private void begin(MsrpFrame frame) throws MalformedMsrpException {
        taking = false;
        if (frame.start() instanceof MsrpFrame.Start.Response response) {
            if (response.status() / 100 != 2) {
                refused(
                        response.status(),
                        "the other phone does not know of it: " + response.status());
            }
            return;
        }
        request = Optional.of(frame);
        status = OK;
        if (!frame.is("SEND")) {
            status = 501;
        } else if (!frame.toPath().getFirst().session().equals(peer().local().session())) {
            status = 481;
        } else if (frame.hasBody()) {
            beginChunk(frame, frame.byteRange());
        }
    }

    private void beginChunk(MsrpFrame frame, ByteRange range) {
        if (messageId.isPresent() && !messageId.equals(frame.messageId())) {
            status = TOO_MUCH; // there is one file in a session
            return;
        }
        messageId = Optional.of(frame.messageId().orElse(""));
        if (isCpim(frame) && range.total().isEmpty()) {
            // nothing tells where in it the file begins
            refuse(OTHER_TYPE, "no CPIM of unknown size", "it sends CPIM and not how long it is");
            return;
        }
        // RFC 5547 counts from the first byte that was asked for; who counts from the file's first
        // byte is known by the total.
        boolean whole = base > 0 && !isCpim(frame) && range.total().orElse(-1) == file.size();
        start = whole ? 0 : base;
        long wanted = file.size() - start;
        long total = range.total().orElse(wanted);
        wrapping = wrapping(frame, total - wanted);
        position = start - wrapping + range.start() - 1;
        if (total != wrapping + wanted || position > file.size()) {
            refuse("it sends other bytes than it offered");
            return;
        }
        taking = true;
        lastChunk = request;
    }

    /// How much of a message stands before the file in it: where it is CPIM, as in the examples of RFC 5547, all that it has more than the file.
    private static long wrapping(MsrpFrame frame, long more) {
        return isCpim(frame) && more > 0 && more <= LONGEST_WRAPPING ? more : 0;
    }

    private static boolean isCpim(MsrpFrame frame) {
        return frame.field("Content-Type")
                .filter(type -> type.strip().toLowerCase(Locale.ROOT).startsWith(CPIM))
                .isPresent();
    }

    private void refuse(String words) {
        refuse(TOO_MUCH, FileTrouble.TOO_LONG, words);
    }

    private void refuse(int with, String comment, String words) {
        request.ifPresent(frame -> post(frame.response(with, comment)));
        fail(FileFailure.Reason.PROTOCOL, words);
    }

    private void take(byte[] buffer, int offset, int length) {
        int before = Math.clamp(start - position, 0, length);
        position += before;
        put(buffer, offset + before, length - before);
    }

    private void put(byte[] buffer, int offset, int length) {
        FileAssembly to = assembly.orElseThrow();
        try {
            to.put(position, buffer, offset, length);
            firstLook.at(channel.orElseThrow(), to.together());
            position += length;
            progress(to.together());
            long now = System.nanoTime();
            if (now - keepNext > 0) {
                file.partial().keep(channel.orElseThrow(), to.together());
                keepNext = System.nanoTime() + BETWEEN_KEEPING;
            }
        } catch (FileTrouble e) {
            if (e.reason() == FileFailure.Reason.BLOCKED) {
                block(e.getMessage());
            } else {
                refuse(e.getMessage());
            }
        } catch (IOException e) {
            disk(e);
        }
    }

    /// What came is not kept: to have it would be to have the program.
    private void block(String why) {
        file.partial().discard();
        request.ifPresent(frame -> post(frame.response(TOO_MUCH, FileTrouble.NOT_ALLOWED + why)));
        fail(FileFailure.Reason.BLOCKED, why);
    }

    private void disk(IOException e) {
        boolean full =
                DiskRoom.isWhatFailed(e, file.partial().path())
                        || DiskRoom.isWhatFailed(e, file.directory());
        request.ifPresent(frame ->
                post(
                        frame.response(
                                TOO_MUCH, full ? FileTrouble.NO_SPACE : FileTrouble.CANT_WRITE)));
        if (full) {
            fail(FileFailure.Reason.NO_ROOM, "there is no space left on the disk");
        } else {
            fail(FileFailure.Reason.DISK, "the file can't be written: " + words(e));
        }
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private void end(MsrpFrame frame, Continuation continuation) {
        if (taking && continuation == Continuation.ABORTED) {
            answer(frame, status);
            fail(FileFailure.Reason.CANCELLED, "the other phone has stopped sending");
        } else if (taking && continuation == Continuation.COMPLETE && hasEndedShort()) {
            answer(frame, OK);
            fail(FileFailure.Reason.PROTOCOL, "it ended before it was whole");
        } else if (taking && (sawEnd || continuation == Continuation.COMPLETE)) {
            sawEnd = true;
            if (assembly.orElseThrow().isWhole()) {
                finish(frame);
            } else {
                answer(frame, status); // chunks may come in any order
            }
        } else {
            answer(frame, status);
        }
        taking = false;
    }

    private boolean hasEndedShort() {
        return position < file.size();
    }

    private void answer(MsrpFrame frame, int with) {
        if (!frame.is("REPORT") && frame.wantsResponse(with)) {
            post(frame.response(with, with == OK ? "OK" : "not here"));
        }
    }

    private void finish(MsrpFrame frame) {
        FileAssembly whole = assembly.orElseThrow();
        connection().ifPresent(on -> on.allowSilence(FINISHING));
        try {
            List<FileHash> hashes = Arrays.asList(whole.hashes());
            if (best().isPresent() && !hashes.contains(best().get())) {
                file.partial().discard(); // it would be wrong the next time too
                outcome(frame, BAD, "the hash differs");
                fail(FileFailure.Reason.HASH, "what came is not the file that was offered");
                return;
            }
            LookInside.at(file, channel.orElseThrow());
            file.partial().keep(channel.orElseThrow(), whole.together());
            Path place = Landing.place(file.partial().path(), file.directory(), file.name());
            file.partial().discard();
            outcome(frame, OK, "OK");
            complete(Optional.of(place), hashes.getFirst());
        } catch (FileTrouble e) {
            block(e.getMessage());
        } catch (IOException e) {
            disk(e);
        }
    }

    private void outcome(MsrpFrame frame, int with, String comment) {
        if (frame.wantsResponse(with)) {
            post(frame.response(with, comment));
        }
        if (frame.wantsSuccessReport() && with == OK) {
            long bytes = wrapping + file.size() - base;
            post(frame.report(ids.transaction(), ByteRange.of(1, bytes, bytes), with, comment));
        }
    }

    @Override
    void beforeCancel() {
        // Between two chunks there is no request to answer; a report says the same.
        request.map(frame -> frame.response(TOO_MUCH, "enough"))
                .or(() -> lastChunk.map(this::stopReport))
                .ifPresent(this::post);
    }

    private MsrpFrame stopReport(MsrpFrame frame) {
        long bytes = file.size() - base;
        return frame.report(ids.transaction(), ByteRange.of(1, bytes, bytes), TOO_MUCH, "enough");
    }

    @Override
    void atEnd(Optional<FileFailure.Reason> why) {
        if (channel.isPresent()) {
            long together = assembly.map(FileAssembly::together).orElse(base);
            if (file.partial().isOnDisk() && together > file.partial().have()) {
                try {
                    file.partial().keepWhatFits(channel.get(), together);
                } catch (IOException e) {
                    log.warn("can't keep what came of a file: {}", e.toString());
                }
            }
            FileTrouble.close(channel.get());
        }
        file.partial().release();
    }
}
