package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.message.Device;
import org.earshot.proxy.message.DeviceId;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminCommands;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.admin.Administration;
import org.earshot.server.config.ServerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An administrator who sets a password does not get what was written before.
class HistoryCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "localhost");

    @TempDir private Path directory;
    private Stores stores;
    private ServerConfig config;
    private KeyRing keys;
    private Administration administration;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(NOW);
        config = ServerConfig.defaults(directory);
        keys = KeyRing.open(directory.resolve("keys"));
        stores =
                Stores.on(
                        Optional.empty(),
                        config,
                        keys,
                        "n1",
                        new LocalChanges(Runnable::run),
                        clock);
        administration = new StoreAdministration(config, stores, keys, Optional.empty(), clock);
        run("a long password", "user", "add", "alice", "--password-stdin");
        seen("urn:uuid:Known");
    }

    private void seen(String instance) {
        DeviceId device = new DeviceId(ALICE, instance);
        stores.messages().seen(ALICE, List.of(new Device(device, true, NOW, 0)));
    }

    private AdminAnswer run(String input, String... command) {
        return AdminCommands.run(
                administration, directory, new AdminRequest(List.of(command), input));
    }

    private boolean isWithheld(String instance) {
        return stores.withholding().isWithheld(ALICE, Optional.of(instance));
    }

    @Test
    void aReleaseIsRecordedBeforeItHappensOrDoesNotHappen() {
        List<String> recorded = new ArrayList<>();
        AtomicBoolean away = new AtomicBoolean(true);
        administration =
                new StoreAdministration(
                        config,
                        stores,
                        keys,
                        Optional.of(
                                new LiveServer(
                                        List::of,
                                        Map::of,
                                        _ -> {},
                                        (owner, device) -> {
                                            if (away.get()) {
                                                throw new ArchiveUnavailableException("away", null);
                                            }
                                            assertThat(isWithheld("urn:uuid:new")).isTrue();
                                            recorded.add(owner + " " + device.orElse("all"));
                                        })),
                        InstantSource.fixed(NOW));
        run("another password", "user", "passwd", "alice", "--password-stdin");
        seen("urn:uuid:new");
        assertThat(run("", "history", "release", "alice").errors()).contains("archive");
        assertThat(isWithheld("urn:uuid:new")).isTrue();
        away.set(false);
        run("", "history", "release", "alice", "--device", "urn:uuid:NEW");
        run("", "history", "release", "alice", "--device", "urn:uuid:new"); // is so already
        assertThat(recorded).containsExactly("sip:alice@localhost urn:uuid:new");
    }

    @Test
    void anotherPasswordWithholdsUntilSomebodyReleases() {
        assertThat(isWithheld("urn:uuid:new")).isFalse();
        assertThat(run("another password", "user", "passwd", "alice", "--password-stdin").output())
                .contains("history release alice");
        seen("urn:uuid:new");
        seen("urn:uuid:newer");
        assertThat(isWithheld("urn:uuid:known")).isFalse();
        assertThat(isWithheld("urn:uuid:new")).isTrue();
        assertThat(run("", "history", "show", "alice").output())
                .contains("urn:uuid:known  given", "urn:uuid:new  withheld");
        assertThat(run("", "history", "release", "alice", "--device", "urn:uuid:other").status())
                .isEqualTo(1);
        assertThat(run("", "history", "release", "alice", "--device", "urn:uuid:NEW").output())
                .contains("released");
        assertThat(isWithheld("urn:uuid:new")).isFalse();
        assertThat(isWithheld("urn:uuid:newer")).isTrue();
        run("", "history", "release", "alice");
        assertThat(isWithheld("urn:uuid:newer")).isFalse();
        assertThat(run("", "history", "release", "alice").output()).contains("nothing");
    }

    @Test
    void aPasswordForOnePhoneAndOneThatIsRefusedWithholdNothing() {
        run("", "device", "add", "alice", "desk");
        assertThat(run("not\u0001this", "user", "passwd", "alice", "--password-stdin").status())
                .isEqualTo(1);
        assertThat(isWithheld("urn:uuid:new")).isFalse();
    }
}
