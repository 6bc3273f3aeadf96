package org.earshot.softphone.ua;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Which files are on their way, so that they go on after the process has ended, however it did. Every method returns at once; its
/// stage completes, on any thread, when what it changed is on stable storage.
public interface FileStore {

    /// What has become of a file that comes.
    enum Fate {
        /// It is on its way, or is sent.
        OPEN,
        /// All of it is here.
        ARRIVED,
        /// Our user never wanted it.
        DECLINED,
        /// Our user took it, and wanted no more of it.
        GIVEN_UP
    }

    /// A file that our user wants to send, or has taken.
    ///
    /// @param account whose
    /// @param peer the other one's SIP URI; for one that comes, canonical
    /// @param transferId by which both phones know it again
    /// @param path the file that is sent; "" for one that comes, and for one that our user takes back: then the other side is to be told
    /// @param sha256 hexadecimal; "" as long as a file that is sent was not looked at, and one that comes by the server was not taken; of one that comes directly
    ///     not its own but that of what its offer says ([SameFile]), "" where an earlier version of the phone kept it
    /// @param since when it began
    /// @param url where it is in the server's store; "" for one that goes directly
    /// @param paused whether our user lets it rest
    /// @param fate what has become of it, where its sender may not know
    record Kept(
            String account,
            String peer,
            boolean incoming,
            String transferId,
            String path,
            String sha256,
            Instant since,
            String url,
            boolean paused,
            Fate fate) {

        /// One that is on its way.
        public Kept(
                String account,
                String peer,
                boolean incoming,
                String transferId,
                String path,
                String sha256,
                Instant since,
                String url,
                boolean paused) {
            this(account, peer, incoming, transferId, path, sha256, since, url, paused, Fate.OPEN);
        }

        /// One that does not rest.
        public Kept(
                String account,
                String peer,
                boolean incoming,
                String transferId,
                String path,
                String sha256,
                Instant since,
                String url) {
            this(account, peer, incoming, transferId, path, sha256, since, url, false);
        }

        /// One that goes directly.
        public Kept(
                String account,
                String peer,
                boolean incoming,
                String transferId,
                String path,
                String sha256,
                Instant since) {
            this(account, peer, incoming, transferId, path, sha256, since, "");
        }

        /// Where the file is that is sent.
        Path source() {
            return Path.of(path);
        }

        /// Where it is in the server's store; empty for one that goes directly.
        Optional<URI> storedAt() {
            try {
                return url.isEmpty() ? Optional.empty() : Optional.of(new URI(url));
            } catch (URISyntaxException _) {
                return Optional.empty();
            }
        }

        /// Whether our user takes it back.
        boolean isTakenBack() {
            return !incoming && path.isEmpty();
        }

        Kept takenBack() {
            return new Kept(account, peer, false, transferId, "", sha256, since, "", false);
        }

        Kept withHash(String hash) {
            return new Kept(account, peer, incoming, transferId, path, hash, since, url, paused);
        }

        Kept resting(boolean now) {
            return new Kept(account, peer, incoming, transferId, path, sha256, since, url, now);
        }

        /// One that comes, and will not any more.
        Kept ended(Fate now) {
            return new Kept(
                    account, peer, incoming, transferId, "", sha256, since, url, false, now);
        }

        /// @param there "" for nowhere
        Kept at(String there) {
            return new Kept(
                    account, peer, incoming, transferId, path, sha256, since, there, paused);
        }

        /// Whether another offer of the same transfer may be taken for one of the same file.
        boolean mayBeOf(Kept offered) {
            return sha256.isEmpty() || sha256.equals(offered.sha256);
        }

        boolean isSame(Kept other) {
            return account.equals(other.account)
                    && peer.equals(other.peer)
                    && incoming == other.incoming
                    && transferId.equals(other.transferId);
        }
    }

    /// All that are not through, oldest first.
    CompletionStage<List<Kept>> unfinished();

    /// Remembers one.
    CompletionStage<Void> keep(Kept file);

    /// It is through, or given up.
    CompletionStage<Void> forget(Kept file);

    /// Forgets all at the end of the process. Every stage is complete when it is returned.
    static FileStore ofThisRun() {
        List<Kept> all = new ArrayList<>();
        return new FileStore() {
            @Override
            public synchronized CompletionStage<List<Kept>> unfinished() {
                return CompletableFuture.completedFuture(List.copyOf(all));
            }

            @Override
            public synchronized CompletionStage<Void> keep(Kept file) {
                all.removeIf(file::isSame);
                all.add(file);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public synchronized CompletionStage<Void> forget(Kept file) {
                all.removeIf(file::isSame);
                return CompletableFuture.completedFuture(null);
            }
        };
    }
}
