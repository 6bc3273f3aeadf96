package org.earshot.softphone.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts server and phones by the commands that users type, and ends them.
final class DemoProcesses implements AutoCloseable {
    /// Three starts at once are slow enough: none of them is to write down for later ones what it makes of the classes.
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "EARSHOT_JAVA_OPTS",
                    (System.getenv().getOrDefault("EARSHOT_JAVA_OPTS", "")
                                    + " -XX:-AutoCreateSharedArchive")
                            .strip());

    private final String earshot;
    private final Path folder;
    private final Path serverData;
    private final boolean windows;
    private final List<ChildProcess> running = new ArrayList<>();

    /// @param home the repository
    /// @param folder for all that they write
    /// @param windows whether the phones show their windows
    DemoProcesses(Path home, Path folder, boolean windows) {
        this.earshot = home.resolve("bin").resolve("earshot").toString();
        this.folder = folder;
        this.serverData = folder.resolve("server");
        this.windows = windows;
    }

    /// A server on loopback that takes TLS alone, at any free port.
    ChildProcess startServer() {
        return start(
                "server",
                "server",
                "--data",
                serverData.toString(),
                "--set",
                "domain=localhost",
                "--set",
                "listen.udp=off",
                "--set",
                "listen.tcp=off",
                "--set",
                "listen.tls=127.0.0.1:0");
    }

    /// Makes the account, and puts password and speech sample where the phone finds them.
    void createAccount(Person person) throws IOException {
        try (ChildProcess admin =
                ChildProcess.start(
                        "admin",
                        folder.resolve("admin.log"),
                        Map.of(),
                        List.of(
                                earshot,
                                "admin",
                                "user",
                                "add",
                                person.name,
                                "--password-stdin",
                                "--display-name",
                                person.displayName,
                                "--data",
                                serverData.toString()))) {
            admin.finish(person.password());
        }
        writePrivate(person.passwordFile, person.password());
        try (var sample =
                DemoProcesses.class.getResourceAsStream(
                        "/org/earshot/softphone/sample/" + person.name + ".wav")) {
            if (sample == null) {
                throw new DemoFailure("the speech sample of " + person.name + " is missing");
            }
            Files.copy(sample, person.sample);
        }
    }

    /// @param server `HOST:PORT`
    void startPhone(Person person, String server) {
        person.gets(
                start(
                        person.name,
                        "phone",
                        windows ? "--window" : "--headless",
                        "--data",
                        person.data.toString(),
                        "--account",
                        person.address(),
                        "--password-file",
                        person.passwordFile.toString(),
                        "--server",
                        server,
                        "--transport",
                        "tls",
                        "--ca",
                        serverData.resolve("ca.pem").toString(),
                        "--audio-in",
                        person.sample.toString(),
                        "--audio-out",
                        person.heard.toString(),
                        "--download-dir",
                        person.downloads.toString(),
                        "--auto-answer",
                        "--timing-out",
                        person.timing.toString()));
    }

    private ChildProcess start(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(earshot);
        command.addAll(List.of(arguments));
        ChildProcess process =
                ChildProcess.start(name, folder.resolve(name + ".log"), ENVIRONMENT, command);
        running.add(process);
        return process;
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /// Ends those that still run, the last one first.
    @Override
    public void close() {
        running.reversed().forEach(ChildProcess::close);
    }
}
