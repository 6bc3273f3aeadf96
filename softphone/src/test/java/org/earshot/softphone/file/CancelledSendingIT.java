package org.earshot.softphone.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sender whose user wants no more of it, by the bytes that it writes.
class CancelledSendingIT {
    private static final Duration USUAL = Duration.ofSeconds(20);

    @TempDir Path folder;

    /// RFC 4975 §5.1: "#" says that the rest will not come.
    @Test
    void betweenTwoChunksItIsSaidWithAnEmptyOne() throws IOException {
        DtlsIdentity identity = FilePhones.identity();
        MsrpUri local = MsrpUri.of(true, FilePhones.LOOPBACK, 9, "our-session");
        MsrpUri remote = MsrpUri.of(true, FilePhones.LOOPBACK, 9, "their-session");
        NotingFiles sent = new NotingFiles();
        try (FilePhones phones = new FilePhones(folder, USUAL, USUAL);
                ServerSocket server = new ServerSocket(0, 1, FilePhones.LOOPBACK);
                Socket ours = new Socket(FilePhones.LOOPBACK, server.getLocalPort());
                SSLSocket theirs = new TlsSide(identity).server(server.accept())) {
            CompletableFuture<byte[]> heard =
                    CompletableFuture.supplyAsync(() -> everything(theirs));
            MsrpConnection connection =
                    new MsrpConnection(ours, new TlsSide(identity).client(ours), USUAL);
            FileSender sender =
                    new FileSender(
                            new OutgoingFile(phones.source("a", 100), "text/plain", 0),
                            FilePhones.peer(local, remote, identity.fingerprint().value(), true),
                            sent,
                            new MsrpIds(),
                            new ChunkLimits(),
                            USUAL);
            sender.bind(connection);

            sender.cancel("enough"); // nothing is being written yet
            assertThat(sent.failure()).isEqualTo(FileFailure.Reason.CANCELLED);
            connection.write();

            assertThat(new String(heard.join(), ISO_8859_1))
                    .startsWith("MSRP ")
                    .contains(" SEND\r\n", "Byte-Range: 1-*/100\r\n")
                    .endsWith("#\r\n");
        }
    }

    private static byte[] everything(SSLSocket from) {
        try {
            return from.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
