package org.earshot.common.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What withholding does, whatever is under it. Each test may find rows of other domains there.
abstract class WithholdingContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final String domain = "w" + domains.incrementAndGet() + ".example.org";
    private final AddressOfRecord alice = new AddressOfRecord("alice", domain);
    private final AddressOfRecord bob = new AddressOfRecord("bob", domain);
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final List<String> told = new ArrayList<>();
    private Withholding withholding;

    abstract Withholding open(Changes listeners);

    @BeforeEach
    void start() {
        changes.subscribe(Topic.MESSAGES, change -> told.add(change.subject()));
        withholding = open(changes);
    }

    private boolean isWithheld(String instance) {
        return withholding.isWithheld(alice, Optional.of(instance));
    }

    @Test
    void nothingIsWithheldAtFirst() {
        assertThat(withholding.isHeld(alice)).isFalse();
        assertThat(isWithheld("urn:uuid:1")).isFalse();
        assertThat(withholding.isWithheld(alice, Optional.empty())).isFalse();
        assertThat(withholding.release(alice, Optional.empty())).isFalse();
        assertThat(withholding.release(alice, Optional.of("urn:uuid:1"))).isFalse();
    }

    @Test
    void whoWasKnownIsTrustedAndNobodyElse() {
        withholding.hold(alice, Set.of("urn:uuid:ABC", "urn:uuid:2"));
        assertThat(isWithheld("urn:uuid:abc")).isFalse();
        assertThat(isWithheld("URN:UUID:ABC")).isFalse();
        assertThat(isWithheld("urn:uuid:3")).isTrue();
        assertThat(withholding.isWithheld(alice, Optional.empty())).isTrue();
        assertThat(withholding.isHeld(bob)).isFalse();
    }

    @Test
    void aSecondResetTrustsNobodyWhoWaits() {
        withholding.hold(alice, Set.of("urn:uuid:1"));
        withholding.hold(alice, Set.of("urn:uuid:1", "urn:uuid:2"));
        assertThat(withholding.trusted(alice)).containsExactly("urn:uuid:1");
    }

    @Test
    void oneDeviceIsReleasedOrAll() {
        withholding.hold(alice, Set.of("urn:uuid:1"));
        assertThat(withholding.release(alice, Optional.of("urn:uuid:B"))).isTrue();
        assertThat(withholding.release(alice, Optional.of("urn:uuid:b"))).isFalse();
        assertThat(isWithheld("urn:uuid:b")).isFalse();
        assertThat(isWithheld("urn:uuid:c")).isTrue();
        assertThat(withholding.release(alice, Optional.empty())).isTrue();
        assertThat(isWithheld("urn:uuid:c")).isFalse();
        assertThat(told).hasSize(2).containsOnly(alice.toString());
        withholding.hold(alice, Set.of());
        assertThat(isWithheld("urn:uuid:b")).isTrue();
    }
}
