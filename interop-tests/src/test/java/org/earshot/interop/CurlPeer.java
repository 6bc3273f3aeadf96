package org.earshot.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The peer of our transfers of files: `curl` over TLS, from `openssl s_server`, followed by `sha256sum`.
final class CurlPeer {

    private CurlPeer() {}

    /// Fetches the file `source` of a folder again and again.
    ///
    /// @param local where the server listens
    /// @param remote by which address it is reached
    /// @return seconds of each round
    static double[] fetch(Path folder, int rounds, InetAddress local, InetAddress remote)
            throws IOException, InterruptedException {
        return fetch(folder, rounds, new Ends(local, remote, List.of(), List.of()), false);
    }

    /// The same between two machines of [Networks].
    ///
    /// @param server where the server is
    /// @param serverIn what runs a command there
    /// @param clientIn what runs a command where `curl` is
    static double[] fetchBetween(
            Path folder,
            int rounds,
            InetAddress server,
            List<String> serverIn,
            List<String> clientIn)
            throws IOException, InterruptedException {
        return fetch(folder, rounds, new Ends(server, server, serverIn, clientIn), false);
    }

    /// The same by way of `socat`, which hands on what comes: `curl` has `remote` to it, and it has `remote` to the server.
    static double[] fetchByForwarder(Path folder, int rounds, InetAddress local, InetAddress remote)
            throws IOException, InterruptedException {
        return fetch(folder, rounds, new Ends(local, remote, List.of(), List.of()), true);
    }

    /// @param local where the server listens
    /// @param remote by which address it is reached
    /// @param serverIn what runs a command where it is
    /// @param clientIn what runs a command where `curl` is
    private record Ends(
            InetAddress local, InetAddress remote, List<String> serverIn, List<String> clientIn) {}

    private static double[] fetch(Path folder, int rounds, Ends ends, boolean forwarded)
            throws IOException, InterruptedException {
        run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-subj",
                "/CN=localhost",
                "-days",
                "2");
        InetAddress local = ends.local();
        InetAddress remote = ends.remote();
        // of another network the ports can't be looked at from here
        int port = freePort(ends.serverIn().isEmpty() ? local : InetAddress.getLoopbackAddress());
        Process server =
                new ProcessBuilder(
                                with(
                                        ends.serverIn(),
                                        "openssl",
                                        "s_server",
                                        "-accept",
                                        local.getHostAddress() + ":" + port,
                                        "-cert",
                                        "cert.pem",
                                        "-key",
                                        "key.pem",
                                        "-WWW",
                                        "-quiet"))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Optional<Process> forwarder = Optional.empty();
        try {
            awaitPort(local, port);
            int first = port;
            if (forwarded) {
                first = freePort(local);
                forwarder = Optional.of(forward(local, first, remote, port));
                awaitPort(local, first);
            }
            double[] seconds = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                long began = System.nanoTime();
                succeed(
                        quietly(
                                folder,
                                with(
                                        ends.clientIn(),
                                        "curl",
                                        "-sk",
                                        "-o",
                                        "by-curl",
                                        "https://"
                                                + remote.getHostAddress()
                                                + ":"
                                                + first
                                                + "/source")));
                run(folder, "sha256sum", "by-curl");
                seconds[round] = (System.nanoTime() - began) / 1e9;
                if (Files.size(folder.resolve("by-curl")) != Files.size(folder.resolve("source"))) {
                    throw new IOException("curl did not get the file");
                }
                Files.delete(folder.resolve("by-curl"));
            }
            return seconds;
        } finally {
            forwarder.ifPresent(Process::destroy);
            server.destroy();
            server.waitFor();
            Files.deleteIfExists(folder.resolve("key.pem"));
            Files.deleteIfExists(folder.resolve("cert.pem"));
        }
    }

    private static Process forward(InetAddress local, int port, InetAddress remote, int to)
            throws IOException {
        return new ProcessBuilder(
                        "socat",
                        "-b16384",
                        "TCP4-LISTEN:%d,bind=%s,reuseaddr,fork,nodelay"
                                .formatted(port, local.getHostAddress()),
                        "TCP4:%s:%d,nodelay".formatted(remote.getHostAddress(), to))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int freePort(InetAddress local) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, local)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(InetAddress local, int port) throws IOException {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try (Socket _ = new Socket(local, port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    private static List<String> with(List<String> before, String... command) {
        return Stream.concat(before.stream(), Stream.of(command)).toList();
    }

    private static void run(Path folder, String... command)
            throws IOException, InterruptedException {
        succeed(quietly(folder, List.of(command)));
    }

    private static ProcessBuilder quietly(Path folder, List<String> command) {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }

    static void succeed(ProcessBuilder command) throws IOException, InterruptedException {
        if (command.start().waitFor() != 0) {
            throw new IOException(command.command().getFirst() + " failed");
        }
    }
}
