package org.earshot.softphone.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One of the processes of the demonstration, started by `bin/earshot` as a user would, and the lines that it
/// prints. Standard error goes to a log file.
final class ChildProcess implements AutoCloseable {
    private final String name;
    private final Path log;
    private final Process process;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    /// A line of standard output.
    ///
    /// @param nanos [System#nanoTime()] when it was read
    /// @param text the line; empty at the end of the output
    private record Line(long nanos, Optional<String> text) {}

    /// What was made of a line, and when the line came.
    record Seen<T>(long nanos, T value) {}

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        Thread.ofVirtual().name(name + "-output").start(this::read);
    }

    static ChildProcess start(
            String name, Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new DemoFailure(name + " could not be started: " + e.getMessage());
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(new Line(System.nanoTime(), Optional.of(line)));
            }
        } catch (IOException e) {
            // the process has ended, which is what the end of its output says
        }
        lines.add(new Line(System.nanoTime(), Optional.empty()));
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /// Writes a line to standard input.
    void tell(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
            process.outputWriter(StandardCharsets.UTF_8).flush();
        } catch (IOException e) {
            throw new DemoFailure(name + " takes no commands any more; see " + log);
        }
    }

    /// Writes everything to standard input, closes it, and waits for the end.
    void finish(String input) {
        try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
            writer.write(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new DemoFailure(name + " failed; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure(name + " was interrupted");
        }
    }

    /// Reads lines until `wanted` makes something of one; the others are dropped.
    ///
    /// @param what for the message of the failure
    /// @throws DemoFailure when the time is over or the output ends first
    <T> Seen<T> await(String what, int seconds, Function<String, Optional<T>> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            while (true) {
                Line line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new DemoFailure(
                            name + ": no " + what + " within " + seconds + " s; see " + log);
                }
                if (line.text().isEmpty()) {
                    throw new DemoFailure(name + " ended before " + what + "; see " + log);
                }
                Optional<T> found = wanted.apply(line.text().get());
                if (found.isPresent()) {
                    return new Seen<>(line.nanos(), found.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted while waiting for " + what);
        }
    }

    /// Waits for the process to end by itself, and ends it if it does not.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroy();
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
