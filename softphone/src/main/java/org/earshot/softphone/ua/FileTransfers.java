package org.earshot.softphone.ua;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;

/// All files on their way, in both directions. Confined to the user-agent thread.
final class FileTransfers {
    /// How many go to somebody at once.
    static final int MOST_AT_ONCE = 4;

    /// How many may wait for our user or come in.
    private static final int MOST_INCOMING = 64;

    /// Of these so many of one person, who can't keep all others out.
    private static final int MOST_OF_ONE = 48;

    private final FileContext context;
    private final AtomicLong ids;
    private final Consumer<UserAgentEvent> tell;
    private final Map<Id, FileTransfer> transfers = new LinkedHashMap<>();
    private final FileQueue<FileSending> queue = new FileQueue<>(MOST_AT_ONCE);
    private final EndedFiles ended;
    private boolean closed;
    private final StoredFiles stored;
    private final UnfinishedFiles unfinished;
    private final FilesTakenBack takenBack;

    FileTransfers(FileContext context, AtomicLong ids, Consumer<UserAgentEvent> tell) {
        this.context = context;
        this.ids = ids;
        this.tell = tell;
        stored = new StoredFiles(context, new StoredHost());
        ended = new EndedFiles(context);
        unfinished = new UnfinishedFiles(context, this::isUnderWay, ended);
        takenBack = new FilesTakenBack(context);
    }

    /// Whether any of them needs the server soon, if that is away.
    boolean isWaiting() {
        return transfers.values().stream().anyMatch(FileTransfer::isWaiting);
    }

    /// As [FileSharing#send].
    void send(Id id, String typed, String path) {
        try {
            if (closed) {
                throw new IllegalStateException("the phone is closing");
            }
            LoggedIn by = LoggedIn.orSay(context.loggedIn().get());
            String uri = SipUris.target(typed, by.account().address().domain());
            begin(
                    id,
                    new FileStore.Kept(
                            by.account().address().toString(),
                            uri,
                            false,
                            Identity.newCallId().replace("-", ""),
                            path,
                            "",
                            context.clock().instant()),
                    false);
        } catch (IllegalArgumentException | IllegalStateException e) {
            report(id, typed, false).end(UserAgentEvent.FilePhase.FAILED, e.getMessage());
        }
    }

    private void begin(Id id, FileStore.Kept kept, boolean again) {
        FileSending sending =
                new FileSending(
                        context, kept, again, report(id, kept.peer(), false), new SendingHost());
        transfers.put(id, sending);
        sending.start();
    }

    private FileReport report(Id id, String peer, boolean incoming) {
        return new FileReport(id, peer, incoming, context.clock(), tell);
    }

    private final class SendingHost implements FileSending.Host {
        @Override
        public boolean ready(FileSending sending) {
            return queue.enter(SipUris.canonical(sending.kept().peer()), sending);
        }

        @Override
        public boolean instead(
                FileSending sending, FileCarrier.Source source, FileReport report, String why) {
            if (closed || !stored.isFor(sending.kept())) {
                return false;
            }
            over(sending);
            stored.send(sending.kept().withHash(source.sha256()), source, report, why);
            return true;
        }

        @Override
        public void rests(FileSending sending) {
            queue.leave(SipUris.canonical(sending.kept().peer()), sending).forEach(FileSending::go);
        }

        @Override
        public void takenBack(FileSending sending) {
            takenBack.add(sending.kept());
        }

        @Override
        public void over(FileSending sending) {
            transfers.remove(sending.id());
            queue.leave(SipUris.canonical(sending.kept().peer()), sending).forEach(FileSending::go);
        }
    }

    private final class StoredHost implements StoredFiles.Host {
        @Override
        public FileReport report(String peer) {
            return FileTransfers.this.report(new Id(ids.incrementAndGet()), peer, true);
        }

        @Override
        public void add(FileTransfer transfer) {
            transfers.put(transfer.id(), transfer);
        }

        @Override
        public void remove(FileTransfer transfer) {
            transfers.remove(transfer.id());
        }

        @Override
        public boolean hasRoom() {
            return transfers.values().stream().filter(IncomingTransfer.class::isInstance).count()
                    < MOST_INCOMING;
        }

        @Override
        public boolean isKnown(FileStore.Kept kept) {
            return isUnderWay(kept);
        }
    }

    private boolean isUnderWay(FileStore.Kept kept) {
        return transfers.values().stream().anyMatch(t -> t.kept().isSame(kept));
    }

    /// A message is kept, and perhaps names files.
    void written(ChatMessage message) {
        if (!closed) {
            unfinished.whenKnown(() -> stored.written(message));
        }
    }

    /// The server knows us: what an earlier run began goes on.
    void onRegistered(Identity here) {
        context.ways().at(here.contact().getAddress());
        List.copyOf(transfers.values()).forEach(t -> t.moveTo(here));
        unfinished.whenKnown(() -> {
            String account = here.account().address().toString();
            takenBack.onRegistered(account);
            unfinished.toSend(account).forEach(this::again);
            stored.again(unfinished.toFetch(account));
        });
    }

    private void again(FileStore.Kept kept) {
        if (kept.isTakenBack()) {
            takenBack.goOn(kept);
        } else {
            begin(new Id(ids.incrementAndGet()), kept, true);
        }
    }

    /// Whether an INVITE is about a file, and nothing else.
    static boolean isOffer(Request invite) {
        return description(invite).filter(FileOffer::isIn).isPresent()
                || takenBackBy(invite).isPresent();
    }

    private static Optional<SessionDescription> description(Request invite) {
        if (!Fields.hasType(invite, "application", "sdp")) {
            return Optional.empty();
        }
        try {
            return Optional.of(SessionDescription.parse(Fields.body(invite)));
        } catch (SdpException _) {
            return Optional.empty(); // calls say what is wrong with it
        }
    }

    private static Optional<FileOffer.TakenBack> takenBackBy(Request invite) {
        return description(invite).flatMap(FileOffer::takenBackIn);
    }

    /// Somebody offers a file, or takes one back.
    ///
    /// @throws SipRejection if we can't take any, or not this one
    void offered(InboundRequest request) throws SipRejection {
        Request invite = request.message();
        LoggedIn by =
                context.loggedIn()
                        .get()
                        .filter(_ -> !closed)
                        .orElseThrow(() ->
                                new SipRejection(
                                        Response.TEMPORARILY_UNAVAILABLE,
                                        "Temporarily Unavailable"));
        Optional<FileOffer.TakenBack> back = takenBackBy(invite);
        if (back.isPresent()) {
            takenBack(back.get(), by.account(), request);
            return;
        }
        List<FileReceiving> coming = receiving();
        if (coming.stream().anyMatch(f -> f.isForkOf(invite))) {
            throw new SipRejection(Response.LOOP_DETECTED, "Loop Detected");
        }
        OfferedFile file =
                new OfferedFile(
                        context.thread(), by.identity().orElseThrow(Rejections::pending), request);
        FileStore.Kept kept =
                incoming(by.account(), invite, file.offer().transferId())
                        .withHash(SameFile.of(file.offer().selector()));
        if (coming.stream().noneMatch(f -> f.isSame(kept)) && !hasRoomFor(kept.peer(), coming)) {
            throw new SipRejection(Response.BUSY_HERE, "Busy Here");
        }
        unfinished.whenKnown(() -> decide(file, kept));
    }

    private static boolean hasRoomFor(String peer, List<FileReceiving> coming) {
        return coming.size() < MOST_INCOMING
                && coming.stream().filter(f -> f.kept().peer().equals(peer)).count() < MOST_OF_ONE;
    }

    private FileStore.Kept incoming(Account account, Request invite, String transferId) {
        return new FileStore.Kept(
                account.address().toString(),
                SipUris.canonical(Fields.sender(invite)),
                true,
                transferId,
                "",
                "",
                context.clock().instant());
    }

    /// A sender's user wants no more of what we have a part of.
    private void takenBack(FileOffer.TakenBack back, Account account, InboundRequest request) {
        FileStore.Kept kept = incoming(account, request.message(), back.transferId());
        unfinished.whenKnown(() -> {
            Optional<FileReceiving> here =
                    receiving().stream().filter(f -> f.isSame(kept)).findFirst();
            Optional<FileStore.Kept> earlier = unfinished.accepted(kept);
            here.ifPresent(FileReceiving::takenBack);
            earlier.ifPresent(e -> {
                context.kit().store().forget(e);
                FileReport report = report(new Id(ids.incrementAndGet()), e.peer(), true);
                report.about(
                        back.selector().name().orElse("file"),
                        back.selector().size().orElse(0),
                        "");
                report.end(UserAgentEvent.FilePhase.CANCELLED, Failure.OTHER_ENDED.words());
            });
            FileStore.Fate fate = ended.of(kept);
            if (here.isPresent()
                    || earlier.isPresent()
                    || fate == FileStore.Fate.ARRIVED
                    || fate == FileStore.Fate.GIVEN_UP) {
                request.respond(Response.DECLINE, "Decline");
            } else {
                request.respond(
                        Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST,
                        "Call/Transaction Does Not Exist");
            }
        });
    }

    private List<FileReceiving> receiving() {
        return transfers.values().stream()
                .filter(FileReceiving.class::isInstance)
                .map(FileReceiving.class::cast)
                .toList();
    }

    private void decide(OfferedFile file, FileStore.Kept kept) {
        FileStore.Fate fate = ended.of(kept);
        if (fate != FileStore.Fate.OPEN) {
            file.refuse(
                    603, "Decline", fate == FileStore.Fate.ARRIVED ? FileReceiving.HAVE_IT : "");
            return;
        }
        Optional<FileReceiving> before =
                receiving().stream().filter(f -> f.isSame(kept)).findFirst();
        if (before.isPresent()) {
            if (before.get().kept().mayBeOf(kept)) {
                before.get().again(file);
            } else {
                file.refuse(FileReceiving.BLOCKED, "Forbidden", FileReceiving.ANOTHER);
            }
            return;
        }
        Id id = new Id(ids.incrementAndGet());
        // of another file our user is asked
        Optional<FileStore.Kept> earlier = unfinished.accepted(kept).filter(e -> e.mayBeOf(kept));
        FileReceiving receiving =
                new FileReceiving(
                        context,
                        earlier.orElse(kept),
                        file,
                        report(id, kept.peer(), true),
                        new ReceivingHost());
        transfers.put(id, receiving);
        receiving.offer(file, earlier.isPresent());
    }

    private final class ReceivingHost implements FileReceiving.Host {
        @Override
        public CompletionStage<Void> ended(FileReceiving file) {
            return ended.remember(file.kept());
        }

        @Override
        public void over(FileReceiving file) {
            transfers.remove(file.id());
        }
    }

    /// The file whose session a request of the other side is within.
    Optional<FileTransfer> of(Request request) {
        return transfers.values().stream().filter(t -> t.matches(request)).findFirst();
    }

    /// A request within a session.
    ///
    /// @throws SipRejection to answer with
    void within(FileTransfer transfer, InboundRequest request) throws SipRejection {
        Request message = request.message();
        if (request.method().equals(Request.ACK)) {
            transfer.onAck();
            return;
        }
        if (!transfer.dialog().orElseThrow().accepts(message)) {
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "Out Of Order");
        }
        switch (request.method()) {
            case Request.BYE -> {
                request.respond(Response.OK, "OK");
                transfer.onBye(message);
            }
            case Request.PRACK -> {
                transfer.onPrack();
                request.respond(Response.OK, "OK");
            }
            case Request.OPTIONS -> request.respond(Response.OK, "OK");
            case Request.INVITE, Request.UPDATE ->
                    throw Rejections.notAcceptable("a file stays as it was offered");
            default ->
                    throw new SipRejection(
                            Response.METHOD_NOT_ALLOWED, "Method Not Allowed", Fields.allow());
        }
    }

    /// As [FileSharing#accept].
    void accept(Id id) {
        command(id, () -> incoming(id).accept());
    }

    /// As [FileSharing#reject].
    void reject(Id id) {
        command(id, () -> incoming(id).reject());
    }

    /// As [FileSharing#cancel].
    void cancel(Id id) {
        command(id, () -> known(id).cancel());
    }

    /// As [FileSharing#pause].
    void pause(Id id) {
        command(id, () -> known(id).pause());
    }

    /// As [FileSharing#resume].
    void resume(Id id) {
        command(id, () -> known(id).resume());
    }

    /// Somebody is there, and perhaps goes on with what rested.
    ///
    /// @param peer canonical
    void isThere(String peer) {
        takenBack.isThere(peer);
        List.copyOf(transfers.values()).stream()
                .filter(t -> SipUris.canonical(t.kept().peer()).equals(peer))
                .forEach(FileTransfer::isThere);
    }

    private FileTransfer known(Id id) {
        return Optional.ofNullable(transfers.get(id)).orElseThrow(() -> unknown(id));
    }

    private IncomingTransfer incoming(Id id) {
        if (transfers.get(id) instanceof IncomingTransfer receiving) {
            return receiving;
        }
        throw unknown(id);
    }

    private static IllegalStateException unknown(Id id) {
        return new IllegalStateException("no file " + id + " is offered or on its way");
    }

    private void command(Id id, Runnable command) {
        try {
            command.run();
        } catch (IllegalStateException e) {
            tell.accept(new UserAgentEvent.CommandFailed(Optional.of(id), e.getMessage()));
        }
    }

    /// The phone ends: what is on its way goes on in a later run.
    void close() {
        closed = true;
        takenBack.close();
        List.copyOf(transfers.values()).forEach(FileTransfer::close);
        transfers.clear();
    }
}
