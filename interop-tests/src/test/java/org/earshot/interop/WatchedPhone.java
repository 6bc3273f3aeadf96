package org.earshot.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.swing.SwingUtilities;
import org.earshot.softphone.app.PhoneMain;

/// The phone with its window, and in the same process a watch: each 5 ms the window's event thread is asked for a sign. Once a second it
/// writes a line to the file that `EARSHOT_WATCH` names: milliseconds of the day's clock, how often that was, the median and the longest in milliseconds, the longest
/// that the thread itself computed between two signs, which is what is left of it on a machine that does nothing else, and how late a thread was that only sleeps, which is
/// the machine's part. What the thread does whenever it has not been free for 50 ms stands in a second file, whose name ends in
/// `.stacks`.
final class WatchedPhone {
    private static final int MILLIS = 5;
    private static final long LONG_NANOS = 50_000_000;

    private final ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> computing = new ConcurrentLinkedQueue<>();
    private long computedBefore; // the event thread's alone
    private final ConcurrentLinkedQueue<Long> oversleeps = new ConcurrentLinkedQueue<>();

    private final AtomicLong free = new AtomicLong(System.nanoTime()); // the event thread, lately
    private volatile Optional<Thread> events = Optional.empty(); // the event thread
    private final Path file;

    private WatchedPhone(Path file) {
        this.file = file;
    }

    /// @param arguments of `earshot phone`
    public static void main(String[] arguments) throws Exception {
        new WatchedPhone(Path.of(System.getenv("EARSHOT_WATCH"))).watch();
        PhoneMain.main(arguments);
    }

    private void watch() {
        ScheduledExecutorService threads =
                Executors.newScheduledThreadPool(
                        3,
                        task -> {
                            Thread thread = new Thread(task, "watch");
                            thread.setDaemon(true);
                            return thread;
                        });
        Thread sleeper =
                new Thread(
                        () -> {
                            long due = System.nanoTime();
                            while (true) {
                                due += TimeUnit.MILLISECONDS.toNanos(MILLIS);
                                long left = due - System.nanoTime();
                                if (left > 0) {
                                    try {
                                        TimeUnit.NANOSECONDS.sleep(left);
                                    } catch (InterruptedException _) {
                                        return;
                                    }
                                }
                                long now = System.nanoTime();
                                oversleeps.add(now - due);
                                due = Math.max(due, now - TimeUnit.MILLISECONDS.toNanos(MILLIS));
                            }
                        },
                        "watch-machine");
        sleeper.setDaemon(true);
        sleeper.start();
        var _ =
                threads.scheduleAtFixedRate(
                        () -> {
                            long asked = System.nanoTime();
                            SwingUtilities.invokeLater(() -> sign(asked));
                        },
                        MILLIS,
                        MILLIS,
                        TimeUnit.MILLISECONDS);
        // on a thread of its own: looking takes time, which is not the window's
        var _ = threads.scheduleAtFixedRate(this::look, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
        var _ = threads.scheduleAtFixedRate(this::tell, 1, 1, TimeUnit.SECONDS);
    }

    private void sign(long asked) {
        long now = System.nanoTime();
        free.set(now);
        events = Optional.of(Thread.currentThread());
        delays.add(now - asked);
        long computed = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        computing.add(computed - computedBefore);
        computedBefore = computed;
    }

    private void look() {
        long nanos = System.nanoTime() - free.get();
        Optional<Thread> thread = events;
        if (nanos < LONG_NANOS || thread.isEmpty()) {
            return;
        }
        StringBuilder text =
                new StringBuilder(System.currentTimeMillis() + ": not free for ")
                        .append(nanos / 1_000_000)
                        .append(" ms\n");
        for (StackTraceElement frame : thread.get().getStackTrace()) {
            text.append("    ").append(frame).append('\n');
        }
        append(Path.of(file + ".stacks"), text.toString());
    }

    private static void append(Path where, String text) {
        try {
            Files.writeString(where, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell() {
        long[] window = taken(delays);
        long[] own = taken(computing);
        long[] machine = taken(oversleeps);
        if (window.length == 0 || machine.length == 0) {
            return; // blocked for the whole second: the next line has it
        }
        append(
                file,
                String.format(
                        Locale.ROOT,
                        "%d %d %.2f %.2f %.2f %.2f%n",
                        System.currentTimeMillis(),
                        window.length,
                        window[window.length / 2] / 1e6,
                        window[window.length - 1] / 1e6,
                        own.length == 0 ? 0 : own[own.length - 1] / 1e6,
                        machine[machine.length - 1] / 1e6));
    }

    private static long[] taken(ConcurrentLinkedQueue<Long> from) {
        int count = from.size();
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = from.remove();
        }
        Arrays.sort(all);
        return all;
    }
}
