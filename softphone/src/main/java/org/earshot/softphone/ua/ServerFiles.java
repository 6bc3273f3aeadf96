package org.earshot.softphone.ua;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.common.file.ContentRules;

/// Files in the server's store by HTTPS (`docs/file-store.md`). No method waits for network or disk; stages complete and listeners
/// hear on any thread.
public interface ServerFiles {

    /// What is in the store, as the server says.
    ///
    /// @param name as its sender calls it
    /// @param sha256 hexadecimal, in lower case
    record Facts(String name, long size, String sha256) {}

    /// What kind of trouble.
    enum Trouble {
        /// May be otherwise in a while; what came or went so far is not lost.
        PASSING,
        /// The server's rules are against it.
        NOT_ALLOWED,
        /// There is no such file, or not for us, or not any more.
        GONE,
        /// It would fail again.
        BROKEN
    }

    /// What became of it instead.
    final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        private final Trouble trouble;

        /// @param words for the user
        public Failure(Trouble trouble, String words) {
            super(words);
            this.trouble = trouble;
        }

        /// Of which kind.
        public Trouble trouble() {
            return trouble;
        }
    }

    /// What a file on its way tells; complete or failed comes once, as the last, and after a cancel perhaps.
    interface Listener {
        /// Under this URL it goes on, whatever happens. Only of an upload that begins.
        void begun(URI url);

        /// How many bytes are there, of the whole file; some times a second.
        void progress(long bytes);

        /// All is there and was checked.
        ///
        /// @param url where it is fetched from
        /// @param file where it is now, of one that came
        void complete(URI url, Optional<Path> file);

        void failed(Failure why);
    }

    /// Something on its way.
    interface Moving {
        /// Stops it where it is.
        void stop();
    }

    /// Brings a file there, or the rest of it.
    ///
    /// @param service where our server serves phones
    /// @param begun where it began earlier; empty: it begins now
    /// @param recipient the address of an account or a group that may fetch it
    Moving upload(
            Account account,
            URI service,
            FileCarrier.Source file,
            Optional<URI> begun,
            String recipient,
            Listener listener);

    /// Asks what is there; fails with a [Failure].
    CompletionStage<Facts> look(Account account, URI url);

    /// Fetches a file, or the rest of it.
    ///
    /// @param peer whom it comes from: with the hash it says which bytes are of the same file
    /// @param facts as they were told; what comes has to fit
    /// @param rules what may be in it
    Moving fetch(
            Account account,
            URI url,
            String peer,
            Facts facts,
            ContentRules rules,
            Listener listener);

    /// Takes a file of ours out again, if the server can be reached.
    void erase(Account account, URI url);

    /// Of a phone that can't.
    static ServerFiles none() {
        return new ServerFiles() {
            private final Failure cannot =
                    new Failure(Trouble.BROKEN, "this phone uses no files of the server");

            @Override
            public Moving upload(
                    Account account,
                    URI service,
                    FileCarrier.Source file,
                    Optional<URI> begun,
                    String recipient,
                    Listener listener) {
                listener.failed(cannot);
                return () -> {};
            }

            @Override
            public CompletionStage<Facts> look(Account account, URI url) {
                return CompletableFuture.failedFuture(cannot);
            }

            @Override
            public Moving fetch(
                    Account account,
                    URI url,
                    String peer,
                    Facts facts,
                    ContentRules rules,
                    Listener listener) {
                listener.failed(cannot);
                return () -> {};
            }

            @Override
            public void erase(Account account, URI url) {}
        };
    }
}
