package org.earshot.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// Phones that write to each other through one server at a steady rate, all in this JVM, and how long that takes: from the write of the sender's request to the
/// reader that has the whole message. One thread at a time has it write.
final class MessageLoad implements AutoCloseable {
    static final int PHONES = 25; // that write, and as many that read
    private static final long SEED = 1;

    private final List<LoadPhone> writers = new ArrayList<>();
    private final List<LoadPhone> readers = new ArrayList<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final LongAdder answered = new LongAdder();
    private volatile Latencies delays = new Latencies();

    /// What was written.
    ///
    /// @param refused how many messages got which answer that was no 2xx
    /// @param delays of those that arrived
    record Written(long sent, Map<String, Integer> refused, Latencies delays) {}

    private MessageLoad() {}

    /// The accounts that it needs, each with the password `pw` and its name.
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < PHONES; i++) {
            names.add("w" + i);
            names.add("r" + i);
        }
        return names;
    }

    /// Registers all of them.
    ///
    /// @param tls empty: TCP
    static MessageLoad connect(String address, Optional<SSLContext> tls) throws IOException {
        MessageLoad load = new MessageLoad();
        for (int i = 0; i < PHONES; i++) {
            load.writers.add(
                    LoadPhone.connect("w" + i, "pww" + i, address, tls, _ -> {}).registered());
            load.readers.add(
                    LoadPhone.connect("r" + i, "pwr" + i, address, tls, load::arrived)
                            .registered());
        }
        return load;
    }

    private void arrived(String text) {
        delays.add(System.nanoTime() - Long.parseLong(text.substring(0, text.indexOf(' '))));
    }

    /// Writes for a while, and waits until every message has its answer, at most some seconds.
    ///
    /// @param rate messages a second
    Written write(int rate, Duration duration) {
        delays = new Latencies();
        refused.clear();
        answered.reset();
        Random random = new Random(SEED);
        long start = System.nanoTime();
        long count = rate * duration.toSeconds();
        for (long i = 0; i < count; i++) {
            long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            LoadPhone writer = writers.get(random.nextInt(PHONES));
            var _ =
                    writer.message(
                                    "r" + random.nextInt(PHONES),
                                    System.nanoTime() + " the text of a message")
                            .whenComplete((status, failure) -> {
                                if (failure != null || status / 100 != 2) {
                                    refused.merge(
                                            failure == null ? status.toString() : "no answer",
                                            1,
                                            Integer::sum);
                                }
                                answered.increment();
                            });
        }
        settle(count);
        return new Written(count, Map.copyOf(refused), delays);
    }

    private void settle(long sent) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (answered.sum() < sent && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /// What a process and its children have had of the processor.
    static Duration cpu(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        for (LoadPhone phone : Stream.concat(writers.stream(), readers.stream()).toList()) {
            phone.close();
        }
    }
}
