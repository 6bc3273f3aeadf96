package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.earshot.common.OtherPrograms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// ClamAV's daemon itself, with one signature of ours.
class ClamdIT {
    private static final String SIGNATURE = "a virus, for all that the daemon knows";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path folder;
    private static Process daemon;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(OtherPrograms.wanted(), OtherPrograms.SKIPPED);
        Optional<Path> program =
                Stream.of("/usr/sbin/clamd", "/usr/bin/clamd")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        Assumptions.assumeTrue(program.isPresent(), "SKIPPED: there is no clamd here");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
        }
        Path signatures = Files.createDirectory(folder.resolve("signatures"));
        Files.writeString(
                signatures.resolve("earshot.ndb"),
                "Earshot.Test:0:*:" + HexFormat.of().formatHex(SIGNATURE.getBytes(UTF_8)) + "\n");
        Path config = folder.resolve("clamd.conf");
        Files.writeString(
                config,
                """
                TCPSocket %d
                TCPAddr %s
                DatabaseDirectory %s
                TemporaryDirectory %s
                StreamMaxLength 1M
                Foreground yes
                """
                        .formatted(
                                address.getPort(),
                                address.getAddress().getHostAddress(),
                                signatures,
                                folder));
        daemon =
                new ProcessBuilder(program.get().toString(), "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("clamd.log").toFile())
                        .start();
        awaitAnswer();
    }

    private static void awaitAnswer() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!daemon.isAlive() || System.nanoTime() > end) {
                throw new AssertionError(Files.readString(folder.resolve("clamd.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean answers() {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write("nPING\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(4), US_ASCII).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (daemon != null) {
            daemon.destroyForcibly().waitFor();
        }
    }

    private static Optional<String> objection(byte[] content) throws IOException {
        return new ClamdInspector(address, PATIENCE)
                .objection("notes.txt", new MemoryContent(content));
    }

    @Test
    void whatItHasNothingAgainstIsLetIn() throws IOException {
        assertThat(objection("nothing but words".getBytes(UTF_8))).isEmpty();
        assertThat(objection(new byte[0])).isEmpty();
        assertThat(objection(new byte[1_000_000])).isEmpty();
    }

    @Test
    void whatItFindsIsNamed() throws IOException {
        assertThat(objection(("see " + SIGNATURE + " there").getBytes(UTF_8)))
                .contains("the virus scanner found Earshot.Test.UNOFFICIAL");
    }

    @Test
    void itLooksIntoArchives() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(SIGNATURE.getBytes(UTF_8));
        }
        assertThat(objection(bytes.toByteArray()).orElseThrow()).contains("Earshot.Test");
    }

    @Test
    void whatIsLargerThanItTakesIsNotLetIn() throws IOException {
        assertThat(objection(new byte[3_000_000]))
                .contains("it is too large for the virus scanner");
    }
}
