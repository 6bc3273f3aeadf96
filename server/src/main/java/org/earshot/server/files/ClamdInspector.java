package org.earshot.server.files;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.file.archive.Content;

/// Has a file looked at by ClamAV's daemon over TCP (`INSTREAM`, as clamd(8) describes it). Thread-safe: a connection for each file.
public final class ClamdInspector implements ContentInspector {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CHUNK = 32 * 1024;
    private static final int LONGEST_ANSWER = 1024;
    private static final Pattern FOUND = Pattern.compile("stream: ([\\x21-\\x7E]{1,200}) FOUND");

    private final InetSocketAddress daemon;
    private final Duration patience;

    /// @param daemon where it listens
    /// @param patience how long it may look at a file after it has all of it
    public ClamdInspector(InetSocketAddress daemon, Duration patience) {
        this.daemon = daemon;
        this.patience = patience;
    }

    @Override
    public Optional<String> objection(String name, Content content) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(daemon, Math.toIntExact(CONNECT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            boolean sent = send(content.open(), socket);
            String answer = answer(socket.getInputStream());
            Matcher found = FOUND.matcher(answer);
            if (found.matches()) {
                return Optional.of("the virus scanner found " + found.group(1));
            }
            if (answer.contains("size limit exceeded")) {
                return Optional.of("it is too large for the virus scanner");
            }
            if (!sent || !answer.equals("stream: OK")) {
                throw new IOException("the virus scanner does not answer what it should");
            }
            return Optional.empty();
        }
    }

    /// @return false if it hung up: it may have said why
    private static boolean send(InputStream content, Socket socket) throws IOException {
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), CHUNK));
        byte[] chunk = new byte[CHUNK];
        int count = content.readNBytes(chunk, 0, CHUNK);
        try {
            out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
            while (count > 0) {
                out.writeInt(count);
                out.write(chunk, 0, count);
                count = content.readNBytes(chunk, 0, CHUNK);
            }
            out.writeInt(0);
            out.flush();
            return true;
        } catch (java.net.SocketException e) {
            return false;
        }
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c > 0 && text.length() < LONGEST_ANSWER; c = in.read()) {
            text.append((char) c);
        }
        return text.toString().strip();
    }
}
