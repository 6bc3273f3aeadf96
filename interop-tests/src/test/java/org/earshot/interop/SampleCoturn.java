package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.relay.RelayCredential;

/// coturn, somebody else's TURN server, by the file that administrators get from us (`config/turnserver.conf`): only ports, names of
/// files and the secret differ, and what a test adds.
final class SampleCoturn {
    private static final Path SAMPLE = Path.of("..", "config", "turnserver.conf");
    private static final String LOOPBACK_DENIED = "denied-peer-ip=127.0.0.0-127.255.255.255";
    private static final String READY = "Total General servers";
    private static final int PATIENCE_SECONDS = 60;

    private final Lab lab;
    private final int port;
    private final Path log;

    private SampleCoturn(Lab lab, int port, Path log) {
        this.lab = lab;
        this.port = port;
        this.log = log;
    }

    /// @param toLoopback whether it may pass packets on to this machine, which is all that a test has and the file denies
    /// @param more lines for the end of the file
    static SampleCoturn start(Lab lab, String secret, boolean toLoopback, String... more)
            throws Exception {
        String program = Lab.program("turnserver");
        Path folder = lab.privateFolder("coturn");
        run(
                lab,
                "openssl",
                "env openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=turn -keyout %1$s/key.pem -out %1$s/chain.pem"
                        .formatted(folder)
                        .split(" ", -1));
        int port = Lab.freePortPair();
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(SAMPLE)) {
            if (toLoopback && line.equals(LOOPBACK_DENIED)) {
                continue; // and not allowed-peer-ip, which would hide that something else denies it
            }
            lines.add(
                    switch (line.replaceFirst("^#(listening-ip|relay-ip)=", "$1=")
                            .split("=", -1)[0]) {
                        case "listening-port" -> "listening-port=" + port;
                        case "tls-listening-port" -> "tls-listening-port=" + (port + 1);
                        case "listening-ip" -> "listening-ip=127.0.0.1";
                        case "relay-ip" -> "relay-ip=127.0.0.1";
                        case "cert" -> "cert=" + folder.resolve("chain.pem");
                        case "pkey" -> "pkey=" + folder.resolve("key.pem");
                        case "static-auth-secret" -> "static-auth-secret=" + secret;
                        case "syslog" -> "log-file=stdout";
                        default -> line;
                    });
        }
        lines.add("userdb=" + folder.resolve("db"));
        if (toLoopback) {
            lines.add("allow-loopback-peers");
        }
        lines.addAll(List.of(more));
        Path config = Files.write(folder.resolve("turnserver.conf"), lines);
        lab.startLogged(
                "coturn",
                List.of(
                        program,
                        "-c",
                        config.toString(),
                        "--pidfile",
                        folder.resolve("pid").toString()));
        SampleCoturn coturn = new SampleCoturn(lab, port, lab.file("coturn.log"));
        coturn.awaitLog(READY);
        return coturn;
    }

    /// As it stands in `relay.uris`.
    String uri() {
        return "turn:127.0.0.1:" + port + "?transport=udp";
    }

    /// What it has logged.
    String log() throws IOException {
        return Files.readString(log);
    }

    private void awaitLog(String text) throws IOException {
        Instant deadline = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (!Files.exists(log) || !log().contains(text)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("coturn does not start: " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /// What came of an attempt to use it with coturn's own client.
    ///
    /// @param status 0: packets went from one allocation to the other
    record Use(int status, String output) {}

    /// Two allocations that send to each other.
    Use use(RelayCredential credential, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("-y", "-c", "-n", "1"));
        all.addAll(List.of(options));
        return client(port, credential, all);
    }

    /// The same over DTLS.
    Use useEncrypted(RelayCredential credential) throws Exception {
        return client(port + 1, credential, List.of("-S", "-y", "-c", "-n", "1"));
    }

    /// An allocation that sends to somebody.
    Use sendTo(RelayCredential credential, String peer) throws Exception {
        return client(port, credential, List.of("-c", "-n", "1", "-e", peer));
    }

    private Use client(int to, RelayCredential credential, List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Lab.program("turnutils_uclient"));
        command.addAll(options);
        command.addAll(
                List.of(
                        "-u",
                        credential.username(),
                        "-w",
                        credential.password(),
                        "-p",
                        Integer.toString(to),
                        "127.0.0.1"));
        return run(lab, "uclient", command.toArray(String[]::new));
    }

    private static Use run(Lab lab, String name, String... command) throws Exception {
        Path output = lab.file(name + "-" + UUID.randomUUID() + ".out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Use(process.exitValue(), Files.readString(output));
    }
}
