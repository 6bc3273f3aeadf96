package org.earshot.interop;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Phones on one local network, without any server. In network namespaces, which end with the test.
@Tag("realtime")
class NearbyIT {
    @Test
    void phonesFindAndCallEachOther() throws Exception {
        try (Lab lab = Lab.of("nearby-namespace")) {
            Networks.runIn(lab, NearbyCalls.class, 120);
        }
    }
}
