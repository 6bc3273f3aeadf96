package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SIPp's scenarios through our server.
class SippIT {
    private static final String CALLS = "20";

    private Lab lab;

    @BeforeEach
    void open() {
        lab = Lab.of("sipp");
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    /// SIPp itself knows only MD5 and takes the first challenge, so it can't answer ours unless it says who it is
    /// ([SippMessagesIT]).
    @Test
    void isChallenged() {
        EarshotServer server = EarshotServer.start(lab).withUser("bob", "pwbob");
        assertThat(register("challenged", server, Lab.freePortPair())).isZero();
    }

    @Test
    void registersFromATrustedNetworkAndCallsPassThroughTheProxy() {
        EarshotServer server =
                EarshotServer.start(lab, "security.trusted=127.0.0.1/32")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob");
        int bobPort = Lab.freePortPair();
        assertThat(register("register", server, bobPort)).isZero();
        ChildProcess callee =
                Sipp.start(lab, "callee", server, "-p", Integer.toString(bobPort), "-m", CALLS);
        ChildProcess caller = Sipp.start(lab, "caller", server, "-m", CALLS, "-r", "20");
        assertThat(Sipp.exit(caller)).as("the caller's scenario").isZero();
        assertThat(Sipp.exit(callee)).as("the callee's scenario").isZero();
    }

    private int register(String scenario, EarshotServer server, int contactPort) {
        Path users = lab.write("users.csv", "SEQUENTIAL\nbob;%d\n".formatted(contactPort));
        return Sipp.exit(Sipp.start(lab, scenario, server, "-inf", users.toString(), "-m", "1"));
    }
}
