package org.earshot.proxy.archive.custodian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/// Looks whether a custodian is there, and how far behind it is; sends nothing.
public final class CustodianProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private CustodianProbe() {}

    /// Connects, and leaves.
    ///
    /// @throws IOException if it does not answer, or is somebody else
    public static void greet(String host, int port, SSLContext tls) throws IOException {
        SyslogOverTls.open(host, port, tls, PATIENCE).close();
    }

    /// How long what was recorded last had been newer, or is, than what the custodian surely had; zero: it has all, or there is nothing.
    ///
    /// @param anchors the folder of the journal
    /// @param file where the feed notes how far it is
    public static Duration behind(Path anchors, Path file) throws IOException {
        Optional<Instant> last = newest(anchors, file);
        if (last.isEmpty()) {
            return Duration.ZERO;
        }
        Instant settled;
        try {
            settled = Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            settled = oldest(anchors, file).orElse(last.get());
        }
        Duration behind = Duration.between(settled, last.get());
        return behind.isNegative() ? Duration.ZERO : behind;
    }

    private static Optional<Instant> newest(Path anchors, Path file) throws IOException {
        return times(anchors, file, Comparator.naturalOrder());
    }

    private static Optional<Instant> oldest(Path anchors, Path file) throws IOException {
        return times(anchors, file, Comparator.reverseOrder());
    }

    private static Optional<Instant> times(Path anchors, Path file, Comparator<Instant> order)
            throws IOException {
        if (!Files.isDirectory(anchors)) {
            return Optional.empty();
        }
        Optional<Instant> found = Optional.empty();
        try (Stream<Path> all = Files.list(anchors)) {
            for (Path one : all.filter(path -> !path.equals(file)).toList()) {
                Instant at = modified(one);
                if (found.isEmpty() || order.compare(at, found.get()) > 0) {
                    found = Optional.of(at);
                }
            }
        }
        return found;
    }

    private static Instant modified(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        return time.toInstant();
    }
}
