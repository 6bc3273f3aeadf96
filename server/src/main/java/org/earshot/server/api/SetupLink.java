package org.earshot.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/// The way into the console before anybody can log in: a link with a secret, in a file that only the owner of DATA can read. Whoever
/// shows the secret is taken for that owner, whom [org.earshot.server.admin.Supervision] lets appoint people until there is an
/// officer. Thread-safe.
public final class SetupLink {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final int SECRET = 24;

    private final Path file;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private Optional<Issued> issued = Optional.empty();

    private record Issued(String token, Instant until) {
        boolean fits(String shown) {
            return MessageDigest.isEqual(token.getBytes(UTF_8), shown.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return "Issued[until " + until + "]";
        }
    }

    /// @param data the server's data folder
    public SetupLink(Path data, InstantSource clock) {
        this.file = data.resolve("console-link");
        this.clock = clock;
    }

    /// Where the link stands.
    public Path file() {
        return file;
    }

    /// Makes a link, and writes it to the file; one before it serves no more.
    ///
    /// @param console its address, such as `http://127.0.0.1:5080`
    /// @return the link. Its secret stands behind `#`: browsers send that to nobody
    public synchronized String issue(String console) {
        byte[] bytes = new byte[SECRET];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String link = console + "/#setup=" + token;
        try {
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, link + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be written", e);
        }
        issued = Optional.of(new Issued(token, clock.instant().plus(LIFE)));
        return link;
    }

    /// Whether this is the secret of the link, and still serves.
    synchronized boolean fits(String token) {
        return issued.filter(one -> clock.instant().isBefore(one.until()))
                .filter(one -> one.fits(token))
                .isPresent();
    }

    /// The link serves no more.
    public synchronized void end() {
        issued = Optional.empty();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be deleted", e);
        }
    }
}
