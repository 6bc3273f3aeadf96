package org.earshot.common.stack;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All client transactions of a node: makes them, and finds the one that a response belongs to
/// (RFC 3261 §17.1.3). Thread-safe.
final class ClientTransactions {
    private static final Logger log = LoggerFactory.getLogger(ClientTransactions.class);

    private final Outlet outlet;
    private final Outgoing outgoing;
    private final Timers timers;
    private final TransactionConfig config;
    private final RandomIds ids = new RandomIds();
    private final Map<TransactionKey, LiveClientTransaction> live = new ConcurrentHashMap<>();

    /// By connection, for when one breaks; UDP flows never do.
    private final Map<Flow, Set<LiveClientTransaction>> byConnection = new ConcurrentHashMap<>();

    ClientTransactions(Outlet outlet, Timers timers, TransactionConfig config) {
        this.outlet = outlet;
        this.outgoing = new Outgoing(outlet, timers);
        this.timers = timers;
        this.config = config;
    }

    ClientTransaction send(
            Request request,
            Destination destination,
            String branchSuffix,
            ClientTransaction.Listener listener,
            Executor executor) {
        return begin(request, destination, ids.branch() + branchSuffix, listener, executor);
    }

    /// RFC 3261 §9.1: over the same flow, with the same branch, in a transaction of its own.
    void sendCancel(Request cancel, String branch, Flow flow) {
        begin(
                cancel,
                new Destination.Existing(flow),
                branch,
                LiveClientTransaction.nobody(),
                Runnable::run);
    }

    private LiveClientTransaction begin(
            Request request,
            Destination destination,
            String branch,
            ClientTransaction.Listener listener,
            Executor executor) {
        LiveClientTransaction transaction =
                new LiveClientTransaction(this, timers, request, branch, listener, executor);
        live.put(transaction.key(), transaction);
        var _ =
                outgoing.prepare(request, destination, branch)
                        .whenComplete((prepared, failure) -> {
                            if (failure == null) {
                                transaction.begin(prepared, machine(request, prepared));
                            } else {
                                transaction.failToBegin(reason(failure));
                            }
                        });
        transaction.limitOpening(config.t1x64());
        return transaction;
    }

    private TransactionMachine machine(Request request, Outgoing.Prepared prepared) {
        boolean reliable = prepared.flow().transport().isReliable();
        return request.getMethod().equals(Request.INVITE)
                ? new InviteClientTransaction(config, reliable)
                : new NonInviteClientTransaction(config, reliable);
    }

    void sendAck(Request ack, Destination destination) {
        var _ =
                outgoing.prepare(ack, destination, ids.branch())
                        .whenComplete((prepared, failure) -> {
                            if (failure != null) {
                                log.debug("an ACK can't be sent: {}", reason(failure));
                            } else if (!outlet.send(prepared.flow(), prepared.bytes())) {
                                log.debug("an ACK is lost: {} closed", prepared.flow());
                            }
                        });
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return String.valueOf(cause.getMessage());
    }

    /// @return false if no transaction waits for it
    boolean onResponse(Response response, Flow flow) {
        LiveClientTransaction transaction = live.get(TransactionKey.ofResponse(response));
        if (transaction == null) {
            return false;
        }
        transaction.onResponse(response, flow);
        return true;
    }

    /// A connection is gone: whoever waits on it is told. Takes locks, so not on a thread that holds one.
    void onFlowClosed(Flow flow) {
        Set<LiveClientTransaction> waiting = byConnection.remove(flow);
        if (waiting != null) {
            waiting.forEach(LiveClientTransaction::onFlowClosed);
        }
    }

    void onBegin(LiveClientTransaction transaction, Flow flow) {
        if (flow.transport().isReliable()) {
            byConnection.compute(
                    flow,
                    (_, old) -> {
                        Set<LiveClientTransaction> all =
                                old == null ? ConcurrentHashMap.newKeySet() : old;
                        all.add(transaction);
                        return all;
                    });
        }
    }

    void remove(LiveClientTransaction transaction, Optional<Flow> flow) {
        live.remove(transaction.key(), transaction);
        flow.filter(f -> f.transport().isReliable())
                .ifPresent(f ->
                        byConnection.computeIfPresent(
                                f,
                                (_, all) -> {
                                    all.remove(transaction);
                                    return all.isEmpty() ? null : all;
                                }));
    }

    /// Ends all of them without a word.
    void close() {
        live.values().forEach(TransactionRun::stopAll);
        live.clear();
        byConnection.clear();
    }

    Outlet outlet() {
        return outlet;
    }

    /// How many live.
    int size() {
        return live.size();
    }
}
