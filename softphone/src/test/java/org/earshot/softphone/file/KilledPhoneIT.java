package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.earshot.common.msrp.MsrpUri;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of a file.
class KilledPhoneIT {
    private static final long SIZE = 200_000_000L;

    @TempDir Path folder;

    @Test
    void whatWasNotedBeforeTheEndIsNotSentAgain() throws Exception {
        Assumptions.assumeTrue(
                Boolean.getBoolean("earshot.long"), "SKIPPED: only with -Dearshot.long=true");
        Path big = folder.resolve("big");
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(SIZE); // takes no room on most disks
            file.seek(SIZE / 2);
            file.writeUTF("in the middle");
        }
        SourceFile source = SourceFile.examine(big, bytes -> {});
        PartialKey key = PartialKey.of("sip:alice@example.org", source.sha256());
        Path note = folder.resolve("partial").resolve(key.name() + ".have");
        try (FilePhones phones = new FilePhones(folder, Duration.ofSeconds(20))) {
            NotingFiles sent = new NotingFiles().awaiting(bytes -> Files.exists(note));
            Process phone =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx64m",
                                    "-cp",
                                    classPath(),
                                    KilledPhone.class.getName(),
                                    folder.toString(),
                                    Long.toString(SIZE),
                                    source.sha256().value())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                sendTo(phone, phones, source, sent);
                sent.begun();
            } finally {
                phone.destroyForcibly().waitFor();
            }
            assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
            assertThat(Files.exists(phones.downloads)).isFalse();

            IncomingFile rest = phones.incoming(source);
            assertThat(rest.partial().have()).isPositive().isLessThan(SIZE);
            FilePhones.Way way = phones.transfer(source, rest, true);
            NotingFiles.Outcome received = way.received().outcome();
            assertThat(received.failure()).isEmpty();
            assertThat(received.hash()).contains(source.sha256());
            assertThat(received.file()).contains(phones.downloads.resolve("big"));
        }
    }

    private static String classPath() {
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElse(System.getProperty("java.class.path"));
    }

    private static void sendTo(
            Process phone, FilePhones phones, SourceFile source, NotingFiles sent)
            throws IOException {
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(phone.getInputStream(), StandardCharsets.UTF_8));
        MsrpUri remote = MsrpUri.parse(out.readLine());
        String fingerprint = out.readLine();
        MsrpUri local = phones.local(phones.alice);
        phones.alice.send(
                new OutgoingFile(source, "application/octet-stream", 0),
                FilePhones.peer(local, remote, fingerprint, false),
                sent);
        Writer in = phone.outputWriter(StandardCharsets.UTF_8);
        in.write(local + "\n" + phones.alice.fingerprint() + "\n");
        in.flush();
    }
}
