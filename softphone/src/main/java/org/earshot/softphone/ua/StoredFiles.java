package org.earshot.softphone.ua;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The files that go by the server's store, in both directions. Confined to the user-agent thread.
final class StoredFiles {
    /// How many go up at once; the others wait.
    private static final int MOST_UPLOADS = 4;

    /// Of how many offers is remembered that they were made.
    private static final int MOST_REMEMBERED = 500;

    /// What it needs of the one who has all transfers.
    interface Host {
        FileReport report(String peer);

        void add(FileTransfer transfer);

        void remove(FileTransfer transfer);

        /// Whether one more may be offered to our user.
        boolean hasRoom();

        boolean isKnown(FileStore.Kept kept);
    }

    private final FileContext context;
    private final Host host;
    private final FileQueue<StoredSending> uploads = new FileQueue<>(MOST_UPLOADS);
    private final Deque<FileStore.Kept> offered = new ArrayDeque<>();

    StoredFiles(FileContext context, Host host) {
        this.context = context;
        this.host = host;
    }

    /// Whether a file may be left at the server for somebody: where the server has a store, for its own domain.
    boolean isFor(FileStore.Kept kept) {
        try {
            String own = SipUris.addressOfRecord(kept.account()).domain();
            return SipUris.addressOfRecord(kept.peer()).domain().equals(own)
                    && context.loggedInAs(kept.account()).flatMap(LoggedIn::store).isPresent();
        } catch (IllegalArgumentException _) {
            return false; // no name, but a number or a machine
        }
    }

    /// A file of ours goes there.
    ///
    /// @param report what the user has heard of it so far
    /// @param why it does not go directly; "" where that was said already
    void send(FileStore.Kept kept, FileCarrier.Source source, FileReport report, String why) {
        StoredSending sending = new StoredSending(context, kept, source, report, new SendingHost());
        host.add(sending);
        sending.start(why);
    }

    private final class SendingHost implements StoredSending.Host {
        @Override
        public boolean ready(StoredSending sending) {
            return uploads.enter("", sending);
        }

        @Override
        public void rests(StoredSending sending) {
            uploads.leave("", sending).forEach(StoredSending::go);
        }

        @Override
        public void over(StoredSending sending) {
            host.remove(sending);
            uploads.leave("", sending).forEach(StoredSending::go);
        }
    }

    /// Somebody wrote to us, and the message is kept: the files that it names are offered to our user.
    void written(ChatMessage message) {
        Optional<URI> service =
                message.mine()
                        ? Optional.empty()
                        : context.loggedInAs(message.key().account()).flatMap(LoggedIn::service);
        if (service.isEmpty()) {
            return;
        }
        for (FileLink link : FileLink.in(message.text(), service.get())) {
            FileStore.Kept kept =
                    new FileStore.Kept(
                            message.key().account(),
                            message.author(),
                            true,
                            link.token(),
                            "",
                            "",
                            context.clock().instant(),
                            link.url().toString());
            if (host.hasRoom() && !host.isKnown(kept) && offered.stream().noneMatch(kept::isSame)) {
                context.kit().store().keep(kept);
                offer(kept);
            }
        }
    }

    /// What was offered, or taken, in an earlier run.
    void again(List<FileStore.Kept> earlier) {
        earlier.forEach(this::offer);
    }

    private void offer(FileStore.Kept kept) {
        offered.addLast(kept);
        if (offered.size() > MOST_REMEMBERED) {
            offered.removeFirst();
        }
        StoredReceiving receiving =
                new StoredReceiving(context, kept, host.report(kept.peer()), host::remove);
        host.add(receiving);
        receiving.start();
    }
}
