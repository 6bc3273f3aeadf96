package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.Continuation;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is concluded of a relay's limits from a connection that ends while the first chunk is under way.
class LostChunkIT {
    private static final Duration USUAL = Duration.ofSeconds(20);
    private static final MsrpUri RELAY = MsrpUri.of(true, FilePhones.LOOPBACK, 9, "relay");
    private static final MsrpUri LOCAL = MsrpUri.of(true, FilePhones.LOOPBACK, 9, "ours");
    private static final MsrpUri REMOTE = MsrpUri.of(true, FilePhones.LOOPBACK, 9, "theirs");

    private final ChunkLimits limits = new ChunkLimits();

    @TempDir Path folder;

    /// @param reported whether the relay says that who is behind it has gone
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyARelayThatSaysNothingIsTakenForASmallOne(boolean reported) throws Exception {
        DtlsIdentity identity = FilePhones.identity();
        try (FilePhones phones = new FilePhones(folder, USUAL, USUAL);
                ServerSocket server = new ServerSocket(0, 1, FilePhones.LOOPBACK);
                Socket ours = new Socket(FilePhones.LOOPBACK, server.getLocalPort());
                SSLSocket theirs = new TlsSide(identity).server(server.accept())) {
            MsrpConnection connection =
                    new MsrpConnection(ours, new TlsSide(identity).client(ours), USUAL);
            FileSender sender =
                    new FileSender(
                            new OutgoingFile(phones.source("a", 100), "text/plain", 0),
                            new MsrpPeer(
                                    LOCAL,
                                    List.of(RELAY, REMOTE),
                                    Set.of(identity.fingerprint().value()),
                                    false),
                            new NotingFiles(),
                            new MsrpIds(),
                            limits,
                            USUAL);
            sender.bind(connection);
            Thread writer = Thread.ofVirtual().start(connection::write);
            aChunkCame(theirs);

            if (reported) {
                sender.handle(new MsrpParser.Event.Head(gone()));
                sender.handle(new MsrpParser.Event.End(Continuation.COMPLETE));
            } else {
                sender.fail(FileFailure.Reason.CONNECTION, "it has closed the connection");
            }
            writer.join();
        }
        assertThat(limits.most(RELAY, System.nanoTime()))
                .isEqualTo(reported ? ChunkSize.LARGEST : 8192);
    }

    private static void aChunkCame(SSLSocket socket) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (!heard.toString().endsWith("$\r\n")) {
            heard.append((char) socket.getInputStream().read());
        }
    }

    private static MsrpFrame gone() {
        return MsrpFrame.request(
                "gone1234",
                "REPORT",
                List.of(LOCAL),
                List.of(RELAY),
                new MsrpFrame.Field("Message-ID", "1"),
                new MsrpFrame.Field("Byte-Range", "1-100/100"),
                new MsrpFrame.Field("Status", "000 408 gone"));
    }
}
