package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.sdp.FileHash;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.FileSelector;
import org.earshot.softphone.sdp.MsrpEnd;

/// One offer of a file of ours: our end is opened, somebody is asked, and the bytes move, until that has ended. After a break it goes on in
/// another one. Confined to the user-agent thread.
final class SendingRound {

    /// What the transfer hears, and nothing any more after [SendingRound#let].
    interface Listener {
        /// Our end can't be opened.
        void onNoWay(String why);

        /// It can't be offered to them.
        void onUnfit(String why);

        /// Somebody takes it: it is to be [SendingRound#send].
        void onTaken(CallDialog dialog, FileAnswer answer);

        /// Nobody takes it.
        ///
        /// @param warning what the other side says for its reason; "" for nothing
        /// @param rang whether a phone of the other side had it before its user
        void onRefused(int status, String reason, String warning, boolean rang);

        /// There is a connection.
        void onConnected();

        /// @param bytes of the file, that the receiver has
        void onProgress(long bytes);

        /// All is there and was checked.
        void onComplete();

        /// It moves no more.
        void onFailed(FileCarrier.Failure why, String words);
    }

    private final FileContext context;
    private final FileStore.Kept kept;
    private final FileCarrier.Source source;
    private final FileWay way;
    private final Identity here;
    private final Listener listener;

    private Optional<FileCarrier.Port> port = Optional.empty();
    private Optional<FileInvite> invite = Optional.empty();
    private Optional<FileCarrier.Moving> moving = Optional.empty();
    private boolean rings;
    private boolean connected;
    private boolean over;

    /// Begins nothing yet.
    ///
    /// @param here who and where we are
    SendingRound(
            FileContext context,
            FileStore.Kept kept,
            FileCarrier.Source source,
            FileWay way,
            Identity here,
            Listener listener) {
        this.context = context;
        this.kept = kept;
        this.source = source;
        this.way = way;
        this.here = here;
        this.listener = listener;
    }

    /// Offers it.
    void begin(Requester requester) {
        context.ways()
                .open(way, here)
                .whenComplete((opened, failure) ->
                        context.thread()
                                .execute(() -> {
                                    if (over) {
                                        if (opened != null) {
                                            opened.close();
                                        }
                                    } else if (failure == null) {
                                        port = Optional.of(opened);
                                        offer(requester, opened.end());
                                    } else {
                                        listener.onNoWay(FileSending.words(failure));
                                    }
                                }));
    }

    private void offer(Requester requester, MsrpEnd own) {
        FileOffer offer =
                new FileOffer(
                        new FileSelector(
                                Optional.of(source.name()),
                                Optional.of(source.type()),
                                OptionalLong.of(source.size()),
                                List.of(
                                        new FileHash(FileHash.SHA_1, source.sha1()),
                                        new FileHash(FileHash.SHA_256, source.sha256()))),
                        kept.transferId(),
                        0,
                        true,
                        Optional.of(source.modified()),
                        own.with(
                                way == FileWay.RELAY
                                        ? MsrpEnd.Setup.PASSIVE
                                        : MsrpEnd.Setup.ACTPASS));
        try {
            invite =
                    Optional.of(
                            new FileInvite(
                                    here,
                                    requester,
                                    kept.peer(),
                                    offer,
                                    context.random().nextLong(1L << 53),
                                    new Answers()));
        } catch (IllegalArgumentException e) {
            listener.onUnfit(e.getMessage());
        }
    }

    private final class Answers implements FileInvite.Listener {
        @Override
        public void onRinging() {
            rings = true;
        }

        @Override
        public void onAnswered(CallDialog dialog, FileAnswer answer) {
            if (over) {
                context.bye(dialog, FileGoodbye.CANCELLED);
                return;
            }
            invite = Optional.empty();
            listener.onTaken(dialog, answer);
        }

        @Override
        public void onFailed(int status, String reason, String warning) {
            if (!over) {
                invite = Optional.empty();
                listener.onRefused(status, reason, warning, rings);
            }
        }
    }

    /// Sends what the other side does not have.
    void send(FileAnswer answer) {
        moving =
                Optional.of(
                        port.orElseThrow()
                                .send(
                                        source,
                                        answer,
                                        answer.inCpim() ? wrapping() : "",
                                        new Progress()));
        port = Optional.empty();
    }

    /// What of a message/cpim (RFC 3862) stands before the file in it.
    private String wrapping() {
        String[] type = source.type().split("/", 2);
        return new String(
                Cpim.of(
                                CpimAddress.of(kept.account()),
                                CpimAddress.of(kept.peer()),
                                context.clock().instant(),
                                MimePart.of(MediaType.of(type[0], type[1]), new byte[0]))
                        .toBytes(),
                StandardCharsets.UTF_8);
    }

    private final class Progress implements FileCarrier.Listener {
        private void here(Runnable what) {
            context.thread()
                    .execute(() -> {
                        if (!over && moving.isPresent()) {
                            what.run();
                        }
                    });
        }

        @Override
        public void connected() {
            here(() -> {
                connected = true;
                listener.onConnected();
            });
        }

        @Override
        public void progress(long bytes) {
            here(() -> listener.onProgress(bytes));
        }

        @Override
        public void complete(Optional<Path> file, String sha256) {
            here(() -> {
                moving = Optional.empty();
                listener.onComplete();
            });
        }

        @Override
        public void failed(FileCarrier.Failure why, String words, long bytes) {
            here(() -> {
                moving = Optional.empty();
                listener.onFailed(why, words);
            });
        }
    }

    FileWay way() {
        return way;
    }

    /// Whether nobody has answered yet.
    boolean isAsking() {
        return invite.isPresent();
    }

    boolean isConnected() {
        return connected;
    }

    boolean isMoving() {
        return moving.isPresent();
    }

    /// Where we were when it began.
    InetAddress from() {
        return here.contact().getAddress();
    }

    /// Takes the offer back, while nobody has answered.
    void takeBack() {
        invite.ifPresent(FileInvite::cancel);
    }

    /// Its bytes move no more, and the other side hears nothing of that: to cancel it would say that our user wants no more of it. Nor is the
    /// end told here.
    void breakOff(String why) {
        Optional<FileCarrier.Moving> before = moving;
        moving = Optional.empty();
        before.ifPresent(m -> m.breakOff(why));
    }

    /// The phone ends, and its connections with it.
    void abandon() {
        moving = Optional.empty();
        takeBack();
    }

    /// Nothing of it counts any more.
    void let() {
        over = true;
        invite = Optional.empty();
        moving.ifPresent(m -> m.cancel("cancelled"));
        moving = Optional.empty();
        port.ifPresent(FileCarrier.Port::close);
        port = Optional.empty();
    }
}
