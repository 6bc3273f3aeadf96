package org.earshot.interop;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calls with linphone that find their way by ICE. In a network namespace, since phones gather addresses.
@Tag("realtime")
class LinphoneIceIT {
    @Test
    void theWayIsFoundCalledAndCalling() {
        Lab.program("linphonec");
        try (Lab lab = Lab.of("linphone-ice-namespace")) {
            Networks.runIn(lab, LinphoneIceCalls.class, 200);
        }
    }
}
