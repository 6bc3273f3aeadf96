package org.earshot.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.earshot.softphone.file.SourceFile;

/// How fast a file goes from phone to phone on loopback, to its checked hash on the disk, beside `curl` over TLS (the server is
/// `openssl s_server`) followed by `sha256sum`. Both our ends are in one process, with the memory of a phone.
///
/// `bin/bench files [MEGABYTES [ROUNDS [DIRECTORY]]]`: 1,000 MB, three rounds.
final class FilesBench {
    private static final int MEGABYTE = 1_000_000;

    private FilesBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals("ours")) {
            ours(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            return;
        }
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        try (Lab lab = Lab.of("bench-files")) {
            Path folder = arguments.length > 2 ? Path.of(arguments[2]) : lab.file("files");
            Files.createDirectories(folder);
            fill(folder.resolve("source"), (long) megabytes * MEGABYTE);
            List<String> ours =
                    Lab.javaCommand(
                            FilesBench.class.getName(),
                            List.of("ours", folder.toString(), Integer.toString(rounds)));
            CurlPeer.succeed(new ProcessBuilder(ours).inheritIO());
            InetAddress loopback = InetAddress.getLoopbackAddress();
            double[] curl = CurlPeer.fetch(folder, rounds, loopback, loopback);
            for (int round = 0; round < rounds; round++) {
                System.out.printf(
                        Locale.ROOT,
                        "curl and sha256sum, round %d: %.2f s%n",
                        round + 1,
                        curl[round]);
            }
            double best = median(curl);
            double own = Double.parseDouble(Files.readString(folder.resolve("median")).strip());
            System.out.printf(
                    Locale.ROOT,
                    "%d MB: ours %.2f s, curl and sha256sum %.2f s (medians): %.0f %% of its rate%n",
                    megabytes,
                    own,
                    best,
                    100 * best / own);
            Files.delete(folder.resolve("source"));
            Files.delete(folder.resolve("median"));
        }
    }

    static double median(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static void fill(Path file, long bytes) throws IOException {
        Random random = new Random(1);
        byte[] block = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    // Ours, in a process of its own.

    private static void ours(Path folder, int rounds) throws Exception {
        double[] seconds = new double[rounds];
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (FileEnds ends = new FileEnds(folder, loopback, loopback)) {
            SourceFile source = SourceFile.examine(folder.resolve("source"), bytes -> {});
            for (int round = 0; round < rounds; round++) {
                long began = System.nanoTime();
                Path file = ends.transfer(source);
                seconds[round] = (System.nanoTime() - began) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "ours, round %d: %.2f s, %.0f MB/s%n",
                        round + 1,
                        seconds[round],
                        source.size() / seconds[round] / MEGABYTE);
                Files.delete(file);
            }
        }
        double[] before = heap();
        System.out.printf(
                Locale.ROOT, "our heap, both ends: %.0f MB at most, garbage included", before[1]);
        System.gc();
        System.out.printf(Locale.ROOT, "; %.0f MB in use at the end%n", heap()[0]);
        Files.writeString(folder.resolve("median"), Double.toString(median(seconds)));
    }

    /// What was in use at most behind a collection, and at most at all, in megabytes.
    private static double[] heap() {
        long kept = 0;
        long most = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                most += pool.getPeakUsage().getUsed();
                kept +=
                        Optional.ofNullable(pool.getCollectionUsage())
                                .map(MemoryUsage::getUsed)
                                .orElse(0L);
            }
        }
        return new double[] {kept / (double) MEGABYTE, most / (double) MEGABYTE};
    }
}
