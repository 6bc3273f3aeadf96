package org.earshot.softphone.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The keyring of the desktop (Secret Service), by `secret-tool` of libsecret. A secret goes over standard input and output, never over the
/// command line, which others may read. Every method blocks, and may wait for the user to unlock the keyring.
final class Keyring {
    private static final Duration PROBE = Duration.ofSeconds(5);

    /// A person has to find a password and type it.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int LONGEST = 10_000;

    private final String program;
    private final Map<String, String> environment;

    /// @param program `secret-tool`, or where it is
    /// @param environment added to that of this process
    Keyring(String program, Map<String, String> environment) {
        this.program = program;
        this.environment = Map.copyOf(environment);
    }

    private record Result(int status, String out, String err) {}

    /// Whether there is one that answers: the program, a session bus, and somebody who keeps secrets.
    boolean isThere() {
        try {
            Result result = run(PROBE, "", List.of("lookup", "application", "earshot-probe"));
            return result.status == 0 || (result.status == 1 && result.err.isBlank());
        } catch (IOException _) {
            return false;
        }
    }

    /// @throws IOException with a sentence for the user
    Optional<String> lookup(String account) throws IOException {
        Result result = run(PATIENCE, "", named("lookup", account));
        if (result.status == 0) {
            return Optional.of(result.out).filter(secret -> !secret.isEmpty());
        }
        if (result.err.isBlank()) {
            return Optional.empty();
        }
        throw refused(result);
    }

    /// In place of what was there.
    ///
    /// @throws IOException with a sentence for the user
    void store(String account, String secret) throws IOException {
        List<String> arguments = named("store", account);
        arguments.add(1, "--label=Earshot " + account);
        Result result = run(PATIENCE, secret, arguments);
        if (result.status != 0) {
            throw refused(result);
        }
    }

    /// @throws IOException with a sentence for the user
    void clear(String account) throws IOException {
        Result result = run(PATIENCE, "", named("clear", account));
        if (result.status != 0 && !result.err.isBlank()) {
            throw refused(result);
        }
    }

    private static List<String> named(String command, String account) {
        return new ArrayList<>(List.of(command, "application", "earshot", "account", account));
    }

    private static IOException refused(Result result) {
        return new IOException("the keyring says: " + result.err.strip());
    }

    private Result run(Duration patience, String in, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Thread outReader = reader(process.getInputStream(), out);
            Thread errReader = reader(process.getErrorStream(), err);
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(in.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // it has ended already, and says why
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the keyring does not answer");
            }
            outReader.join();
            errReader.join();
            return new Result(
                    process.exitValue(),
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        } finally {
            process.destroy();
        }
    }

    private static Thread reader(InputStream in, ByteArrayOutputStream into) {
        return Thread.ofVirtual()
                .name("keyring")
                .start(() -> {
                    try {
                        into.write(in.readNBytes(LONGEST));
                    } catch (IOException _) {
                        // what there is counts
                    }
                });
    }
}
