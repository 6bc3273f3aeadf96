package org.earshot.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Whether the system says that something keeps its clock right: systemd's own, or chrony, by what the kernel was told.
public final class SystemClock implements Supplier<Optional<Boolean>> {
    private static final Path BY_SYSTEMD = Path.of("/run/systemd/timesync/synchronized");
    private static final int PATIENCE_S = 2;
    private static final int LONGEST = 100;

    /// Empty: it says nothing, as in a container.
    @Override
    public Optional<Boolean> get() {
        if (Files.exists(BY_SYSTEMD)) {
            return Optional.of(true);
        }
        try {
            Process asked =
                    new ProcessBuilder("timedatectl", "show", "-p", "NTPSynchronized", "--value")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            asked.getOutputStream().close();
            if (!asked.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                asked.destroyForcibly();
                return Optional.empty();
            }
            try (InputStream said = asked.getInputStream()) {
                return answer(
                        new String(said.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip());
            }
        } catch (IOException e) {
            return Optional.empty(); // no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Optional<Boolean> answer(String text) {
        return switch (text) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
