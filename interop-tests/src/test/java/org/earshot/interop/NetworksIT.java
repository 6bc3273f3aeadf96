package org.earshot.interop;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calls of our phones between networks: behind routers with NAT, without UDP, after a change of the network. In network namespaces,
/// which end with the test.
@Tag("realtime")
class NetworksIT {
    @Test
    void callsBetweenNetworks() throws Exception {
        Lab.program("turnserver");
        try (Lab lab = Lab.of("networks-namespace")) {
            Networks.runIn(lab, NetworkCalls.class, 400);
        }
    }

    @Test
    void callsWhoseRelayIsLost() throws Exception {
        Lab.program("turnserver");
        try (Lab lab = Lab.of("lost-relay-namespace")) {
            Networks.runIn(lab, NetworkCalls.class, 300, NetworkCalls.LOST_RELAY);
        }
    }
}
