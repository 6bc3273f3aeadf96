package org.earshot.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Assumptions;

/// What one test needs: a folder of its own under `target/lab`, and programs that end with it.
final class Lab implements AutoCloseable {
    private final Path folder;
    private final List<AutoCloseable> running;
    private final List<String> prefix;
    private final String host;

    private Lab(Path folder, List<AutoCloseable> running, List<String> prefix, String host) {
        this.folder = folder;
        this.running = running;
        this.prefix = prefix;
        this.host = host;
    }

    /// The same, with programs started by another one, such as in a network namespace.
    Lab by(List<String> command) {
        return by(command, host);
    }

    /// The same, where programs have this address.
    Lab by(List<String> command, String address) {
        return new Lab(folder, running, command, address);
    }

    /// The address of the programs that are started; they are told where they would not find it themselves.
    String host() {
        return host;
    }

    /// Lets the rest of a test run with `bin/test --long` alone.
    static void onlyIfLong() {
        Assumptions.assumeTrue(
                Boolean.getBoolean("earshot.long"), "SKIPPED: only with -Dearshot.long=true");
    }

    static Lab of(String test) {
        try {
            Path base = Files.createDirectories(Path.of("target", "lab").toAbsolutePath());
            return new Lab(
                    Files.createTempDirectory(base, test + "-"),
                    Collections.synchronizedList(new ArrayList<>()),
                    List.of(),
                    "127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// A folder that only we can read.
    Path privateFolder(String name) {
        try {
            return Files.createDirectories(
                    folder.resolve(name),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, String text) {
        try {
            Path path = folder.resolve(name);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts one of our own mains on the class path of this test.
    ChildProcess java(
            String name, Map<String, String> environment, String main, List<String> arguments) {
        return start(name, environment, javaCommand(main, arguments));
    }

    /// The command that runs a main class on this JDK and class path. Short runs spare themselves the second compiler, and
    /// share what the first run of its kind has made of the classes, as with `bin/earshot`; benchmarks set
    /// `earshot.lab.jvm` to what that gives a server.
    static List<String> javaCommand(String main, List<String> arguments) {
        String all =
                Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                        .orElse(System.getProperty("java.class.path"));
        // an archive of classes knows jars alone
        String jars =
                Arrays.stream(all.split(":", -1))
                        .filter(entry -> entry.endsWith(".jar"))
                        .collect(Collectors.joining(":"));
        boolean packed =
                jars.contains("/softphone/target/") && !main.startsWith("org.earshot.interop.");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        System.getProperty(
                                        "earshot.lab.jvm",
                                        "-XX:+UseSerialGC -Xmx256m -XX:TieredStopAtLevel=1")
                                .split(" ")));
        if (packed) {
            String kind = arguments.contains("admin") ? main + "-admin" : main;
            Path archive = Path.of("target", "lab", kind + ".jsa").toAbsolutePath();
            command.addAll(
                    List.of(
                            "-XX:+AutoCreateSharedArchive",
                            "-XX:SharedArchiveFile=" + archive,
                            "-Xlog:cds*=off"));
        }
        if (!packed && System.getProperty("earshot.lab.jvm") != null) { // a part of a benchmark
            command.add("-Dearshot.lab.jvm=" + System.getProperty("earshot.lab.jvm"));
        }
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-cp", packed ? jars : all, main));
        command.addAll(arguments);
        return command;
    }

    ChildProcess start(String name, Map<String, String> environment, List<String> command) {
        List<String> prefixed = new ArrayList<>(prefix);
        prefixed.addAll(command);
        ChildProcess process =
                ChildProcess.start(name, folder.resolve(name + ".log"), environment, prefixed);
        running.add(process);
        return process;
    }

    /// Starts a program of other people whose standard output belongs into its log too.
    ChildProcess startLogged(String name, List<String> command) {
        return startLogged(name, Map.of(), command);
    }

    /// The same in an environment of its own.
    ChildProcess startLogged(String name, Map<String, String> environment, List<String> command) {
        List<String> logged = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\" >&2"));
        logged.addAll(command);
        return ending(start(name, environment, logged));
    }

    /// Has a program ended by a signal: not everybody takes the end of their input for a reason.
    ChildProcess ending(ChildProcess program) {
        running.add(() -> program.handle().destroy());
        return program;
    }

    /// Has something closed at the end, the last one first.
    <T extends AutoCloseable> T closing(T resource) {
        running.add(resource);
        return resource;
    }

    /// A program of other people; without it the test is skipped, and says so.
    static String program(String name) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(":", -1)),
                        Stream.of("/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() ->
                        Assumptions.abort(
                                "SKIPPED: there is no " + name + " here; bin/test installs it"));
    }

    /// A port that is free on 127.0.0.1 now, for UDP and TCP, and the one above it too.
    static int freePortPair() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress(loopback, 0));
                int port = tcp.getLocalPort();
                if (port >= 65_534) {
                    continue;
                }
                try (DatagramSocket udp = new DatagramSocket(port, loopback);
                        DatagramSocket udpAbove = new DatagramSocket(port + 1, loopback);
                        ServerSocket tcpAbove = new ServerSocket(port + 1, 1, loopback)) {
                    if (udp.isBound() && udpAbove.isBound() && tcpAbove.isBound()) {
                        return port;
                    }
                }
            } catch (IOException e) {
                // somebody has it: the next
            }
        }
        throw new IllegalStateException("no free port on loopback");
    }

    @Override
    public void close() {
        for (AutoCloseable resource : running.reversed()) {
            try {
                resource.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException("the lab could not be tidied up", e);
            }
        }
    }

    /// Removes a folder and all that is in it.
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
