package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Pairs of phones that call each other through one server at a steady rate, without any sound: INVITE with its challenge, 180, 200, ACK, and BYE by the caller. What is
/// measured is from the INVITE to the BYE's answer. One thread at a time has it call.
final class CallLoad {
    private static final int PAIRS = 10;

    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(BarePhone caller, String callee, BarePhone called) {
        void call() throws Exception {
            // not by the common pool, which on two processors has one thread
            try (ExecutorService own = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<String> answer = own.submit(() -> caller.invite(callee, BarePhone.SDP));
                String invite = called.request("INVITE");
                called.answer(invite, "180 Ringing", "");
                called.answer(invite, "200 OK", BarePhone.SDP);
                String ok = answer.get();
                assertThat(ok).startsWith("SIP/2.0 200");
                caller.acknowledge(ok);
                called.request("ACK");
                Future<String> ended = own.submit(() -> caller.hangUpOwn(ok));
                called.answer(called.request("BYE"), "200 OK", "");
                assertThat(ended.get()).startsWith("SIP/2.0 200");
            }
        }
    }

    private CallLoad() {}

    /// The accounts that it needs, each with the password `pw` and its name.
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            names.add("caller" + i);
            names.add("called" + i);
        }
        return names;
    }

    /// Registers all of them, over TLS.
    static CallLoad connect(Lab lab, EarshotServer server) throws Exception {
        CallLoad load = new CallLoad();
        for (int i = 0; i < PAIRS; i++) {
            load.pairs.add(
                    new Pair(
                            phone(lab, server, "caller" + i),
                            "called" + i,
                            phone(lab, server, "called" + i)));
        }
        return load;
    }

    private static BarePhone phone(Lab lab, EarshotServer server, String name) throws Exception {
        return BarePhone.tls(lab, name, "pw" + name, server.address("tls"), server.ca())
                .registered();
    }

    /// Calls for a while; each pair has one call at a time, so that one which is late has fewer.
    ///
    /// @param rate calls a second of all pairs
    Latencies call(int rate, Duration duration) throws Exception {
        Latencies delays = new Latencies();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        long every = TimeUnit.SECONDS.toNanos(1) * PAIRS / rate;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                Pair pair = pairs.get(i);
                long first = start + every * i / PAIRS;
                all.add(
                        threads.submit(() -> {
                            for (long due = first; due < end; due += every) {
                                LockSupport.parkNanos(due - System.nanoTime());
                                long from = System.nanoTime();
                                pair.call();
                                delays.add(System.nanoTime() - from);
                            }
                            return null;
                        }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        return delays;
    }
}
