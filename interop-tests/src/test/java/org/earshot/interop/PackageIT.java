package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What `bin/package` makes works where there is no Java: server, administration and phone out of the Debian packages, with nothing else of
/// Earshot. Takes minutes: `bin/test --long`.
class PackageIT {
    /// Neither a JDK nor its variables.
    private static final Map<String, String> BARE =
            Map.of("PATH", "/usr/bin:/bin", "JAVA_HOME", "");

    @Test
    void aPhoneRegistersWithTheServer() throws Exception {
        Lab.onlyIfLong();
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/dpkg-deb")), "no dpkg-deb");
        try (Lab lab = Lab.of("package")) {
            Path out = lab.privateFolder("out");
            Path home = Path.of(System.getProperty("earshot.home", "..")).toAbsolutePath();
            run(lab, "", home.resolve("bin/package").toString(), "--out", out.toString());
            Path root = lab.privateFolder("root");
            for (Path deb : debs(out)) {
                run(lab, "", "dpkg-deb", "-x", deb.toString(), root.toString());
            }
            documents(root.resolve("usr/share/doc"));
            opensLinks(lab, root);
            assertThat(root.resolve("usr/lib/earshot-phone/lib/app/phone.aot")).exists();
            assertThat(root.resolve("usr/lib/earshot-server/server.aot")).exists();

            Path data = lab.privateFolder("data");
            String earshot = root.resolve("usr/bin/earshot").toString();
            run(
                    lab,
                    "pwalice",
                    earshot,
                    "admin",
                    "user",
                    "add",
                    "alice",
                    "--password-stdin",
                    "--data",
                    data.toString());
            List<String> serving =
                    new ArrayList<>(List.of(earshot, "server", "--data", data.toString()));
            for (String listener : List.of("udp", "tcp", "tls")) {
                serving.addAll(List.of("--set", "listen." + listener + "=127.0.0.1:0"));
            }
            serving.addAll(List.of("--set", "console.listen=127.0.0.1:0"));
            ChildProcess server = lab.ending(lab.start("server", BARE, serving));
            String tls =
                    server.await(
                                    "ready",
                                    60,
                                    line ->
                                            Stream.of(line.split(" ", -1))
                                                    .filter(word -> word.startsWith("tls="))
                                                    .map(word -> word.substring(4))
                                                    .findFirst())
                            .value();
            ChildProcess phone =
                    lab.start(
                            "phone",
                            BARE,
                            List.of(
                                    root.resolve("usr/bin/earshot-phone").toString(),
                                    "--headless",
                                    "--account",
                                    "sip:alice@localhost",
                                    "--password-file",
                                    lab.write("password", "pwalice").toString(),
                                    "--server",
                                    tls,
                                    "--transport",
                                    "tls",
                                    "--ca",
                                    data.resolve("ca.pem").toString(),
                                    "--audio-in",
                                    "silence",
                                    "--audio-out",
                                    "null"));
            phone.await(
                    "registered",
                    60,
                    line ->
                            line.contains("\"event\":\"registered\"")
                                    ? Optional.of(line)
                                    : Optional.empty());
            usesItsOwnOpus(lab, root, phone);
            phone.tell("quit");
        }
    }

    /// A browser finds the phone for such links; what is none of ours it gets nowhere with.
    private static void opensLinks(Lab lab, Path root) throws Exception {
        assertThat(root.resolve("usr/share/applications/earshot-phone.desktop"))
                .content()
                .contains("\nExec=earshot-phone -- %u\n")
                .contains("\nMimeType=x-scheme-handler/earshot;\n");
        ChildProcess refused =
                lab.start(
                        "not-a-link",
                        BARE,
                        List.of(
                                root.resolve("usr/bin/earshot-phone").toString(),
                                "--",
                                "--link-file=/etc/passwd"));
        refused.handle().onExit().get();
        assertThat(refused.exitStatus()).isEqualTo(2);
        assertThat(lab.file("not-a-link.log"))
                .content()
                .contains("only a link of your administrator can be opened");
    }

    /// The library of the package and not the system's, which a machine need not have. The phone says so at its start, and the system says
    /// what is loaded.
    private static void usesItsOwnOpus(Lab lab, Path root, ChildProcess phone) throws Exception {
        String ours = "/usr/lib/earshot-phone/lib/app/libopus.so.0";
        assertThat(root.resolve(ours.substring(1))).exists();
        assertThat(lab.file("phone.log"))
                .content()
                .containsPattern("Opus by libopus [0-9.]+ \\(/.*" + ours + "\\)");
        assertThat(Files.readAllLines(Path.of("/proc/" + phone.handle().pid() + "/maps")))
                .filteredOn(line -> line.contains("libopus"))
                .isNotEmpty()
                .allMatch(line -> line.contains(ours));
    }

    private static List<Path> debs(Path out) throws Exception {
        try (Stream<Path> all = Files.list(out)) {
            List<Path> debs = all.filter(file -> file.toString().endsWith(".deb")).toList();
            assertThat(debs).hasSize(2);
            return debs;
        }
    }

    private static void documents(Path docs) throws Exception {
        for (String guide :
                List.of(
                        "earshot-server/administrators-guide",
                        "earshot-server/compliance-guide",
                        "earshot-phone/users-guide")) {
            leadSomewhere(docs.resolve(guide + ".md"));
        }
        for (String name : List.of("earshot-phone", "earshot-server")) {
            assertThat(docs.resolve(name).resolve("LICENSE")).exists();
            assertThat(docs.resolve(name).resolve("NOTICES")).content().contains("Apache-2.0");
        }
        assertThat(docs.resolve("earshot-phone/NOTICES")).content().contains("libopus-1.");
        assertThat(docs.resolve("earshot-phone/licences"))
                .isDirectoryRecursivelyContaining("glob:**/libopus-*/copyright");
        // nothing under the GPL but Connector/J, and that only in the server
        assertThat(docs.resolve("earshot-phone/NOTICES")).content().doesNotContain(" GPL");
    }

    /// What a guide leads to is in the package, pictures among it.
    private static void leadSomewhere(Path guide) throws Exception {
        assertThat(
                        Pattern.compile("\\]\\(([^)#]+)")
                                .matcher(Files.readString(guide))
                                .results()
                                .map(link -> link.group(1))
                                .filter(link -> !link.startsWith("http"))
                                .map(guide.getParent()::resolve))
                .hasSizeGreaterThan(20)
                .allMatch(Files::exists);
    }

    private static void run(Lab lab, String input, String... command) throws Exception {
        Path log = lab.file("log-" + Path.of(command[0]).getFileName());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try (var in = process.getOutputStream()) {
            in.write((input + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    }
}
