package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.earshot.common.file.ContentRules;
import org.earshot.softphone.file.FileFailure;
import org.earshot.softphone.file.FileHash.Algorithm;
import org.earshot.softphone.file.MsrpEndpoint;
import org.earshot.softphone.file.PartialFiles;
import org.earshot.softphone.file.PartialKey;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.sdp.FileHash;
import org.earshot.softphone.sdp.FileSelector;
import org.earshot.softphone.ua.FileCarrier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsrpCarrierTest {
    private static final String PEER = "sip:alice@example.org";

    @TempDir private Path folder;

    /// What a user did is no failure, and what failed was done by no user.
    @ParameterizedTest
    @CsvSource({
        "CONNECTION, INTERRUPTED",
        "NO_ROOM, INTERRUPTED",
        "CANCELLED, CANCELLED",
        "STOPPED, CANCELLED",
        "REFUSED, BROKEN",
        "HASH, BROKEN",
        "BLOCKED, BLOCKED"
    })
    void whatAFailureMeans(FileFailure.Reason reason, FileCarrier.Failure meaning) {
        assertThat(MsrpCarrier.failure(reason)).isEqualTo(meaning);
    }

    /// Else a part of one version might be taken for the beginning of another.
    @ParameterizedTest
    @CsvSource({"hash:sha-256, 40", "hash:sha-1, 40", "x:y, 0"})
    void whatHasNoHashBeginsAnew(String kind, long have) throws Exception {
        String name = "plan.txt";
        FileSelector file =
                new FileSelector(
                        Optional.of(name),
                        Optional.empty(),
                        OptionalLong.of(100),
                        kind.startsWith("hash:")
                                ? List.of(
                                        new FileHash(
                                                kind.substring(5),
                                                "ab".repeat(kind.endsWith("1") ? 20 : 32)))
                                : List.of());
        try (MsrpEndpoint engine =
                new MsrpEndpoint(
                        MsrpEndpoint.Settings.of(
                                DtlsIdentity.generate(
                                        new SecureRandom(),
                                        Instant.parse("2026-01-01T00:00:00Z"))))) {
            MsrpCarrier carrier =
                    new MsrpCarrier(
                            engine,
                            new PartialFiles(folder.resolve("partial")),
                            new DownloadFolder(folder.resolve("down")),
                            folder.resolve("warm-up"),
                            Optional.empty(),
                            Runnable::run);
            Files.createDirectories(folder.resolve("partial"));
            String key = key(file);
            Files.write(folder.resolve("partial").resolve(key), new byte[50]);
            Files.writeString(folder.resolve("partial").resolve(key + ".have"), "have 40\n");
            FileCarrier.Place place =
                    carrier.claim(PEER, file, "id", ContentRules.USUAL).toCompletableFuture().get();
            assertThat(place.have()).isEqualTo(have);
            place.release();
        }
    }

    private static String key(FileSelector file) {
        return file.hashes().stream()
                .map(hash ->
                        PartialKey.of(
                                PEER,
                                new org.earshot.softphone.file.FileHash(
                                        hash.algorithm().equals(FileHash.SHA_1)
                                                ? Algorithm.SHA_1
                                                : Algorithm.SHA_256,
                                        HexFormat.of().parseHex(hash.hex()))))
                .findFirst()
                .orElseGet(() -> PartialKey.of(PEER, "plan.txt", 100, "id"))
                .name();
    }
}
