package org.earshot.interop;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveVerifier;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.RingArchiveKeys;
import org.earshot.proxy.archive.SearchEntries;
import org.earshot.proxy.archive.Verdict;
import org.earshot.proxy.archive.VerificationReport;

/// How long it takes to verify an archive against its anchors, on one thread.
///
/// `bin/bench archive-verify [MILLIONS [DATABASE]]`: 1 million records on `h2`, or on `mariadb`, unless told otherwise.
final class ArchiveVerifyBench {
    private ArchiveVerifyBench() {}

    public static void main(String[] arguments) throws Exception {
        long records =
                Math.round((arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1) * 1e6);
        boolean mariadb = arguments.length > 1 && arguments[1].equals("mariadb");
        try (Lab lab = Lab.of("bench-verify")) {
            Path directory = lab.privateFolder("archive");
            if (mariadb) {
                try (MariaDb server = MariaDb.start()) {
                    run(server.newDatabase(), directory, records);
                }
            } else {
                run(DatabaseConfig.embedded(directory), directory, records);
            }
        }
    }

    private static void run(DatabaseConfig config, Path directory, long records) throws Exception {
        KeyRing ring = KeyRing.open(directory.resolve("keys"));
        RingArchiveKeys keys = new RingArchiveKeys(ring, directory.resolve("archive-days"));
        Path anchors = directory.resolve("anchors");
        try (Database database = Database.open(config, ring)) {
            JdbcArchiveTables tables =
                    new JdbcArchiveTables(database.transactions(), database.dialect());
            long begun = System.nanoTime();
            try (Archive archive =
                    ChainedArchive.open(
                            ArchiveConfig.of("bench"),
                            tables,
                            new FileAnchorJournal(anchors),
                            keys,
                            InstantSource.system())) {
                new ArchiveLoad().fill(archive, records);
            }
            System.out.printf(
                    Locale.ROOT, "%,d records written in %.1f s%n", records, since(begun));
            // so that these are checked too
            new SearchEntries(tables, keys).catchUp();
            System.out.printf(
                    Locale.ROOT, "their search entries made after %.1f s%n", since(begun));
            for (int round = 0; round < 2; round++) {
                verify(tables, keys, anchors);
            }
        }
    }

    private static void verify(JdbcArchiveTables tables, RingArchiveKeys keys, Path anchors)
            throws Exception {
        long begun = System.nanoTime();
        long processor = threadTime();
        VerificationReport report =
                new ArchiveVerifier(
                                tables,
                                Set.of(keys.signer()),
                                () -> FileAnchorJournal.read(anchors),
                                Duration.ZERO)
                        .verify();
        if (!(report.verdict() instanceof Verdict.Intact)) {
            throw new IllegalStateException(report.text());
        }
        System.out.printf(
                Locale.ROOT,
                "verified in %.1f s, %.1f s of them on the processor: %s%n",
                since(begun),
                (threadTime() - processor) / 1e9,
                report.text());
    }

    private static long threadTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
