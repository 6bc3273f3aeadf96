package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.common.config.ConfigException;
import org.earshot.common.key.KeyRing;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminMainTest {
    @TempDir private Path temp;
    private final List<AdminRequest.Stage> recorded = new ArrayList<>();

    @Test
    void optionsStandBeforeOrBehindTheCommand() {
        AdminMain.Options before =
                AdminMain.Options.of(
                        List.of("--data", "/d", "--set=domain=x", "user", "add", "bob", "--json"));
        AdminMain.Options behind =
                AdminMain.Options.of(
                        List.of("user", "add", "bob", "--json", "--set", "domain=x", "--data=/d"));
        assertThat(before).isEqualTo(behind);
        assertThat(before.data()).contains(Path.of("/d"));
        assertThat(before.sets()).containsExactly("domain=x");
        assertThat(before.command()).containsExactly("user", "add", "bob", "--json");
    }

    @Test
    void aLoginComesByFileOrStandardInputAndNeverByTheCommandLine() throws IOException {
        Path file = Files.writeString(temp.resolve("password"), "from a file\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        AdminMain.Options options =
                AdminMain.Options.of(
                        List.of(
                                "status",
                                "--as=olga",
                                "--password-file",
                                file.toString(),
                                "--code=123456"));
        assertThat(options.command()).containsExactly("status");
        assertThat(options.login().read(input("")))
                .isEqualTo(new AdminRequest.Login("olga", "from a file", "123456"));
        assertThat(
                        AdminMain.Options.of(List.of("status", "--as", "olga"))
                                .login()
                                .read(input("typed\n654321\n")))
                .isEqualTo(new AdminRequest.Login("olga", "typed", "654321"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> options.login().read(input(""))).hasMessageContaining("chmod 600");
        assertThat(run("", "status", "--as", "olga", "--password", "secret").status()).isEqualTo(2);
        assertThat(run("", "status", "--code", "123456").errors()).contains("--as");
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anOptionWithoutAValueIsSaid() {
        assertThatThrownBy(() -> AdminMain.Options.of(List.of("status", "--data")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--data");
    }

    @Test
    void anUnknownCommandIsWrongUseAndOpensNothing() {
        Answer answer = run("", "user", "ad", "bob");
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.errors()).contains("Usage: earshot admin user");
        assertThat(run("", "nonsense").status()).isEqualTo(2);
        assertThat(run("", "nonsense").errors()).contains("Usage: earshot admin");
        assertThat(run("", "keys").status()).isEqualTo(2);
        assertThat(run("").status()).isEqualTo(2);
        assertThat(run("", "status", "--data").status()).isEqualTo(2);
    }

    @Test
    void helpOpensNothing() {
        Answer answer = run("", "keys", "--help");
        assertThat(answer.status()).isZero();
        assertThat(answer.output()).contains("export", "import", "rotate");
    }

    @Test
    void aKeyRingMovesToAnotherNode() throws IOException {
        Path exported = temp.resolve("ring");
        assertThat(run("pw\n", "keys", "export", exported.toString(), "--data", one()).errors())
                .contains("no key ring");
        KeyRing ring = KeyRing.open(temp.resolve("one").resolve("keys"));
        assertThat(run("", "keys", "export", exported.toString(), "--data", one()).errors())
                .contains("password");
        Answer export = run("pw\n", "keys", "export", exported.toString(), "--data", one());
        assertThat(export.status()).as(export.errors()).isZero();
        assertThat(recorded)
                .endsWith(AdminRequest.Stage.NONE, new AdminRequest.Stage("begun", "done"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(exported)))
                .isEqualTo("rw-------");
        Answer again = run("pw\n", "keys", "export", exported.toString(), "--data", one());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.errors()).contains("is there already");

        String two = temp.resolve("two").toString();
        Path cut = Files.writeString(temp.resolve("cut"), Files.readString(exported).strip());
        Answer damaged = run("pw\n", "keys", "import", cut.toString(), "--data", two);
        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.errors()).contains("not an exported key ring");
        Answer imported =
                run("pw\n", "--json", "keys", "import", exported.toString(), "--data", two);
        assertThat(imported.status()).as(imported.errors()).isZero();
        assertThat(imported.output()).contains("credential.1").doesNotContain("archive-sign");
        assertThat(KeyRing.open(Path.of(two, "keys")).fingerprint()).isEqualTo(ring.fingerprint());
    }

    @Test
    void configCheckSaysWhatIsWrong() throws IOException {
        Path good = Files.writeString(temp.resolve("good.yaml"), "domain: example.org\n");
        assertThat(run("", "config", "check", good.toString(), "--data", one()).status()).isZero();
        Path bad = Files.writeString(temp.resolve("bad.yaml"), "listen:\n  uddp: off\n");
        Answer words = run("", "config", "check", bad.toString(), "--data", one());
        assertThat(words.status()).isEqualTo(1);
        assertThat(words.errors()).contains("listen.uddp").contains("listen.udp");
        Answer json = run("", "--json", "config", "check", bad.toString(), "--data", one());
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.output()).contains("\"valid\" : false").contains("listen.uddp");
        assertThat(run("", "config", "check").status()).isEqualTo(2);
    }

    private record Answer(int status, String output, String errors) {}

    private String one() {
        return temp.resolve("one").toString();
    }

    private Answer run(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status =
                AdminMain.run(
                        List.of(arguments),
                        (file, data, sets) -> ConfigFiles.read(file, data, sets, Map.of()),
                        (_, request) -> {
                            if (!request.arguments().contains("keys")) {
                                throw new AssertionError("stores were opened");
                            }
                            assertThat(request.input()).isEmpty();
                            recorded.add(request.stage());
                            return new AdminAnswer(0, "begun", "");
                        },
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Answer(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
