package org.earshot.softphone.file;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/// Threads for work on files that must not be in the way of sound: reading, hashing, encrypting. On Linux each has a nice value of
/// its own (nice(2) is the calling thread's alone there), four above that of the process and 19 at most, so that a call goes on untroubled however many files are on
/// their way; Java's own priorities of threads do nothing on Linux. Elsewhere they are usual threads.
public final class BackgroundThreads {

    /// No more: the whole virtual machine waits for one that is stopped in the midst of its work, now and then (decision 78).
    private static final int STEP = 4;

    private static final Optional<MethodHandle> NICE = nice();

    private BackgroundThreads() {}

    /// Makes daemon threads, for tasks that may block.
    public static ThreadFactory factory(String name) {
        return task ->
                Thread.ofPlatform()
                        .daemon()
                        .name(name)
                        .unstarted(() -> {
                            stepBack();
                            task.run();
                        });
    }

    /// Runs a task on a thread of its own.
    static Thread start(String name, Runnable task) {
        Thread thread = factory(name).newThread(task);
        thread.start();
        return thread;
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> nice() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("nice")
                .map(address ->
                        linker.downcallHandle(
                                address,
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    private static void stepBack() {
        if (NICE.isEmpty()) {
            return;
        }
        try {
            int _ =
                    (int)
                            NICE.get()
                                    .invokeExact(
                                            STEP); // where that is not allowed it stays as it is
        } catch (Throwable e) {
            throw new IllegalStateException("nice", e);
        }
    }
}
