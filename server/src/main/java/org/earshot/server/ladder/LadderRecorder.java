package org.earshot.server.ladder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.StackObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes the SIP messages of calls. On the way of a message it takes what is kept of it and puts that into a queue with room for
/// [#QUEUE]; where there is none it counts what is lost. Everything else happens in [#write()], which is called now and then. Thread-safe.
public final class LadderRecorder implements StackObserver {
    /// Messages between two writings.
    static final int QUEUE = 8192;

    /// Calls that are followed at once; the one of which was heard least lately goes.
    static final int MOST_CALLS = 20_000;

    /// Messages of one call. What comes then is lost.
    static final int MOST_OF_A_CALL = 400;

    /// Messages that wait to be written. What comes then is lost.
    static final int MOST_WAITING = 50_000;

    /// Calls a minute that never got past the question for a password. Anybody can begin those.
    static final int MOST_UNKNOWN = 20;

    private static final Logger log = LoggerFactory.getLogger(LadderRecorder.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// How long a call that was asked for a password is not written: the phone's second INVITE has as long.
    private static final Duration ANSWERS_A_CHALLENGE = Duration.ofSeconds(3);

    private final LadderStore store;
    private final String node;
    private final StackObserver next;
    private final InstantSource clock;
    private final ArrayBlockingQueue<Supplier<Optional<Heard>>> queue =
            new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostInAll = new AtomicLong();
    private final Map<String, Followed> calls = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Followed> changed = new LinkedHashSet<>();
    private int waiting;
    private long told;
    private Instant unknownSince = Instant.EPOCH;
    private int unknown;

    /// A call, and what of it is not written yet.
    private static final class Followed {
        private final CallFold fold;
        private final List<LadderMessage> waiting = new ArrayList<>();
        private int messages;
        private boolean written;

        Followed(String callId) {
            fold = new CallFold(callId);
        }
    }

    /// @param node which start of which node this is
    /// @param next who hears the stack besides
    public LadderRecorder(LadderStore store, String node, StackObserver next, InstantSource clock) {
        this.store = store;
        this.node = node;
        this.next = next;
        this.clock = clock;
    }

    @Override
    public void answered(String method, int status, long nanos) {
        next.answered(method, status, nanos);
    }

    @Override
    public void repeated(String method) {
        next.repeated(method);
    }

    @Override
    public void malformed() {
        next.malformed();
    }

    @Override
    public void received(Message message, Flow flow) {
        next.received(message, flow);
        String method =
                message instanceof Request request
                        ? request.getMethod()
                        : message.getHeader(CSeqHeader.NAME) instanceof CSeqHeader cseq
                                ? cseq.getMethod()
                                : "";
        if (!HeaderLines.isOfCall(method)) {
            return;
        }
        if (queue.remainingCapacity() == 0) {
            lose(1); // without the work that would be for nothing
            return;
        }
        Optional<Heard> heard = Heard.received(message, flow, clock.instant(), node);
        put(() -> heard);
    }

    @Override
    public void sent(byte[] message, Flow flow) {
        next.sent(message, flow);
        if (HeaderLines.isOfCall(message)) {
            Instant at = clock.instant();
            put(() -> Heard.sent(message, flow, at, node));
        }
    }

    private void put(Supplier<Optional<Heard>> heard) {
        if (!queue.offer(heard)) {
            lose(1);
        }
    }

    private void lose(long messages) {
        lost.addAndGet(messages);
        lostInAll.addAndGet(messages);
    }

    /// How many messages of calls could not be kept since the start.
    public long lost() {
        return lostInAll.get();
    }

    /// Says in the log what was lost since it said so the last time.
    public synchronized void tell() {
        long all = lost();
        if (all > told) {
            log.warn("{} SIP messages of calls were not kept: too many came at once", all - told);
            told = all;
        }
    }

    /// Writes what was heard. Where the store is away it is tried again the next time, as long as there is room. May block.
    public synchronized void write() {
        take();
        List<LadderStore.Trail> trails = new ArrayList<>();
        List<Followed> written = new ArrayList<>();
        long lostNow = lost.getAndSet(0);
        Instant now = clock.instant();
        for (Followed call : changed) {
            Optional<CallSummary> summary = call.fold.summary();
            if (summary.isEmpty()) {
                call.waiting.clear(); // of a dialog that this start has not seen begin
            } else if (isDue(call, now)) {
                trails.add(new LadderStore.Trail(summary.get(), call.waiting, lostNow));
                written.add(call);
            }
        }
        if (!trails.isEmpty()) {
            write(trails, written);
        }
        changed.removeIf(call -> call.waiting.isEmpty());
        waiting = changed.stream().mapToInt(call -> call.waiting.size()).sum();
    }

    private void write(List<LadderStore.Trail> trails, List<Followed> written) {
        try {
            store.write(trails);
            written.forEach(call -> {
                call.waiting.clear();
                call.written = true;
            });
        } catch (StoreUnavailableException e) {
            log.debug("calls are written later: {}", e.getMessage());
        } catch (RuntimeException e) {
            // would fail again and again
            long all = written.stream().mapToLong(call -> call.waiting.size()).sum();
            log.warn("{} SIP messages of calls are lost", all, e);
            lose(all);
            written.forEach(call -> call.waiting.clear());
        }
    }

    private void take() {
        List<Supplier<Optional<Heard>>> some = new ArrayList<>();
        queue.drainTo(some);
        for (Supplier<Optional<Heard>> each : some) {
            each.get().ifPresent(this::follow);
        }
        Collection<Followed> all = calls.values();
        var oldest = all.iterator();
        for (int more = all.size() - MOST_CALLS; more > 0; more--) {
            Followed gone = oldest.next();
            lose(gone.waiting.size());
            changed.remove(gone);
            oldest.remove();
        }
    }

    private void follow(Heard heard) {
        Followed call = calls.get(heard.callId());
        if (call == null) {
            if (!heard.message().asks(Request.INVITE)) {
                return; // within a dialog that this start has not seen begin, or of none
            }
            call = new Followed(heard.callId());
            calls.put(heard.callId(), call);
        }
        call.fold.add(heard.message());
        if (call.messages++ < MOST_OF_A_CALL && waiting < MOST_WAITING) {
            call.waiting.add(heard.message());
            changed.add(call);
            waiting++;
        } else {
            lose(1);
        }
    }

    /// Not yet, where the phone is about to show its password; and few of those who never do.
    private boolean isDue(Followed call, Instant now) {
        if (call.written || !call.fold.isChallenge()) {
            return true;
        }
        if (CallFold.instant(call.fold.lastHeard()).plus(ANSWERS_A_CHALLENGE).isAfter(now)) {
            return false;
        }
        if (unknownSince.plus(MINUTE).isBefore(now)) {
            unknownSince = now;
            unknown = 0;
        }
        if (unknown++ < MOST_UNKNOWN) {
            return true;
        }
        lose(call.waiting.size());
        call.waiting.clear();
        return false;
    }
}
