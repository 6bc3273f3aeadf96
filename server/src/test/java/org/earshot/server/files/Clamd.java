package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.earshot.common.OtherPrograms;
import org.junit.jupiter.api.Assumptions;

/// ClamAV's daemon itself on a free port, which knows one signature of ours and the file by which such programs are tried. Where there is
/// none, tests are skipped.
public final class Clamd implements AutoCloseable {
    /// What it takes for a virus, wherever it stands.
    public static final String SIGNATURE = "a virus, for all that the daemon knows";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Process daemon;
    private final InetSocketAddress address;

    private Clamd(Path folder, Process daemon, InetSocketAddress address) {
        this.folder = folder;
        this.daemon = daemon;
        this.address = address;
    }

    /// @param folder its own, empty
    public static Clamd start(Path folder) throws IOException {
        Assumptions.assumeTrue(OtherPrograms.wanted(), OtherPrograms.SKIPPED);
        Optional<Path> program =
                Stream.of("/usr/sbin/clamd", "/usr/bin/clamd")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        Assumptions.assumeTrue(program.isPresent(), "SKIPPED: there is no clamd here");
        InetSocketAddress address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
        }
        Path signatures = Files.createDirectory(folder.resolve("signatures"));
        Files.writeString(
                signatures.resolve("earshot.ndb"),
                "Earshot.Test:0:*:" + HexFormat.of().formatHex(SIGNATURE.getBytes(UTF_8)) + "\n");
        Files.writeString(
                signatures.resolve("eicar.hdb"),
                md5(eicar()) + ":" + eicar().length + ":Eicar-Test-Signature\n");
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
        Clamd started =
                new Clamd(
                        folder,
                        new ProcessBuilder(program.get().toString(), "-c", config.toString())
                                .redirectErrorStream(true)
                                .redirectOutput(folder.resolve("clamd.log").toFile())
                                .start(),
                        address);
        started.awaitAnswer();
        return started;
    }

    /// The file that every scanner finds (EICAR's), put together here, so that none finds it in this one.
    public static byte[] eicar() {
        return String.join(
                        "",
                        "X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
                        "EICAR-STANDARD-",
                        "ANTIVIRUS-TEST-FILE!$H+H*")
                .getBytes(US_ASCII);
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    private void awaitAnswer() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!daemon.isAlive() || System.nanoTime() > end) {
                throw new AssertionError(Files.readString(folder.resolve("clamd.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write("nPING\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(4), US_ASCII).equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        daemon.destroyForcibly().onExit().join();
    }
}
