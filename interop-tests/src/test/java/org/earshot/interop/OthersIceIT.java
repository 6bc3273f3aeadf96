package org.earshot.interop;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calls with linphone and baresip that find their way by ICE. In a network namespace, since phones gather addresses.
@Tag("realtime")
class OthersIceIT {
    @Test
    void theWayIsFoundCalledAndCalling() {
        Lab.program("linphonec");
        Lab.program("baresip");
        try (Lab lab = Lab.of("others-ice-namespace")) {
            Networks.runIn(lab, OthersIceCalls.class, 300);
        }
    }
}
