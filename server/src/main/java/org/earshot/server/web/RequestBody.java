package org.earshot.server.web;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/// The body of a request. One that was announced by `Expect: 100-continue` (RFC 9110 §10.1.1) is asked for at the first read, and
/// not before: whoever is refused without it need not send it. For one thread.
public final class RequestBody extends InputStream {
    /// How long the rest of a body is awaited after its answer.
    private static final Duration LINGER = Duration.ofSeconds(10);

    private static final int BLOCK = 16 * 1024;
    private static final String KEPT = RequestBody.class.getName();

    private final Context http;
    private Optional<InputStream> stream = Optional.empty();
    private boolean ended;

    private RequestBody(Context http) {
        this.http = http;
    }

    /// That of a request: the same each time.
    public static RequestBody of(Context http) {
        RequestBody kept = http.attribute(KEPT);
        if (kept == null) {
            kept = new RequestBody(http);
            http.attribute(KEPT, kept);
        }
        return kept;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (stream.isEmpty()) {
            stream = Optional.of(http.req().getInputStream());
        }
        int count = stream.get().read(to, offset, length);
        ended = count < 0;
        return count;
    }

    /// Sends the answer of a request whose body has not come whole, and takes the rest of the body then, for [#LINGER] at most (RFC
    /// 9112 §9.6): a connection that is closed under whoever still sends loses them the answer.
    static void answerAndTakeTheRest(Context http) {
        RequestBody body = of(http);
        if (!body.comes()) {
            return;
        }
        long began = System.nanoTime();
        byte[] block = new byte[BLOCK];
        try {
            send(http);
            while (body.read(block, 0, block.length) >= 0
                    && System.nanoTime() - began < LINGER.toNanos()) {
                // nobody wants it
            }
        } catch (IOException _) {
            // who sent it has gone, or stopped
        }
    }

    private boolean comes() {
        boolean has =
                http.req().getContentLengthLong() > 0 || http.header("Transfer-Encoding") != null;
        return has && !ended && (stream.isPresent() || http.header("Expect") == null);
    }

    private static void send(Context http) throws IOException {
        HttpServletResponse response = http.res();
        if (response.isCommitted()) {
            return;
        }
        InputStream result = http.resultInputStream();
        byte[] answer = result == null ? new byte[0] : result.readAllBytes();
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
        response.flushBuffer();
    }
}
