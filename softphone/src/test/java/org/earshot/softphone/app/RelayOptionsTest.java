package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.common.relay.Relay;
import org.earshot.common.relay.RelayCredential;
import org.earshot.common.relay.RelayUri;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RelayOptionsTest {
    @TempDir private Path folder;
    private String password;

    @BeforeEach
    void file() throws IOException {
        password = Files.writeString(folder.resolve("p"), "a \"b\" = ü\nmore\n").toString();
    }

    private List<Relay> relays(String... arguments) {
        PhoneOptions options = new PhoneOptions();
        new CommandLine(options)
                .parseArgs(
                        Stream.of(arguments)
                                .map(a -> a.equals("FILE") ? password : a)
                                .toArray(String[]::new));
        return RelayOptions.relays(options);
    }

    @Test
    void withoutOptionsThereAreNone() {
        assertThat(relays()).isEmpty();
    }

    @Test
    void stunServersComeFirstAndTurnServersShareACredential() {
        RelayCredential credential = new RelayCredential("alice", "a \"b\" = ü", Instant.MAX);
        assertThat(
                        relays(
                                "--turn=turn:a?transport=tcp",
                                "--turn-user=alice",
                                "--turn-password-file=FILE".replace("FILE", password),
                                "--stun=b",
                                "--turn=turns:a",
                                "--stun=[::1]:7"))
                .containsExactly(
                        Relay.stun(RelayUri.parse("stun:b")),
                        Relay.stun(RelayUri.parse("stun:[::1]:7")),
                        Relay.turn(RelayUri.parse("turn:a?transport=tcp"), credential),
                        Relay.turn(RelayUri.parse("turns:a"), credential));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--stun stun:a|--stun: ",
                "--stun a:0|--stun: ",
                "--turn a --turn-user u --turn-password-file FILE|--turn: ",
                "--turn stun:a --turn-user u --turn-password-file FILE|--stun",
                "--turn turn:a --turn-password-file FILE|--turn-user is missing",
                "--turn turn:a --turn-user u|--turn-password-file is missing",
                "--turn-user u|--turn is missing",
                "--turn-password-file FILE|--turn is missing",
            })
    void whatCantBeIsSaid(String arguments, String said) {
        assertThatThrownBy(() -> relays(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    @Test
    void nineAreTooMany() {
        String[] nine = Stream.generate(() -> "--stun=a").limit(9).toArray(String[]::new);
        assertThatThrownBy(() -> relays(nine)).hasMessageContaining("8 servers at most");
    }

    @Test
    void aPasswordFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() ->
                        relays("--turn=turn:a", "--turn-user=u", "--turn-password-file=/no/p"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("/no/p");
    }
}
