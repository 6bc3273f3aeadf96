package org.earshot.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

class AuthenticatedFlowsTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    private static final Flow FIRST = flow(1);
    private static final Flow SECOND = flow(2);
    private static final Flow SHARED = flow(3);

    private final AuthenticatedFlows flows = new AuthenticatedFlows(10);

    private static Flow flow(long connection) {
        return RecordedRequest.flow(Transport.TLS, "192.0.2.7", 5061, connection);
    }

    @Test
    void afterAChangeOfAnAccountItsConnectionsAreNobodys() {
        flows.remember(FIRST, ALICE);
        flows.remember(SECOND, BOB);
        flows.remember(SHARED, ALICE);
        flows.remember(SHARED, BOB);
        flows.forget(ALICE.toString()); // as a change names it
        assertThat(flows.of(FIRST)).isEmpty();
        assertThat(flows.of(SHARED)).isEmpty();
        assertThat(flows.of(SECOND)).containsExactly(BOB);
        flows.forget(BOB);
        assertThat(flows.of(SECOND)).isEmpty();
    }
}
