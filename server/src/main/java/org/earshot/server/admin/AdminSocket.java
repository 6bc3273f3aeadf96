package org.earshot.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.earshot.common.file.SocketPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `DATA/run/admin.sock` (mode 0600): the only way by which a running server takes commands. Each
/// connection carries one [AdminRequest] and one [AdminAnswer]. Who asked is the peer's user as the kernel
/// tells it; only the server's own user and root are answered, and every command is recorded with that user.
public final class AdminSocket implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("org.earshot.audit");

    private static final OsUser ROOT = new OsUser("root", 0);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final ServerSocketChannel server;
    private final Path path;
    private final BiFunction<AdminRequest, OsUser, AdminAnswer> commands;
    private final ObjectMapper json = new ObjectMapper();
    private final OsUser owner;

    private AdminSocket(
            ServerSocketChannel server,
            Path path,
            BiFunction<AdminRequest, OsUser, AdminAnswer> commands)
            throws IOException {
        this.server = server;
        this.path = path;
        this.commands = commands;
        this.owner =
                new OsUser(
                        Files.getOwner(path).getName(),
                        ((Number) Files.getAttribute(path, "unix:uid")).longValue());
    }

    /// Opens the socket and serves it on virtual threads until [#close].
    ///
    /// @throws IOException if another server has it, or it can't be made
    public static AdminSocket open(
            Path data, BiFunction<AdminRequest, OsUser, AdminAnswer> commands) throws IOException {
        Path path = path(data);
        Files.createDirectories(
                path.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (isServed(path)) {
            throw new IOException(
                    "another server has " + path + ": stop it, or take another --data");
        }
        // one that a killed server left behind: nobody answers there
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (SocketPath at = SocketPath.of(path)) {
            server.bind(at.address());
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        AdminSocket socket = new AdminSocket(server, path, commands);
        Thread.ofVirtual().name("admin-socket").start(socket::accept);
        return socket;
    }

    private static boolean isServed(Path path) {
        try (SocketPath at = SocketPath.of(path);
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(at.address());
        } catch (IOException e) {
            return false;
        }
    }

    /// Where the socket of a data folder is.
    public static Path path(Path data) {
        return data.resolve("run").resolve("admin.sock");
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel peer = server.accept();
                Thread.ofVirtual().name("admin").start(() -> serve(peer));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // such as too many open files: that passes
                log.warn("admin socket: no connection could be accepted: {}", e.getMessage());
                LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            UnixDomainPrincipal who = peer.getOption(ExtendedSocketOptions.SO_PEERCRED);
            String user = who.user().getName();
            if (!user.equals(owner.name()) && !user.equals(ROOT.name())) {
                log.warn("admin socket: user {} was refused", user);
                return;
            }
            InputStream in = new BufferedInputStream(Channels.newInputStream(peer));
            AdminRequest request = json.readValue(line(in), AdminRequest.class);
            AdminAnswer answer = commands.apply(request, user.equals(owner.name()) ? owner : ROOT);
            log.info("user {}: {} gave {}", user, what(request), answer.status());
            ByteBuffer bytes =
                    ByteBuffer.wrap(
                            (json.writeValueAsString(answer) + "\n")
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                peer.write(bytes);
            }
        } catch (IOException e) {
            log.warn("admin socket: a command could not be read or answered: {}", e.getMessage());
        }
    }

    /// The command and whom it is about, and nothing else of what somebody may have typed: an option's value may be words that are searched
    /// for, which are content and no business of a log.
    static String what(AdminRequest request) {
        AdminCommands.Parsed parsed = AdminCommands.parse(request.arguments());
        if (parsed.path().isEmpty()) {
            return "help or wrong use";
        }
        if (CommandRule.of(parsed.path()).filter(CommandRule::isDiscreet).isPresent()) {
            return parsed.path();
        }
        return parsed.path()
                + parsed.subject()
                        .map(name -> " " + name.replaceAll("[^\\x21-\\x7e]", "?"))
                        .orElse("");
    }

    /// Reads up to the end of a line.
    ///
    /// @throws IOException if it is longer than [AdminRequest#MAX_BYTES]
    static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() == AdminRequest.MAX_BYTES) {
                throw new IOException("a line of more than " + AdminRequest.MAX_BYTES + " bytes");
            }
            line.write(b);
        }
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
