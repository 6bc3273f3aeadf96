package org.earshot.server.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;

/// An archive whose events are counted, and whose commits are timed. What became of messages and calls is counted here too, as it goes
/// into the record: so both say the same. Thread-safe.
final class MeasuredArchive implements Archive {
    private static final Duration[] BUCKETS =
            Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Archive archive;
    private final MeterRegistry registry;
    private final AtomicInteger pending = new AtomicInteger();
    private final Map<Class<?>, Counter> events = new ConcurrentHashMap<>();
    private final Map<MessageOutcome, Counter> messages = new ConcurrentHashMap<>();
    private final Map<CallOutcome, Counter> calls = new ConcurrentHashMap<>();
    private final Timer urgent;
    private final Timer unhurried;
    private final Counter failures;

    MeasuredArchive(Archive archive, MeterRegistry registry) {
        this.archive = archive;
        this.registry = registry;
        urgent = timer("true");
        unhurried = timer("false");
        failures =
                Counter.builder("earshot.archive.failures")
                        .description("Attempts to write an event into the archive that failed")
                        .register(registry);
        Gauge.builder("earshot.archive.pending.events", pending, AtomicInteger::get)
                .description("Events on their way into the archive")
                .register(registry);
        for (MessageOutcome outcome : MessageOutcome.values()) {
            messages.put(
                    outcome,
                    Counter.builder("earshot.messages")
                            .description(
                                    "What became of messages; delivered and failed of each phone")
                            .tags("outcome", outcome.label())
                            .register(registry));
        }
        for (CallOutcome outcome : CallOutcome.values()) {
            calls.put(
                    outcome,
                    Counter.builder("earshot.calls.ended")
                            .description("Calls that are over, or that did not come about")
                            .tags("outcome", outcome.label())
                            .register(registry));
        }
    }

    private Timer timer(String isUrgent) {
        return Timer.builder("earshot.archive.write.duration")
                .description(
                        "Time from an event to its commit and anchor; urgent where a sender waits for it")
                .tags("urgent", isUrgent)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public CompletableFuture<ArchivePosition> submit(
            ArchiveEvent event, Optional<Companion> companion) {
        long begun = System.nanoTime();
        return measured(event, begun, urgent, archive.submit(event, companion));
    }

    @Override
    public CompletableFuture<ArchivePosition> submitUnhurried(
            ArchiveEvent event, Companion companion) {
        long begun = System.nanoTime();
        return measured(event, begun, unhurried, archive.submitUnhurried(event, companion));
    }

    @Override
    public CompletableFuture<ArchivePosition> submitUnhurried(ArchiveEvent event) {
        long begun = System.nanoTime();
        return measured(event, begun, unhurried, archive.submitUnhurried(event));
    }

    private CompletableFuture<ArchivePosition> measured(
            ArchiveEvent event,
            long begun,
            Timer timer,
            CompletableFuture<ArchivePosition> written) {
        pending.incrementAndGet();
        var _ =
                written.whenComplete((_, failure) -> {
                    pending.decrementAndGet();
                    if (failure == null) {
                        timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                        count(event);
                    } else if (!(failure instanceof CompanionRefusedException)) {
                        failures.increment();
                    }
                });
        return written;
    }

    private void count(ArchiveEvent event) {
        events.computeIfAbsent(event.getClass(), this::counter).increment();
        MessageOutcome.of(event).ifPresent(outcome -> messages.get(outcome).increment());
        CallOutcome.of(event).ifPresent(outcome -> calls.get(outcome).increment());
    }

    /// By its class, of which there are few; some of these stand for several kinds.
    private Counter counter(Class<?> type) {
        return Counter.builder("earshot.archive.events")
                .description("Events that this node has written into the archive")
                .tags("event", Words.of(type.getSimpleName()))
                .register(registry);
    }

    @Override
    public boolean awaitAnchors(Duration atMost) {
        return archive.awaitAnchors(atMost);
    }

    @Override
    public void close() {
        archive.close();
    }
}
