package org.earshot.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.quality.Measure;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.Administration;
import org.earshot.server.admin.QualityAdministration;
import org.earshot.server.monitor.Finding;

/// What goes on now, every other second, as server-sent events (HTML, "Server-sent events"). All who look share one look. Thread-safe.
public final class LiveFeed implements AutoCloseable {
    private static final int MOST = 32;
    private static final Duration EVERY = Duration.ofSeconds(2);

    /// Of calls shown one by one.
    private static final int MOST_CALLS = 1000;

    /// Phones report every so often, some only at the end of a call.
    private static final Duration REPORTED = Duration.ofMinutes(2);

    private final LiveSources from;
    private final Administration administration;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(MOST);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<Look> last = Optional.empty();
    private double messagesBefore = Double.NaN;

    private record Look(Instant at, long nanos, String json) {}

    public LiveFeed(LiveSources from, Administration administration, InstantSource clock) {
        this.from = from;
        this.administration = administration;
        this.clock = clock;
    }

    /// Sends until whoever looks has gone, their session has ended, or the server stops.
    void serve(Context http, BooleanSupplier goesOn) throws ProblemException {
        if (!places.tryAcquire()) {
            throw new ProblemException(503, "too many look at once");
        }
        try {
            http.contentType("text/event-stream; charset=utf-8");
            OutputStream out = http.res().getOutputStream();
            do {
                if (!goesOn.getAsBoolean()) {
                    out.write("event: ended\ndata: {}\n\n".getBytes(UTF_8));
                    http.res().flushBuffer();
                    return;
                }
                out.write(("data: " + json() + "\n\n").getBytes(UTF_8));
                http.res().flushBuffer();
            } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            // gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private synchronized String json() {
        long now = System.nanoTime();
        boolean fresh = last.filter(look -> now - look.nanos() < EVERY.toNanos() / 2).isPresent();
        if (!fresh) {
            last = Optional.of(look(now));
        }
        return last.orElseThrow().json();
    }

    private Look look(long now) {
        Instant at = clock.instant();
        ObjectNode node = Json.MAPPER.createObjectNode().put("at", at.toString());
        ArrayNode alarms = node.putArray("alarms");
        quietly(() -> {
            node.put("usersOnline", from.phones().get().addresses());
            node.put("phones", from.phones().get().bindings());
            node.put("messagesWaiting", from.messagesWaiting().getAsLong());
        });
        double messages = from.messages().getAsDouble();
        last.filter(_ -> !Double.isNaN(messagesBefore))
                .ifPresent(before ->
                        node.put(
                                "messagesPerSecond",
                                Math.round(
                                                (messages - messagesBefore)
                                                        * 1e10
                                                        / (now - before.nanos()))
                                        / 10.0));
        messagesBefore = messages;
        node.put("messages", (long) messages);
        node.put("archiveWaiting", from.archiveWaiting().getAsLong());
        node.put("unansweredRequests", from.unanswered().getAsLong());
        Runtime runtime = Runtime.getRuntime();
        node.put("memoryUsed", runtime.totalMemory() - runtime.freeMemory());
        node.put("memoryMost", runtime.maxMemory());
        double cpu = from.cpu().getAsDouble();
        if (cpu >= 0) {
            node.put("cpu", Math.round(cpu * 1000) / 1000.0);
        }
        from.certificateEnd()
                .get()
                .ifPresent(end -> node.put("certificateDays", Duration.between(at, end).toDays()));
        ArrayNode checks = node.putArray("checks");
        for (Finding finding : from.checks().get()) {
            ObjectNode check =
                    checks.addObject().put("check", finding.check()).put("good", finding.isGood());
            finding.problem()
                    .ifPresent(problem -> {
                        check.put("problem", problem);
                        alarms.add(finding.check() + ": " + problem);
                    });
        }
        quietly(() -> node.set("warnings", Json.MAPPER.valueToTree(from.warnings().get())));
        calls(node, at);
        return new Look(at, now, Json.text(node));
    }

    private void calls(ObjectNode node, Instant at) {
        ArrayNode calls = node.putArray("calls");
        List<Administration.LiveCallFact> live;
        try {
            live = administration.calls();
        } catch (AdminException e) {
            return;
        }
        node.put("callsLive", live.size());
        Map<String, Double> heard = new HashMap<>();
        if (!live.isEmpty()) {
            quietly(() -> heard.putAll(heard(at)));
        }
        live.stream()
                .limit(MOST_CALLS)
                .forEach(call -> {
                    ObjectNode one =
                            calls.addObject()
                                    .put("callId", call.callId())
                                    .put("from", call.from())
                                    .put("to", call.to())
                                    .put("since", call.since().toString());
                    Double mos = heard.get(call.callId());
                    if (mos != null) {
                        one.put("mos", mos);
                    }
                });
    }

    /// The worst that a phone has reported lately, by call.
    private Map<String, Double> heard(Instant at) {
        Map<String, Double> heard = new HashMap<>();
        for (QualityAdministration.Reported reported :
                administration
                        .quality()
                        .reports(at.minus(REPORTED), Optional.empty(), MOST_CALLS)) {
            reported.report()
                    .heardHere()
                    .value(Measure.MOSLQ)
                    .ifPresent(mos -> heard.merge(reported.report().callId(), mos, Math::min));
        }
        return heard;
    }

    /// What the database does not say now is left out: the checks tell why.
    private static void quietly(Runnable asking) {
        try {
            asking.run();
        } catch (StoreUnavailableException e) {
            // the check of the database says so
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
