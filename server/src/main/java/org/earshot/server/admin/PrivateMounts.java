package org.earshot.server.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Folders that this process sees as nobody else does: systemd gives a service with `PrivateTmp=` a `/tmp` and a `/var/tmp` of its own. What a command had it write
/// there nobody would find, and it would go when the service ends; what somebody has put there it does not see.
final class PrivateMounts {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/mountinfo");
    private static final String MARK = "systemd-private-";
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final int ROOT = 3;
    private static final int POINT = 4;

    private PrivateMounts() {}

    /// The folder that has such a file and is this process's alone.
    ///
    /// @param file absolute and normalized
    static Optional<Path> above(Path file) {
        try {
            return above(file, Files.readAllLines(OF_THIS_PROCESS, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty(); // no Linux
        }
    }

    /// @param mounts lines as of `/proc/self/mountinfo` (proc_pid_mountinfo(5)); what is none of them is passed over
    static Optional<Path> above(Path file, List<String> mounts) {
        Optional<Path> nearest = Optional.empty();
        boolean hidden = false;
        for (String line : mounts) {
            String[] fields = line.split(" ", -1);
            Optional<Path> point = fields.length > POINT ? path(fields[POINT]) : Optional.empty();
            // of several at one place the last one is on top
            if (point.filter(file::startsWith).isPresent()
                    && nearest.filter(at -> at.getNameCount() > point.get().getNameCount())
                            .isEmpty()) {
                nearest = point;
                hidden = fields[ROOT].contains(MARK);
            }
        }
        return hidden ? nearest : Optional.empty();
    }

    private static Optional<Path> path(String field) {
        String bytes =
                OCTAL.matcher(field)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                (char) Integer.parseInt(found.group(1), 8))));
        try {
            return Optional.of(
                    Path.of(
                            new String(
                                    bytes.getBytes(StandardCharsets.ISO_8859_1),
                                    StandardCharsets.UTF_8)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
