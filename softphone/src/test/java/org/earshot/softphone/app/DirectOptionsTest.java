package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.earshot.softphone.ua.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the command line says of calls without a server.
class DirectOptionsTest {
    private static Optional<DirectOptions> of(String... arguments) {
        PhoneOptions options = new PhoneOptions();
        new CommandLine(options).parseArgs(arguments);
        return DirectOptions.of(
                options,
                options.account.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Account.of(options.account, "x", "", "tls")));
    }

    @Test
    void thereAreNoneUnlessTheyAreWanted() {
        assertThat(of("--account", "sip:alice@example.org")).isEmpty();
    }

    @Test
    void theNameIsThatOfTheAccountUnlessItIsGiven() {
        assertThat(of("--direct", "--account", "sip:alice@example.org"))
                .contains(new DirectOptions(Optional.empty(), "alice", false, false));
        assertThat(
                        of(
                                "--account",
                                "alice@example.org",
                                "--direct",
                                "--discoverable",
                                "--name",
                                "Al"))
                .contains(new DirectOptions(Optional.empty(), "Al", true, false));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "192.168.1.2:5070, 192.168.1.2, 5070",
        "192.168.1.2, 192.168.1.2, 5060",
        "127.0.0.1:0, 127.0.0.1, 0",
        "5070, 0.0.0.0, 5070",
        ":5070, 0.0.0.0, 5070",
        "[fd00::2]:5070, fd00::2, 5070",
        "[::], ::, 5060",
    })
    void aPlaceIsAnAddressAndAPort(String typed, String host, int port) {
        assertThat(of("--direct", typed, "--name", "alice").orElseThrow().at())
                .contains(new InetSocketAddress(host, port));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "--direct example.org:5060 --name alice",
                "--direct 192.168.1.2:70000 --name alice",
                "--direct 999.1.1.1:5060 --name alice",
                "--direct",
                "--direct --name a@b",
                "--direct --name xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "--discoverable --name alice",
                "--direct-anywhere --name alice",
            })
    void whatCantBeIsSaid(String arguments) {
        assertThatThrownBy(() -> of(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--");
    }
}
