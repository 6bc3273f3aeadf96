package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.earshot.common.stack.Timers;

/// The tries of one file on its way to the server's store or from it: one after the other, later and later, until it is too late. What was begun in
/// an earlier one counts for nothing. Confined to the user-agent thread.
final class StoreTries {
    /// A server that is away comes back, or the user should know.
    private static final Duration LONGEST = Duration.ofHours(24);

    /// A connection by which nothing goes for so long is a broken one.
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private static final int QUICK = 30;

    private final FileContext context;
    private final String account;
    private final Runnable go;
    private Instant giveUpAt;
    private boolean waits;
    private int failures;
    private int round;
    private Optional<ServerFiles.Moving> moving = Optional.empty();
    private Optional<InetAddress> from = Optional.empty(); // where we are while it moves
    private Timers.Cancellable pause = () -> {};
    private Timers.Cancellable silence = () -> {};

    /// @param go tries once more
    StoreTries(FileContext context, String account, Runnable go) {
        this.context = context;
        this.account = account;
        this.go = go;
        giveUpAt = context.clock().instant().plus(LONGEST);
    }

    /// Now it is wanted: the time begins anew.
    void beginAnew() {
        giveUpAt = context.clock().instant().plus(LONGEST);
    }

    /// A try begins.
    ///
    /// @return its number
    int begin() {
        pause.cancel();
        waits = false;
        from =
                context.loggedInAs(account)
                        .flatMap(LoggedIn::identity)
                        .map(here -> here.contact().getAddress());
        return ++round;
    }

    /// The number of the one that goes on.
    int current() {
        return round;
    }

    boolean isCurrent(int begun) {
        return begun == round;
    }

    /// Something is on its way, unless the try is over already.
    void moves(int begun, ServerFiles.Moving what) {
        if (isCurrent(begun)) {
            moving = Optional.of(what);
        }
    }

    /// Nothing is on its way any more.
    void rests() {
        moving = Optional.empty();
    }

    /// It has come further.
    void advances() {
        failures = 0;
    }

    /// Something has to be heard soon from now on.
    void listen(Runnable onSilence) {
        silence.cancel();
        silence = context.thread().after(LONGEST_SILENCE, onSilence);
    }

    void listensNoMore() {
        silence.cancel();
    }

    /// Ends what is on its way where it is.
    void stop() {
        round++;
        pause.cancel();
        silence.cancel();
        moving.ifPresent(ServerFiles.Moving::stop);
        moving = Optional.empty();
    }

    /// Ends a try, and begins another one after a while.
    ///
    /// @param waitedFor whether our user waits for it
    /// @return false where it is too late for that
    boolean later(boolean waitedFor) {
        stop();
        waits = true;
        failures++;
        if (!context.clock().instant().isBefore(giveUpAt)) {
            return false;
        }
        pause =
                context.thread()
                        .after(
                                Backoff.after(
                                        failures, waitedFor && failures <= QUICK, context.random()),
                                go);
        return true;
    }

    /// The server is there (again). From another network no connection goes on.
    void moveTo(Identity there) {
        boolean elsewhere =
                moving.isPresent() && !from.equals(Optional.of(there.contact().getAddress()));
        if (elsewhere) {
            stop();
        }
        if (elsewhere || waits) {
            go.run();
        }
    }
}
