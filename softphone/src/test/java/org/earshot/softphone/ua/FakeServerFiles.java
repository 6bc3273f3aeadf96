package org.earshot.softphone.ua;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.common.file.ContentRules;

/// A server's store that has nothing: keeps what it was told, and tells what a test wants told.
final class FakeServerFiles implements ServerFiles {
    final List<ContentRules> fetchedBy = new ArrayList<>();
    final List<Begun> uploads = new ArrayList<>();
    final List<Begun> fetches = new ArrayList<>();
    final List<CompletableFuture<Facts>> looks = new ArrayList<>();
    final List<URI> erased = new ArrayList<>();

    static final class Begun implements Moving {
        final Optional<URI> url;
        final String peer;
        final Listener listener;
        boolean stopped;

        Begun(Optional<URI> url, String peer, Listener listener) {
            this.url = url;
            this.peer = peer;
            this.listener = listener;
        }

        void fails(Trouble trouble, String words) {
            listener.failed(new Failure(trouble, words));
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    @Override
    public Moving upload(
            Account account,
            URI service,
            FileCarrier.Source file,
            Optional<URI> begun,
            String recipient,
            Listener listener) {
        uploads.add(new Begun(begun, recipient, listener));
        return uploads.getLast();
    }

    @Override
    public CompletionStage<Facts> look(Account account, URI url) {
        looks.add(new CompletableFuture<>());
        return looks.getLast();
    }

    @Override
    public Moving fetch(
            Account account,
            URI url,
            String peer,
            Facts facts,
            ContentRules rules,
            Listener listener) {
        fetchedBy.add(rules);
        fetches.add(new Begun(Optional.of(url), peer, listener));
        return fetches.getLast();
    }

    @Override
    public void erase(Account account, URI url) {
        erased.add(url);
    }

    /// All of it is here.
    void arrives(Begun one) {
        one.listener.complete(one.url.orElseThrow(), Optional.of(Path.of("/down/file")));
    }
}
