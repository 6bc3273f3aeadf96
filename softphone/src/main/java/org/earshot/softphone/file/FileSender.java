package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.earshot.common.msrp.ByteRange;
import org.earshot.common.msrp.Continuation;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;

/// Sends a file: chunk after chunk without waiting for responses (RFC 4975 §5.1, §7.1). Responses say how far it has come; over a
/// relay only as far as there, and a report of the receiver that it is whole.
final class FileSender extends Transfer implements MsrpConnection.Body {
    private static final int TOO_MUCH = 413;
    private static final int LONGEST_COMMENT = 160; // with a name in an archive

    private final OutgoingFile file;
    private final MsrpIds ids;
    private final Duration lastAnswer;
    private final String messageId;
    private final byte[] wrapping; // bytes of the message before those of the file
    private final long total; // bytes of the message: these, and of the file's end that is wanted
    private final byte[] block = new byte[MsrpConnection.BLOCK]; // the thread that writes
    private int inBlock; // the thread that writes
    private long position; // in the message; the thread that writes
    private volatile Optional<FileChannel> channel =
            Optional.empty(); // opened by the thread that writes
    private Optional<MsrpFrame> unanswered =
            Optional.empty(); // a request of the other side, Transfer's lock

    private final ReentrantLock chunkLock = new ReentrantLock();
    private final Queue<Chunk> chunks = new ArrayDeque<>(); // sent, and not taken yet; chunkLock
    private final ChunkLimits limits;
    private final ChunkSize chunkSize; // chunkLock
    private long sent; // bytes of the message, in chunks that are written; chunkLock
    private boolean allWritten; // chunkLock
    private volatile boolean goesOn; // after its connection ended
    private boolean anyTaken; // chunkLock
    private boolean heard; // what became of something that we sent; Transfer's lock
    private final ReportedRanges reported; // Transfer's lock

    private static final class Chunk {
        private final String transaction;
        private final long start;
        private long end;
        private boolean written;
        private boolean taken;

        Chunk(String transaction, long start) {
            this.transaction = transaction;
            this.start = start;
            this.end = start;
        }
    }

    /// @param limits what relays take
    /// @param lastAnswer how long the other side may take for its answer when it has all
    FileSender(
            OutgoingFile file,
            MsrpPeer peer,
            FileListener listener,
            MsrpIds ids,
            ChunkLimits limits,
            Duration lastAnswer) {
        super(peer, listener, file.from());
        this.file = file;
        this.ids = ids;
        this.limits = limits;
        chunkSize =
                new ChunkSize(
                        peer.isRelayed()
                                ? limits.most(peer.remote().getFirst(), System.nanoTime())
                                : ChunkSize.LARGEST);
        this.lastAnswer = lastAnswer;
        messageId = ids.transaction();
        wrapping = file.wrapping().getBytes(StandardCharsets.UTF_8);
        total = wrapping.length + file.source().size() - file.from();
        reported = new ReportedRanges(total);
    }

    @Override
    void started(MsrpConnection on) {
        on.send(this);
    }

    @Override
    void received(MsrpParser.Event event) {
        switch (event) {
            case MsrpParser.Event.Head(MsrpFrame frame) -> {
                unanswered = Optional.empty();
                switch (frame.start()) {
                    case MsrpFrame.Start.Response response -> {
                        heard = true;
                        answered(frame, response);
                    }
                    case MsrpFrame.Start.Request _ -> unanswered = Optional.of(frame);
                }
            }
            case MsrpParser.Event.End _ -> {
                unanswered.ifPresent(this::answer);
                unanswered = Optional.empty();
            }
            case MsrpParser.Event.Body _, MsrpParser.Event.Partial _ -> {
                // we take nothing here
            }
        }
    }

    private void answer(MsrpFrame request) {
        if (request.is("REPORT")) {
            heard = true;
            request.reported().ifPresent(status -> reported(request, status));
        } else if (!request.is("SEND")) {
            post(request.response(501, "not here"));
        } else if (request.hasBody() && request.wantsResponse(TOO_MUCH)) {
            post(request.response(TOO_MUCH, "nothing is taken here"));
        } else if (!request.hasBody() && request.wantsResponse(200)) {
            post(request.response(200, "OK"));
        }
    }

    private void reported(MsrpFrame report, int status) {
        if (status / 100 != 2) {
            enough(status, report.reportedComment());
        } else if (report.messageId().filter(messageId::equals).isPresent()) {
            try {
                reported.add(report.byteRange());
            } catch (MalformedMsrpException _) {
                return; // says nothing
            }
            boolean all;
            chunkLock.lock();
            try {
                all = allWritten;
            } finally {
                chunkLock.unlock();
            }
            if (peer().isRelayed() && all && reported.isWhole()) {
                complete(Optional.empty(), file.source().sha256());
            }
        }
    }

    private void answered(MsrpFrame frame, MsrpFrame.Start.Response response) {
        if (response.status() / 100 != 2) {
            enough(response.status(), response.comment());
            return;
        }
        long arrived = bytes();
        boolean all;
        chunkLock.lock();
        try {
            for (Iterator<Chunk> i = chunks.iterator(); i.hasNext(); ) {
                Chunk chunk = i.next();
                if (chunk.transaction.equals(frame.transaction()) && chunk.written) {
                    chunk.taken = true;
                    anyTaken = true;
                    chunkSize.arrived(chunk.end - chunk.start, System.nanoTime());
                    break;
                }
            }
            while (!chunks.isEmpty() && chunks.element().taken) {
                arrived = file.from() + Math.max(0, chunks.remove().end - wrapping.length);
            }
            all = allWritten && chunks.isEmpty();
        } finally {
            chunkLock.unlock();
        }
        progress(arrived);
        if (all && !peer().isRelayed()) {
            complete(Optional.empty(), file.source().sha256());
        }
    }

    private void enough(int status, String comment) {
        if (status == TOO_MUCH && comment.equals(FileTrouble.NO_SPACE)) {
            fail(FileFailure.Reason.NO_ROOM, "the other phone has no space left on its disk");
            return;
        }
        if (status == TOO_MUCH
                && comment.startsWith(FileTrouble.NOT_ALLOWED)
                && comment.length() <= LONGEST_COMMENT) {
            fail(
                    FileFailure.Reason.BLOCKED,
                    "the other phone does not take it: "
                            + comment.substring(FileTrouble.NOT_ALLOWED.length()));
            return;
        }
        String words =
                "the other phone wants no more of it: "
                        + status
                        + (comment.isEmpty() || comment.length() > LONGEST_COMMENT
                                ? ""
                                : " " + comment);
        if (status == TOO_MUCH
                && !comment.equals(FileTrouble.CANT_WRITE)
                && !comment.equals(FileTrouble.TOO_LONG)) {
            fail(FileFailure.Reason.STOPPED, words);
            return;
        }
        refused(status, words);
    }

    /// The end of the chunk that is being written says it; between two chunks it needs one of its own, without a byte.
    @Override
    void beforeCancel() {
        long next;
        chunkLock.lock();
        try {
            if (allWritten) {
                return;
            }
            next = sent;
        } finally {
            chunkLock.unlock();
        }
        byte[] end = chunkFrame(ids.transaction(), next).bytes(Continuation.ABORTED);
        connection().ifPresent(on -> on.post(end));
    }

    @Override
    void atEnd(Optional<FileFailure.Reason> why) {
        boolean broke =
                why.equals(Optional.of(FileFailure.Reason.CONNECTION))
                        || why.equals(Optional.of(FileFailure.Reason.TIMEOUT));
        goesOn = broke; // known before the file or the connection ends: a chunk ends by it
        closeFile(); // the thread that writes finds out
        // one that has no room for a chunk says nothing; ours says who is gone
        if (broke && peer().isRelayed() && !heard && isFirstChunkLost()) {
            limits.tookNone(peer().remote().getFirst(), System.nanoTime());
        }
    }

    /// Whether the next hop took nothing of what was sent.
    private boolean isFirstChunkLost() {
        chunkLock.lock();
        try {
            return !chunks.isEmpty() && !anyTaken;
        } finally {
            chunkLock.unlock();
        }
    }

    @Override
    public boolean writeChunk(MsrpConnection connection) throws IOException {
        boolean more = false;
        try {
            more = !hasEnded() && sendChunk(connection);
        } catch (FileTrouble e) {
            fail(e.reason(), e.getMessage());
        } finally {
            if (!more) {
                closeFile();
            }
        }
        return more;
    }

    private boolean sendChunk(MsrpConnection connection) throws IOException, FileTrouble {
        openFile();
        Chunk chunk = new Chunk(ids.transaction(), position);
        long until;
        chunkLock.lock();
        try {
            chunks.add(chunk);
            until = Math.min(total, position + chunkSize.bytes());
        } finally {
            chunkLock.unlock();
        }
        MsrpFrame frame = chunkFrame(chunk.transaction, position);
        put(connection, frame.head());
        Continuation continuation;
        try {
            while (position < until && !connection.isWanted()) {
                putBlock(connection, until);
            }
            boolean stopped = connection.isClosing() && !goesOn;
            continuation =
                    stopped
                            ? Continuation.ABORTED
                            : position < total ? Continuation.MORE : Continuation.COMPLETE;
            if (continuation == Continuation.COMPLETE) {
                requireUnchanged();
            }
        } catch (FileTrouble e) {
            put(connection, frame.end(goesOn ? Continuation.MORE : Continuation.ABORTED));
            flush(connection);
            throw e;
        }
        put(connection, frame.end(continuation));
        written(chunk, connection, continuation == Continuation.COMPLETE);
        flush(connection);
        return continuation == Continuation.MORE;
    }

    /// @param from the bytes of the message before it
    private MsrpFrame chunkFrame(String transaction, long from) {
        List<MsrpFrame.Field> fields = new ArrayList<>();
        fields.add(new MsrpFrame.Field("Message-ID", messageId));
        if (peer().isRelayed()) {
            fields.add(new MsrpFrame.Field("Success-Report", "yes"));
        }
        ByteRange range =
                total == 0 ? ByteRange.of(1, 0, 0) : ByteRange.interruptible(from + 1, total);
        fields.add(new MsrpFrame.Field("Byte-Range", range.toString()));
        return MsrpFrame.request(
                        transaction,
                        "SEND",
                        peer().remote(),
                        List.of(peer().local()),
                        fields.toArray(MsrpFrame.Field[]::new))
                .withBody(file.contentType());
    }

    private void written(Chunk chunk, MsrpConnection connection, boolean last) {
        chunkLock.lock();
        try {
            chunk.end = position;
            chunk.written = true;
            sent = position;
            allWritten = last;
        } finally {
            chunkLock.unlock();
        }
        if (last) {
            connection.allowSilence(lastAnswer);
        }
    }

    private void put(MsrpConnection connection, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; ) {
            if (inBlock == block.length) {
                flush(connection);
            }
            int count = Math.min(bytes.length - at, block.length - inBlock);
            System.arraycopy(bytes, at, block, inBlock, count);
            inBlock += count;
            at += count;
        }
    }

    private void putBlock(MsrpConnection connection, long until) throws IOException, FileTrouble {
        if (inBlock == block.length) {
            flush(connection);
        }
        int room = (int) Math.min(until - position, block.length - inBlock);
        if (position < wrapping.length) {
            int count = Math.min(room, wrapping.length - (int) position);
            System.arraycopy(wrapping, (int) position, block, inBlock, count);
            inBlock += count;
            position += count;
            return;
        }
        FileChannel from =
                channel.orElseThrow(
                        () -> new FileTrouble(FileFailure.Reason.CANCELLED, "it has ended"));
        int read;
        try {
            read =
                    from.read(
                            ByteBuffer.wrap(block, inBlock, room),
                            file.from() + position - wrapping.length);
        } catch (IOException e) {
            throw new FileTrouble(
                    FileFailure.Reason.DISK, "the file can't be read: " + e.getMessage());
        }
        if (read < 0) {
            throw changed();
        }
        inBlock += read;
        position += read;
    }

    private void flush(MsrpConnection connection) throws IOException {
        if (inBlock > 0) {
            connection.write(block, inBlock);
            inBlock = 0;
        }
    }

    private void openFile() throws FileTrouble {
        if (channel.isEmpty()) {
            requireUnchanged();
            try {
                channel =
                        Optional.of(
                                FileChannel.open(file.source().path(), StandardOpenOption.READ));
            } catch (IOException e) {
                throw new FileTrouble(
                        FileFailure.Reason.DISK, "the file can't be read: " + e.getMessage());
            }
        }
    }

    private void requireUnchanged() throws FileTrouble {
        SourceFile source = file.source();
        try {
            BasicFileAttributes now =
                    Files.readAttributes(source.path(), BasicFileAttributes.class);
            if (now.size() != source.size()
                    || !now.lastModifiedTime().toInstant().equals(source.modified())) {
                throw changed();
            }
        } catch (IOException e) {
            throw new FileTrouble(
                    FileFailure.Reason.CHANGED, "the file is gone: " + e.getMessage());
        }
    }

    private static FileTrouble changed() {
        return new FileTrouble(
                FileFailure.Reason.CHANGED, "the file was written to after it was offered");
    }

    private void closeFile() {
        channel.ifPresent(FileTrouble::close);
        channel = Optional.empty();
    }
}
