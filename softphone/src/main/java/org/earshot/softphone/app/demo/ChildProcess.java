package org.earshot.softphone.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One of the processes of the demonstration, started by `bin/earshot` as a user would, and the lines that it
/// prints. Standard error goes to a log file.
public final class ChildProcess implements AutoCloseable {
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
    public record Seen<T>(long nanos, T value) {}

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        // a read of a pipe holds its carrier: two such on a machine with two cores, and no virtual
        // thread goes on any more
        Thread.ofPlatform().daemon().name(name + "-output").start(this::read);
    }

    /// Starts a program.
    ///
    /// @param name for messages
    /// @param log gets its standard error
    /// @param environment added to ours
    /// @throws DemoFailure if there is no such program
    public static ChildProcess start(
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

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    /// The process, for its CPU time and to kill it.
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /// Writes a line to standard input.
    public void tell(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
            process.outputWriter(StandardCharsets.UTF_8).flush();
        } catch (IOException e) {
            throw new DemoFailure(name + " takes no commands any more; see " + log);
        }
    }

    /// Writes everything to standard input, closes it, and waits for the end.
    public void finish(String input) {
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
    public <T> Seen<T> await(String what, int seconds, Function<String, Optional<T>> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            while (true) {
                Line line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new DemoFailure(
                            name + ": no " + what + " within " + seconds + " s; see " + log);
                }
                if (line.text().isEmpty()) {
                    throw new DemoFailure(
                            name + " ended before " + what + ": " + lastWords() + "; see " + log);
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

    /// The last line of its log, which is why it ended; the log itself may be gone when somebody reads of it.
    private String lastWords() {
        try {
            List<String> all = Files.readAllLines(log);
            return all.isEmpty() ? "it said nothing" : all.getLast();
        } catch (IOException e) {
            return "its log can't be read (" + e.getMessage() + ")";
        }
    }

    /// Everything that it still prints, to the end of its output.
    public List<String> allLines(int seconds) {
        List<String> all = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            while (true) {
                Line line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (line == null) {
                    throw new DemoFailure(name + " did not end within " + seconds + " s");
                }
                if (line.text().isEmpty()) {
                    return all;
                }
                all.add(line.text().get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted while " + name + " was running");
        }
    }

    /// Its exit status; waits some seconds for it.
    public int exitStatus() {
        close();
        return process.exitValue();
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
