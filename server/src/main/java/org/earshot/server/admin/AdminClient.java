package org.earshot.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.earshot.common.file.SocketPath;

/// The other end of [AdminSocket].
public final class AdminClient {

    private AdminClient() {}

    /// Has the running server carry out a command; empty where none runs on that folder.
    ///
    /// @throws AdminException if a server is there but does not answer
    public static Optional<AdminAnswer> ask(Path data, AdminRequest request) {
        Path path = AdminSocket.path(data);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        ObjectMapper json = new ObjectMapper();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try (SocketPath at = SocketPath.of(path)) {
                channel.connect(at.address());
            } catch (IOException e) {
                return Optional.empty(); // left behind by a server that was killed
            }
            ByteBuffer bytes =
                    ByteBuffer.wrap(
                            (json.writeValueAsString(request) + "\n")
                                    .getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            byte[] line =
                    AdminSocket.line(new BufferedInputStream(Channels.newInputStream(channel)));
            if (line.length == 0) {
                throw new AdminException(
                        "the server refused the command: run it as the user that runs the server");
            }
            return Optional.of(json.readValue(line, AdminAnswer.class));
        } catch (IOException e) {
            throw new AdminException(
                    "the server at " + path + " did not answer: " + e.getMessage());
        }
    }
}
