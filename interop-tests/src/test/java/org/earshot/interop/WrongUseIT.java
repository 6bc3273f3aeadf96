package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What people get wrong ends with a clear line, a non-zero exit, and no stack trace.
class WrongUseIT {
    private static Lab serversLab;
    private static EarshotServer server;

    private Lab lab;

    @BeforeAll
    static void start() {
        serversLab = Lab.of("wrong-use-server");
        server = EarshotServer.start(serversLab).withUser("alice", "right");
    }

    @AfterAll
    static void stop() {
        serversLab.close();
    }

    @BeforeEach
    void open() {
        lab = Lab.of("wrong-use");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server("--set", "listen.tcp=127.0.0.1:" + taken.getLocalPort()))
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("listen.tcp");
        }
    }

    @Test
    void aPortOfTheFileStoreThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server("--set", "https.listen=127.0.0.1:" + taken.getLocalPort()))
                    .contains("https.listen")
                    .contains("another program")
                    .doesNotContain("ERROR");
        }
    }

    @Test
    void aDataFolderThatOthersCanRead() throws Exception {
        Path open = Files.createDirectory(lab.file("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run("server", "--data", open.toString())).contains("chmod 700");
    }

    @Test
    void aDataFolderThatCantBeMade() {
        Path file = lab.write("a-file", "");
        assertThat(run("server", "--data", file.resolve("data").toString())).contains("data");
    }

    /// Nobody can make a folder there, not even root.
    @Test
    void aDataFolderThatCantBeWritten() {
        assertThat(run("server", "--data", "/proc/earshot")).contains("/proc/earshot");
    }

    @Test
    void brokenYaml() {
        Path broken = lab.write("broken.yaml", "listen:\n  udp: [1\n");
        assertThat(server("--config", broken.toString())).contains("broken.yaml");
    }

    @Test
    void anUnknownKeyNamesTheNearest() {
        assertThat(server("--set", "listen.uddp=off"))
                .contains("listen.uddp")
                .contains("listen.udp");
    }

    @Test
    void aSecretOnTheCommandLine() {
        assertThat(server("--set", "database.password=hush"))
                .contains("passwordFile")
                .doesNotContain("hush");
    }

    @Test
    void aWrongPassword() {
        assertThat(phone("alice", "wrong", "silence")).containsIgnoringCase("password");
    }

    @Test
    void anUnknownUserLooksLikeAWrongPassword() {
        assertThat(phone("nobody", "any", "silence")).containsIgnoringCase("password");
    }

    @Test
    void noSuchMicrophone() {
        assertThat(phone("alice", "right", "device:nowhere")).containsIgnoringCase("microphone");
    }

    /// What is there is too old, or no JDK at all.
    @Test
    void noJdk25() throws Exception {
        Path jvms = lab.privateFolder("jvms");
        Path old = lab.privateFolder("jvms/jdk-17");
        lab.privateFolder("jvms/jdk-17/bin");
        lab.write("jvms/jdk-17/release", "JAVA_VERSION=\"17.0.12\"\n");
        Path javac = lab.write("jvms/jdk-17/bin/javac", "#!/bin/sh\n");
        Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path programs = lab.privateFolder("programs");
        for (String program : List.of("bash", "env", "dirname", "readlink", "sed")) {
            Files.createSymbolicLink(programs.resolve(program), Path.of(Lab.program(program)));
        }
        var process =
                lab.start(
                        "earshot",
                        Map.of(
                                "PATH",
                                programs.toString(),
                                "JAVA_HOME",
                                old.toString(),
                                "EARSHOT_JVMS",
                                jvms.toString()),
                        List.of(
                                Path.of(System.getProperty("earshot.home"), "bin", "earshot")
                                        .toString(),
                                "server"));
        assertThat(said(process, "earshot")).contains("no JDK 25").contains("JAVA_HOME");
    }

    private String server(String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "server",
                                "--data",
                                lab.file("data").toString(),
                                "--set",
                                "listen.udp=127.0.0.1:0",
                                "--set",
                                "listen.tls=off"));
        if (!List.of(arguments).toString().contains("listen.tcp")) {
            all.addAll(List.of("--set", "listen.tcp=off"));
        }
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private String run(String... arguments) {
        return failure("org.earshot.server.ServerMain", List.of(arguments));
    }

    private String phone(String name, String password, String audioIn) {
        return failure(
                "org.earshot.softphone.app.PhoneMain",
                List.of(
                        "--headless",
                        "--account",
                        "sip:" + name + "@127.0.0.1",
                        "--password-file",
                        lab.write(name + ".password", password).toString(),
                        "--server",
                        server.address("tls"),
                        "--transport",
                        "tls",
                        "--ca",
                        server.ca().toString(),
                        "--audio-in",
                        audioIn,
                        "--audio-out",
                        "null"));
    }

    /// Runs a main that must fail, and gives what it said.
    private String failure(String main, List<String> arguments) {
        String name = main.substring(main.lastIndexOf('.') + 1);
        var process = lab.java(name, Map.of(), main, arguments);
        return said(process, name);
    }

    /// What a program said that must fail.
    private String said(ChildProcess process, String name) {
        List<String> output = process.allLines(60);
        String said;
        try {
            said = String.join("\n", output) + "\n" + Files.readString(lab.file(name + ".log"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(process.exitStatus()).as("exit status of: " + said).isPositive();
        assertThat(said).doesNotContain("\tat ").doesNotContain("Exception");
        return said;
    }
}
