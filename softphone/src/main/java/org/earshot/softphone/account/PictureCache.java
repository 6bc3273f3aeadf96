package org.earshot.softphone.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.softphone.ua.AccountService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pictures on the disk, a file for each person, with the etag that the server gave them. What the disk does not take is fetched again.
/// Thread-safe: a file is whole or not there.
final class PictureCache {
    private static final Logger log = LoggerFactory.getLogger(PictureCache.class);

    /// Of 30 kB, as a rule.
    private static final int MOST = 2000;

    private static final int LONGEST_HEAD = 200;
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern HEAD =
            Pattern.compile("earshot-picture ([!-~&&[^\"]]{1,64}) (image/(?:png|jpeg))\n");

    private final Path folder;
    private final int most;

    PictureCache(Path folder) {
        this(folder, MOST);
    }

    /// @param most how many files there may be
    PictureCache(Path folder, int most) {
        this.folder = folder;
        this.most = most;
    }

    /// A picture that was kept.
    record Kept(String etag, AccountService.Picture picture) {}

    private Path file(String address) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(address.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".picture");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// What was kept of somebody; empty also for a file that is damaged.
    Optional<Kept> find(String address) {
        try {
            Path file = file(address);
            if (!Files.exists(file) || Files.size(file) > MOST_BYTES + LONGEST_HEAD) {
                return Optional.empty();
            }
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            log.debug("a picture can't be read: {}", e.toString());
            return Optional.empty();
        }
    }

    static Optional<Kept> parse(byte[] file) {
        int end = 0;
        while (end < file.length && end < LONGEST_HEAD && file[end] != '\n') {
            end++;
        }
        if (end >= Math.min(file.length, LONGEST_HEAD)) {
            return Optional.empty();
        }
        Matcher head = HEAD.matcher(new String(file, 0, end + 1, StandardCharsets.ISO_8859_1));
        return head.matches()
                ? Optional.of(
                        new Kept(
                                head.group(1),
                                new AccountService.Picture(
                                        head.group(2),
                                        Arrays.copyOfRange(file, end + 1, file.length))))
                : Optional.empty();
    }

    /// Keeps one in place of what was kept before.
    void keep(String address, Kept kept) {
        byte[] head =
                ("earshot-picture " + kept.etag() + " " + kept.picture().type() + "\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] content = kept.picture().content();
        byte[] whole =
                ByteBuffer.allocate(head.length + content.length).put(head).put(content).array();
        if (parse(whole).isEmpty()) {
            return; // of a server that names things otherwise
        }
        try {
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, "new-", ".part");
            try {
                Files.write(fresh, whole);
                Files.move(fresh, file(address), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
            tidy();
        } catch (IOException e) {
            log.info("a picture is not kept: {}", e.toString());
        }
    }

    /// Somebody has none any more.
    void forget(String address) {
        try {
            Files.deleteIfExists(file(address));
        } catch (IOException e) {
            log.info("a picture is not deleted: {}", e.toString());
        }
    }

    private void tidy() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(all::add);
        }
        if (all.size() <= most) {
            return;
        }
        record Dated(Path file, FileTime at) {}
        List<Dated> dated = new ArrayList<>();
        for (Path file : all) {
            dated.add(new Dated(file, Files.getLastModifiedTime(file)));
        }
        dated.sort(Comparator.comparing(Dated::at));
        for (Dated old : dated.subList(0, all.size() - most)) {
            Files.deleteIfExists(old.file());
        }
    }
}
