package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Optional;
import org.earshot.common.stack.SystemTimers;
import org.earshot.softphone.mdns.Mdns;
import org.earshot.softphone.ua.DirectLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The sockets for calls without a server, as they are.
class DirectSocketsIT {
    private final SystemTimers timers = new SystemTimers("direct-test");
    private final Mdns mdns = new Mdns(MdnsNeighbours.SERVICE, new SecureRandom());

    @AfterEach
    void close() {
        mdns.close();
        timers.close();
    }

    private DirectSockets sockets(InetSocketAddress wanted, boolean anywhere) {
        return new DirectSockets(
                Optional.ofNullable(wanted), anywhere, mdns, timers, Thread::startVirtualThread);
    }

    @Test
    void whoeverComesSecondGetsAnotherPort() throws Exception {
        try (DirectLine.Open one = sockets(null, false).open(_ -> {});
                DirectLine.Open other = sockets(null, false).open(_ -> {})) {
            assertThat(other.address().getPort())
                    .isNotEqualTo(one.address().getPort())
                    .isPositive();
        }
    }

    @Test
    void aPortThatIsWantedIsThatOrNone() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (DirectLine.Open one = sockets(any, false).open(_ -> {})) {
            InetSocketAddress taken = one.address();
            assertThat(taken.getPort()).isPositive();
            assertThatThrownBy(() -> sockets(taken, false).open(_ -> {}))
                    .isInstanceOf(IOException.class);
            try (Socket socket = new Socket(taken.getAddress(), taken.getPort())) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
        try (DirectLine.Open again = sockets(any, false).open(_ -> {})) {
            assertThat(again.address().getPort()).isPositive();
        }
    }

    @Test
    void onlyMachinesOfOurOwnNetworksAreNear() {
        InetAddress far = InetAddress.ofLiteral("192.0.2.1");
        assertThat(sockets(null, false).isNear(far)).isFalse();
        assertThat(sockets(null, false).isNear(InetAddress.ofLiteral("10.0.0.1"))).isTrue();
        assertThat(sockets(null, true).isNear(far)).isTrue();
    }

    @Test
    void anAddressIsItself() throws Exception {
        assertThat(sockets(null, false).resolve("127.0.0.1").toCompletableFuture().get())
                .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    }
}
