package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.auth.AuthenticatedFlows;
import org.earshot.server.config.ConfigFiles;
import org.earshot.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BansTest {
    private static final InetAddress OFFICE = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress LISTED = InetAddress.ofLiteral("198.51.100.1");

    private static final InetAddress NODE = InetAddress.ofLiteral("203.0.113.9");

    @TempDir private Path temp;
    private ServerConfig config;

    private ServerConfig config(String... settings) {
        return ConfigFiles.read(Optional.empty(), Optional.of(temp), List.of(settings), Map.of());
    }

    private static void guess(AddressBans bans, InetAddress source) {
        for (int i = 0; i < 20; i++) {
            bans.failed("u" + i, source, true);
        }
    }

    @Test
    void aListOfOthersDoesNotGiveThisMachineUp() throws SocketException {
        config = config("security.bans.exempt=198.51.100.0/24");
        AddressBans bans =
                new Bans(
                                () -> config,
                                new AuthenticatedFlows(10),
                                NODE::equals,
                                InstantSource.system())
                        .addresses();
        List<InetAddress> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .toList();
        assertThat(own)
                .isNotEmpty()
                .allSatisfy(address -> {
                    guess(bans, address);
                    assertThat(bans.admits(address)).isTrue();
                });
        for (String text : List.of("127.0.0.1", "::1")) {
            guess(bans, InetAddress.ofLiteral(text));
            assertThat(bans.admits(InetAddress.ofLiteral(text))).isTrue();
        }
        guess(bans, LISTED);
        assertThat(bans.admits(LISTED)).isTrue();
        guess(bans, NODE);
        assertThat(bans.admits(NODE)).as("another node, listed nowhere").isTrue();
        guess(bans, OFFICE);
        assertThat(bans.admits(OFFICE)).isFalse();

        config = config("security.bans.exempt=192.0.2.0/24");
        assertThat(bans.admits(OFFICE)).isTrue();
        guess(bans, LISTED);
        assertThat(bans.admits(LISTED)).isFalse();
    }
}
