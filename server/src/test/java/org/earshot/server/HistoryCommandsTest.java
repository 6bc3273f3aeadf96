package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.message.Device;
import org.earshot.proxy.message.DeviceId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An administrator who sets a password does not get what was written before.
class HistoryCommandsTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "localhost");

    @TempDir private Path directory;
    private AdministeredStores on;
    private Stores stores;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
        stores = on.stores;
        on.runWith("a long password", "user", "add", "alice", "--password-stdin");
        seen("urn:uuid:Known");
    }

    private void seen(String instance) {
        DeviceId device = new DeviceId(ALICE, instance);
        stores.messages().seen(ALICE, List.of(new Device(device, true, AdministeredStores.NOW)));
    }

    private boolean isWithheld(String instance) {
        return stores.withholding().isWithheld(ALICE, Optional.of(instance));
    }

    @Test
    void aReleaseIsRecordedBeforeItHappensOrDoesNotHappen() {
        List<String> recorded = new ArrayList<>();
        AtomicBoolean away = new AtomicBoolean(true);
        on.run(
                new LiveServer(
                        List::of,
                        Map::of,
                        _ -> {},
                        Optional::empty,
                        (owner, device) -> {
                            if (away.get()) {
                                throw new ArchiveUnavailableException("away", null);
                            }
                            assertThat(isWithheld("urn:uuid:new")).isTrue();
                            recorded.add(owner + " " + device.orElse("all"));
                        },
                        List::of,
                        on.bans(),
                        on.failed(),
                        Optional::empty,
                        new org.earshot.proxy.route.TrunkBook(java.time.InstantSource.system()),
                        on.running(),
                        on.configs()));
        on.runWith("another password", "user", "passwd", "alice", "--password-stdin");
        seen("urn:uuid:new");
        assertThat(on.run("history", "release", "alice").errors()).contains("archive");
        assertThat(isWithheld("urn:uuid:new")).isTrue();
        away.set(false);
        on.run("history", "release", "alice", "--device", "urn:uuid:NEW");
        on.run("history", "release", "alice", "--device", "urn:uuid:new"); // is so already
        assertThat(recorded).containsExactly("sip:alice@localhost urn:uuid:new");
    }

    @Test
    void anotherPasswordWithholdsUntilSomebodyReleases() {
        assertThat(isWithheld("urn:uuid:new")).isFalse();
        assertThat(
                        on.runWith(
                                        "another password",
                                        "user",
                                        "passwd",
                                        "alice",
                                        "--password-stdin")
                                .output())
                .contains("history release alice");
        seen("urn:uuid:new");
        seen("urn:uuid:newer");
        assertThat(isWithheld("urn:uuid:known")).isFalse();
        assertThat(isWithheld("urn:uuid:new")).isTrue();
        assertThat(on.run("history", "show", "alice").output())
                .contains("urn:uuid:known  given", "urn:uuid:new  withheld");
        assertThat(on.run("history", "release", "alice", "--device", "urn:uuid:other").status())
                .isEqualTo(1);
        assertThat(on.run("history", "release", "alice", "--device", "urn:uuid:NEW").output())
                .contains("released");
        assertThat(isWithheld("urn:uuid:new")).isFalse();
        assertThat(isWithheld("urn:uuid:newer")).isTrue();
        on.run("history", "release", "alice");
        assertThat(isWithheld("urn:uuid:newer")).isFalse();
        assertThat(on.run("history", "release", "alice").output()).contains("nothing");
    }

    @Test
    void aPasswordForOnePhoneAndOneThatIsRefusedWithholdNothing() {
        on.run("device", "add", "alice", "desk");
        assertThat(
                        on.runWith("not\u0001this", "user", "passwd", "alice", "--password-stdin")
                                .status())
                .isEqualTo(1);
        assertThat(isWithheld("urn:uuid:new")).isFalse();
    }
}
