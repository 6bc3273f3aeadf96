package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.interop.Allocations.Owner;
import org.junit.jupiter.api.Test;

/// The threads of a call's sound must not wait for a garbage collector, so our own code makes no garbage there for a frame or a packet: each
/// object of a call is looked at, by JFR. What the JDK's ciphers and the codec make is for `bin/bench garbage` to list. Only the first
/// compiler is at work here, which leaves out no object that our code asks for.
class GarbageIT {
    private static final int SECONDS = 4;
    private static final int WARM_UP = 5;

    /// A report each few seconds may make some.
    private static final int NOW_AND_THEN = 2 * SECONDS;

    @Test
    void ourCodeMakesNoneForAFrame() throws Exception {
        try (Lab lab = Lab.of("garbage")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");

            Allocations allocations = GarbageBench.call(lab, server, SECONDS, WARM_UP);

            assertThat(allocations.sites(Owner.JCE))
                    .as("JCE makes some, so what is recorded is a call")
                    .anyMatch(entry -> entry.getValue().objects() > 10 * SECONDS);
            assertThat(
                            allocations.sites(Owner.OURS).stream()
                                    .filter(entry -> entry.getValue().objects() > NOW_AND_THEN)
                                    .map(entry -> entry.getKey().toString())
                                    .toList())
                    .isEqualTo(List.of());
        }
    }
}
