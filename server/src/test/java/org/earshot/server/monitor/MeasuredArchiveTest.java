package org.earshot.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.RefusedBy;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.ClaimedFile;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredArchiveTest {
    private static final ArchivePosition SOMEWHERE = new ArchivePosition(UUID.randomUUID(), 1);
    private static final Sender ALICE =
            new Sender(
                    "sip:alice@localhost",
                    Optional.empty(),
                    IdentityProof.DIGEST,
                    Optional.empty());

    private final Metrics metrics = new Metrics("1");
    private final CompletableFuture<ArchivePosition> written = new CompletableFuture<>();
    private final Archive archive = metrics.measured(new Awaited(written));

    /// An archive that writes when the test says so.
    private record Awaited(CompletableFuture<ArchivePosition> written) implements Archive {
        @Override
        public CompletableFuture<ArchivePosition> submit(
                ArchiveEvent event, Optional<Companion> companion) {
            return written;
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    private static ArchiveEvent delivered(int status) {
        return new ArchiveEvent.MessageDelivered(
                UUID.randomUUID(),
                Instant.EPOCH,
                RetentionClass.MESSAGE,
                UUID.randomUUID(),
                "1",
                "1",
                "sip:bob@localhost",
                "sip:bob@192.0.2.1",
                Optional.empty(),
                status);
    }

    private static ArchiveEvent refused(int status, RefusedBy by, List<ClaimedFile> files) {
        return new ArchiveEvent.CallRefused(
                UUID.randomUUID(),
                Instant.EPOCH,
                ALICE,
                List.of("sip:bob@localhost"),
                "1",
                Instant.EPOCH,
                status,
                "So",
                by,
                files);
    }

    private static ArchiveEvent ended(Optional<String> by, Optional<String> reason) {
        return new ArchiveEvent.CallEnded(
                UUID.randomUUID(),
                Instant.EPOCH,
                ALICE,
                List.of("sip:bob@localhost"),
                "1",
                Optional.empty(),
                by,
                reason,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Test
    void whatIsOnItsWayIsPendingAndCountsWhenItIsWritten() {
        var _ = archive.submit(delivered(200));
        var _ = archive.submitUnhurried(delivered(486));
        assertThat(metrics.text())
                .contains(
                        "earshot_archive_pending_events 2.0",
                        "earshot_messages_total{outcome=\"delivered\"} 0.0");
        written.complete(SOMEWHERE);
        assertThat(metrics.text())
                .contains(
                        "earshot_archive_pending_events 0.0",
                        "earshot_messages_total{outcome=\"delivered\"} 1.0",
                        "earshot_messages_total{outcome=\"failed\"} 1.0",
                        "earshot_archive_events_total{event=\"message_delivered\"} 2.0",
                        "earshot_archive_write_duration_seconds_count{urgent=\"true\"} 1",
                        "earshot_archive_write_duration_seconds_count{urgent=\"false\"} 1",
                        "earshot_archive_failures_total 0.0");
    }

    @Test
    void whatIsNotWrittenIsAFailureAndNoEvent() {
        var _ = archive.submit(delivered(200));
        written.completeExceptionally(new ArchiveUnavailableException("away", null));
        assertThat(metrics.text())
                .contains(
                        "earshot_archive_pending_events 0.0",
                        "earshot_archive_failures_total 1.0",
                        "earshot_messages_total{outcome=\"delivered\"} 0.0")
                .doesNotContain("earshot_archive_events_total{");
    }

    @Test
    void aCompanionThatMustNotHappenIsNoFailure() {
        var _ = archive.submit(delivered(200));
        written.completeExceptionally(new CompanionRefusedException("again"));
        assertThat(metrics.text())
                .contains(
                        "earshot_archive_pending_events 0.0", "earshot_archive_failures_total 0.0");
    }

    @ParameterizedTest(name = "{0} by {1} is {2}")
    @CsvSource({
        "486, PHONE, BUSY",
        "600, PHONE, BUSY",
        "487, CALLER, CANCELLED",
        "603, PHONE, DECLINED",
        "408, SERVER, UNANSWERED",
        "480, SERVER, UNANSWERED",
        "404, SERVER, NOT_FOUND",
        "403, SERVER, FORBIDDEN",
        "403, PHONE, REJECTED",
        "488, PHONE, REJECTED",
        "503, SERVER, FAILED",
    })
    void whyACallDidNotComeAbout(int status, RefusedBy by, CallOutcome outcome) {
        assertThat(CallOutcome.of(refused(status, by, List.of()))).contains(outcome);
    }

    @Test
    void howACallWasOver() {
        assertThat(CallOutcome.of(ended(Optional.of("sip:bob@localhost"), Optional.empty())))
                .contains(CallOutcome.COMPLETED);
        assertThat(CallOutcome.of(ended(Optional.empty(), Optional.of("the phone is gone"))))
                .contains(CallOutcome.LOST);
        assertThat(CallOutcome.of(delivered(200))).isEmpty();
        written.complete(SOMEWHERE);
        var _ = archive.submit(refused(486, RefusedBy.PHONE, List.of()));
        assertThat(metrics.text()).contains("earshot_calls_ended_total{outcome=\"busy\"} 1.0");
    }

    @Test
    void anOfferOfAFileIsNoCall() {
        ClaimedFile file =
                new ClaimedFile(
                        "a.txt",
                        OptionalLong.of(1),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty());
        assertThat(CallOutcome.of(refused(486, RefusedBy.PHONE, List.of(file)))).isEmpty();
    }
}
