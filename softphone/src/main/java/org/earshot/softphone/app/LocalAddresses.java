package org.earshot.softphone.app;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's addresses at which somebody else may reach it.
final class LocalAddresses {
    private static final Logger log = LoggerFactory.getLogger(LocalAddresses.class);

    /// More would only make the search longer.
    private static final int MOST = 6;

    private LocalAddresses() {}

    /// Those of interfaces that are up, without loopback and link-local ones.
    static List<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalAddresses::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address ->
                            !address.isLoopbackAddress()
                                    && !address.isLinkLocalAddress()
                                    && !address.isAnyLocalAddress())
                    .limit(MOST)
                    .toList();
        } catch (SocketException e) {
            log.debug("the machine does not tell its addresses", e);
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException _) {
            return false; // gone meanwhile
        }
    }
}
