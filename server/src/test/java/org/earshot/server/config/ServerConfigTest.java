package org.earshot.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

    @ParameterizedTest(name = "{0} is refused, naming {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "domain=exa mple|domain",
                "listen.udp=example.org:5060|listen.udp",
                "listen.tcp=127.0.0.1|listen.tcp",
                "listen.tls=::1:5061|listen.tls",
                "listen.ws=127.0.0.1:80|listen.ws",
                "listen.udb=off|listen.udp",
                "registrar.minExpires=3h|registrar.minExpires",
                "registrar.maxContacts=0|registrar.maxContacts",
                "proxy.timerC=3m|proxy.timerC",
                "tls.certificate=chain.pem|tls.privateKey",
                "message.burst=0|message.burst",
                "database.password=hush|passwordFile",
            })
    void whatCantBeIsRefused(String setting, String named) {
        assertThatThrownBy(() -> read(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("hush");
    }

    @Test
    void addressesOfBothFamilies() {
        ServerConfig config = read("listen.udp=127.0.0.1:5060, [::1]:5060");
        assertThat(ListenAddress.parse("listen.udp", config.listen().udp())).hasSize(2);
        assertThat(ListenAddress.parse("listen.udp", "off")).isEmpty();
    }

    @Test
    void theDomainIsInLowerCase() {
        assertThat(read("domain=Example.ORG").domain()).isEqualTo("example.org");
    }

    @ParameterizedTest(name = "XDG {0}, HOME {1}: {2}")
    @CsvSource({"/x, /home/a, /x/earshot", "'', /home/a, /home/a/.local/share/earshot"})
    void theStandardFolderComesFromTheEnvironment(String xdg, String home, Path expected) {
        assertThat(DataDirectory.standard(Map.of("XDG_DATA_HOME", xdg, "HOME", home)))
                .isEqualTo(expected);
    }

    @Test
    void aFolderThatOthersCanReadIsRefused(@TempDir Path temp) throws IOException {
        Path open = Files.createDirectory(temp.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> DataDirectory.prepare(open))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void aNewFolderIsOursAlone(@TempDir Path temp) throws IOException {
        Path data = temp.resolve("a").resolve("b");
        DataDirectory.prepare(data);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    private static ServerConfig read(String setting) {
        return ConfigFiles.read(
                Optional.empty(), Optional.of(Path.of("/data")), List.of(setting), Map.of());
    }
}
