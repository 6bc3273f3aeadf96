package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.common.file.ContentRules;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.sdp.FileSelector;
import org.earshot.softphone.sdp.MsrpEnd;

/// Carries files between phones, once these have agreed. No method waits for network or disk; stages complete on any thread, and
/// fail with an IOException in words for the user.
public interface FileCarrier {

    /// Reads a file of ours through.
    ///
    /// @param rules what may be in it
    CompletionStage<Source> examine(Path path, ContentRules rules);

    /// A file of ours as it was when it was looked at.
    ///
    /// @param type such as `image/jpeg`
    /// @param sha256 hexadecimal, in lower case
    /// @param sha1 likewise
    /// @param objection why its content is not to be sent, in words; empty: it is
    record Source(
            Path path,
            String type,
            long size,
            Instant modified,
            String sha256,
            String sha1,
            Optional<String> objection) {

        /// What others are to see as its name.
        String name() {
            return String.valueOf(path.getFileName());
        }
    }

    /// Takes the place where the bytes of somebody's file are kept until it is whole, with what is there already.
    ///
    /// @param peer the sender's address-of-record
    /// @param rules what may be in it
    CompletionStage<Place> claim(
            String peer, FileSelector file, String transferId, ContentRules rules);

    /// Where a file goes.
    interface Place {
        /// How many bytes from its start are there.
        long have();

        /// Gives it back, where [Port#receive] did not come to have it.
        void release();
    }

    /// Opens our end for one transfer.
    ///
    /// @param host an address of ours that the other phone can reach
    CompletionStage<Port> open(InetAddress host);

    /// Opens our end at a relay (RFC 4976): it is the other phone that connects.
    ///
    /// @param account by whose password we get in
    CompletionStage<Port> openAt(MsrpUri relay, Account account);

    /// Our end. One of its methods is called, once.
    interface Port {
        /// How it is described; who connects is open, but for one at a relay, which is connected to.
        MsrpEnd end();

        /// Sends a file.
        ///
        /// @param wrapping what of a message/cpim stands before it; "" where it goes as it is
        Moving send(Source file, FileAnswer answer, String wrapping, Listener listener);

        /// Takes a file.
        Moving receive(Place place, MsrpEnd peer, boolean active, Listener listener);

        /// It is not needed.
        void close();
    }

    /// A file on its way.
    interface Moving {
        /// Ends it; the listener hears of that, unless it has heard of another end.
        void cancel(String reason);

        /// Ends it as [Failure#INTERRUPTED], without a word to the other phone: it is to go on by another connection.
        void breakOff(String reason);
    }

    /// What a file on its way tells. Any thread; complete or failed comes once, as the last.
    interface Listener {
        /// There is a connection; comes before all others, at most once.
        void connected();

        /// How many bytes of the file the receiver has; some times a second.
        void progress(long bytes);

        /// All is there and was checked.
        ///
        /// @param file where it is, at the receiver
        /// @param sha256 hexadecimal, in lower case
        void complete(Optional<Path> file, String sha256);

        /// @param words for the user
        void failed(Failure why, String words, long bytes);
    }

    /// What kind of failure.
    enum Failure {
        /// The connection broke: can go on later.
        INTERRUPTED,
        /// One of the two users ended it.
        CANCELLED,
        /// The receiver's rules are against what is in it.
        BLOCKED,
        /// It would fail again.
        BROKEN
    }

    /// Of a phone that can't.
    static FileCarrier none() {
        return new FileCarrier() {
            @Override
            public CompletionStage<Source> examine(Path path, ContentRules rules) {
                return cannot();
            }

            @Override
            public CompletionStage<Place> claim(
                    String peer, FileSelector file, String id, ContentRules rules) {
                return cannot();
            }

            @Override
            public CompletionStage<Port> open(InetAddress host) {
                return cannot();
            }

            @Override
            public CompletionStage<Port> openAt(MsrpUri relay, Account account) {
                return cannot();
            }

            private static <T> CompletionStage<T> cannot() {
                return CompletableFuture.failedFuture(
                        new IOException("this phone sends and takes no files"));
            }
        };
    }
}
