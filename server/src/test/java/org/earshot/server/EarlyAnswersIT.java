package org.earshot.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers over HTTPS that come before a body has come whole, as whoever sends the body sees them.
class EarlyAnswersIT {
    private static final int PATIENCE = 30_000; // milliseconds
    private static final int LENGTH = 3_000_000;

    @TempDir private Path temp;
    private ServedFiles on;
    private SSLSocket phone;
    private InputStream in;

    @BeforeEach
    void start() throws IOException {
        on = ServedFiles.start(temp.resolve("data"));
        InetSocketAddress https = on.https();
        phone =
                (SSLSocket)
                        TrustedCertificates.fromPem(on.data().resolve("ca.pem"))
                                .context()
                                .getSocketFactory()
                                .createSocket(https.getAddress(), https.getPort());
        phone.setSoTimeout(PATIENCE);
        in = new BufferedInputStream(phone.getInputStream());
    }

    @AfterEach
    void stop() throws IOException {
        phone.close();
        on.close();
    }

    private void send(String head) throws IOException {
        phone.getOutputStream().write(head.getBytes(ISO_8859_1));
    }

    /// The head of the next answer, of one without a body.
    private String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("the end, after: " + head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static String patch(String more) {
        return "PATCH /files/0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: localhost\r\nUpload-Offset: 0\r\n"
                + more
                + "Content-Length: "
                + LENGTH
                + "\r\n\r\n";
    }

    @Test
    void whoeverStillSendsGetsTheAnswerAndGoesOnWithTheConnection() throws IOException {
        send(patch(""));
        phone.getOutputStream().write(new byte[LENGTH / 2]);
        assertThat(answer()).startsWith("HTTP/1.1 401 ").doesNotContain("Connection: close");
        phone.getOutputStream().write(new byte[LENGTH - LENGTH / 2]);
        send("GET /files/0123456789abcdef0123456789abcdef HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer()).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aBodyThatNobodyAskedForIsNotWaitedFor() throws IOException {
        send(patch("Expect: 100-continue\r\n"));
        assertThat(answer()).startsWith("HTTP/1.1 401 ");
        assertThat(in.read()).as("closed, since the body may come or not").isNegative();
    }
}
