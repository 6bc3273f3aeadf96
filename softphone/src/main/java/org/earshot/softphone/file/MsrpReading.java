package org.earshot.softphone.file;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the thread does that reads a connection: finds out whose it is, and hands on what comes until the end. One thread.
final class MsrpReading {
    private static final Logger log = LoggerFactory.getLogger(MsrpReading.class);

    private final MsrpConnection connection;
    private Optional<MsrpFrame> first = Optional.empty();

    MsrpReading(MsrpConnection connection) {
        this.connection = connection;
    }

    /// The request that the other side begins with.
    ///
    /// @return empty if it sends something else, or nothing
    Optional<MsrpFrame> firstRequest() throws IOException {
        try {
            first =
                    connection
                            .next()
                            .filter(MsrpParser.Event.Head.class::isInstance)
                            .map(event -> ((MsrpParser.Event.Head) event).frame())
                            .filter(frame -> frame.start() instanceof MsrpFrame.Start.Request);
            return first;
        } catch (MalformedMsrpException e) {
            throw new IOException("no MSRP: " + e.getMessage(), e);
        }
    }

    /// Waits for what is agreed upon.
    ///
    /// @return empty if nothing is
    Optional<Transfer> await(AwaitedSession session, Duration time) throws IOException {
        try {
            return Optional.of(session.transfer().get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (CancellationException | ExecutionException | TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Answers the first request, and no other one.
    void refuse(int status, String comment) throws IOException {
        connection.post(first.orElseThrow().response(status, comment).bytes());
        connection.finish();
        Thread writer = writer();
        try {
            while (connection.next().isPresent()) {
                // so that the answer arrives
            }
        } catch (MalformedMsrpException _) {
            // it is to be closed anyway
        } finally {
            connection.close();
            join(writer);
        }
    }

    /// Serves the connection to its end, for this transfer.
    void run(Transfer transfer, Duration silence) {
        connection.allowSilence(silence);
        Thread writer = writer();
        try {
            transfer.bind(connection);
            if (first.isPresent()) {
                transfer.handle(new MsrpParser.Event.Head(first.get()));
            }
            for (Optional<MsrpParser.Event> event = connection.next();
                    event.isPresent();
                    event = connection.next()) {
                transfer.handle(event.get());
                connection.awaitRoom();
            }
            transfer.fail(
                    FileFailure.Reason.CONNECTION, "the other phone has closed the connection");
        } catch (MalformedMsrpException e) {
            transfer.fail(FileFailure.Reason.PROTOCOL, "what came is no MSRP: " + e.getMessage());
        } catch (IOException e) {
            if (connection.wasSilent()) {
                transfer.fail(
                        FileFailure.Reason.TIMEOUT,
                        "nothing has come or gone for " + silence.toSeconds() + " s");
            } else {
                transfer.fail(
                        FileFailure.Reason.CONNECTION, "the connection broke: " + e.getMessage());
            }
        } catch (RuntimeException e) {
            log.error("a file transfer failed", e);
            transfer.fail(FileFailure.Reason.PROTOCOL, "an error of ours: " + e);
        } finally {
            connection.close();
            join(writer);
        }
    }

    private Thread writer() {
        return BackgroundThreads.start("msrp-write", connection::write);
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
