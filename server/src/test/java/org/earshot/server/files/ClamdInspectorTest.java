package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.earshot.common.file.archive.MemoryContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said to a virus scanner, and what is made of its answers.
class ClamdInspectorTest {
    /// Takes one file as clamd does, and answers.
    private static final class Scanner implements AutoCloseable {
        private final ServerSocket socket =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<byte[]> got;

        Scanner(String answer) throws IOException {
            got =
                    CompletableFuture.supplyAsync(
                            () -> take(answer), task -> Thread.ofVirtual().start(task));
        }

        private byte[] take(String answer) {
            try (Socket one = socket.accept()) {
                DataInputStream in = new DataInputStream(one.getInputStream());
                byte[] command = in.readNBytes(10);
                assertThat(new String(command, US_ASCII)).isEqualTo("zINSTREAM\0");
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                for (int length = in.readInt(); length != 0; length = in.readInt()) {
                    content.write(in.readNBytes(length));
                }
                one.getOutputStream().write(answer.getBytes(US_ASCII));
                return content.toByteArray();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        }

        Optional<String> ask(byte[] content) throws IOException {
            return new ClamdInspector(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), socket.getLocalPort()),
                            Duration.ofSeconds(10))
                    .objection("name", new MemoryContent(content));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32 * 1024, 100_000})
    void theScannerGetsAllOfIt(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (Scanner scanner = new Scanner("stream: OK\0")) {
            assertThat(scanner.ask(content)).isEmpty();
            assertThat(scanner.got.join()).isEqualTo(content);
        }
    }

    @Test
    void whatItFindsIsSaid() throws Exception {
        try (Scanner scanner = new Scanner("stream: Win.Test.EICAR_HDB-1 FOUND\0")) {
            assertThat(scanner.ask(new byte[5]))
                    .contains("the virus scanner found Win.Test.EICAR_HDB-1");
        }
        try (Scanner scanner = new Scanner("INSTREAM size limit exceeded. ERROR\0")) {
            assertThat(scanner.ask(new byte[5])).contains("it is too large for the virus scanner");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0",
                "stream: ",
                "OK",
                "ERROR",
                "stream: OK FOUND FOUND x",
                "stream: \u0001 FOUND"
            })
    void whateverElseItSaysLetsNothingIn(String answer) throws Exception {
        try (Scanner scanner = new Scanner(answer)) {
            assertThatThrownBy(() -> scanner.ask(new byte[5])).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aScannerThatIsNotThereLetsNothingIn() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        ClamdInspector inspector =
                new ClamdInspector(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        Duration.ofSeconds(10));
        assertThatThrownBy(() -> inspector.objection("a", new MemoryContent(new byte[5])))
                .isInstanceOf(IOException.class);
    }
}
