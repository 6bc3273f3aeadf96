package org.earshot.common.file;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The address of a socket in the file system, however long its path is. The system takes no address of more
/// than 107 bytes (unix(7)); a socket in a deeper folder is addressed by way of a symbolic link to that folder,
/// which nobody else can write and which goes with [#close].
public final class SocketPath implements AutoCloseable {
    private static final int LONGEST = 107;

    private final UnixDomainSocketAddress address;
    private final Path folder;
    private final Path link;

    private SocketPath(UnixDomainSocketAddress address, Path folder, Path link) {
        this.address = address;
        this.folder = folder;
        this.link = link;
    }

    /// Of a socket in a folder that is there.
    ///
    /// @throws IOException if the folder isn't there, or the folder for temporary files can't be written
    public static SocketPath of(Path socket) throws IOException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return new SocketPath(UnixDomainSocketAddress.of(socket), null, null);
        }
        Path folder = Files.createTempDirectory("earshot");
        Path link = folder.resolve("run");
        Files.createSymbolicLink(link, socket.getParent().toRealPath());
        return new SocketPath(
                UnixDomainSocketAddress.of(link.resolve(socket.getFileName())), folder, link);
    }

    /// To bind or to connect to; as long as this is open.
    public UnixDomainSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            Files.delete(link);
            Files.delete(folder);
        }
    }
}
