package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.earshot.common.file.SocketPath;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ui.Summons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts of the phone on one folder, by its socket.
class OnePhoneIT {
    private static final Summons SHOW = new Summons.Show();

    private final BlockingQueue<Summons> heard = new LinkedBlockingQueue<>();
    @TempDir private Path folder;

    private DataFolder data() {
        return DataFolder.open(folder.resolve("data"));
    }

    private Path socket() {
        return folder.resolve("data/phone.sock");
    }

    private OnePhone running(DataFolder data) {
        OnePhone first = OnePhone.on(data, SHOW);
        assertThat(first.isFirst()).isTrue();
        first.listen(heard::add);
        return first;
    }

    @Test
    void aLaterStartHandsOverWhatItIsForAndTheNextOneIsTheFirstAgain() throws Exception {
        Summons link =
                new Summons.Link(
                        AccountLink.parse(
                                "earshot://invite/example.org?service=https://example.org&secret=abcdefghijklmnop"));
        try (OnePhone _ = running(data())) {
            for (Summons summons : List.of(SHOW, link, new Summons.Damaged())) {
                try (OnePhone later = OnePhone.on(data(), summons)) {
                    assertThat(later.isFirst()).isFalse();
                }
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(summons);
            }
        }
        assertThat(socket()).doesNotExist();
        running(data()).close();
    }

    @Test
    void aFolderMayBeAsDeepAsItIs() throws Exception {
        DataFolder deep = DataFolder.open(folder.resolve("x".repeat(100)).resolve("y".repeat(100)));
        try (OnePhone _ = running(deep);
                OnePhone later = OnePhone.on(deep, SHOW)) {
            assertThat(later.isFirst()).isFalse();
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(SHOW);
        }
    }

    @Test
    void whatAKilledOneLeftBehindIsInNobodysWay() throws Exception {
        data();
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                SocketPath at = SocketPath.of(socket())) {
            left.bind(at.address());
        }
        assertThat(socket()).exists();
        try (OnePhone _ = running(data());
                OnePhone later = OnePhone.on(data(), SHOW)) {
            assertThat(later.isFirst()).isFalse();
        }
    }

    @Test
    void oneThatIsAboutToEndIsWaitedFor() throws Exception {
        OnePhone ending = OnePhone.on(data(), SHOW);
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ending.listen(_ -> {
            asked.complete(null);
            return false;
        });
        var _ = asked.thenRunAsync(ending::close);
        try (OnePhone next = OnePhone.on(data(), SHOW)) {
            assertThat(next.isFirst()).isTrue();
        }
    }

    @Test
    void onlyItsOwnerReachesItAndNonsenseDoesNoHarm() throws Exception {
        try (OnePhone _ = running(data())) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("data")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(socket()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            for (String line :
                    List.of("x".repeat(100_000), "link file:///etc/passwd\n", "\0\n", "show", "")) {
                assertThat(answer(line)).as("%.20s", line).isEmpty();
            }
            assertThat(heard).isEmpty();
            assertThat(answer("show\n")).isEqualTo("ok\n");
        }
    }

    private String answer(String line) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(16);
        try (SocketPath at = SocketPath.of(socket());
                SocketChannel channel = SocketChannel.open(at.address())) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.shutdownOutput();
            while (channel.read(answer) >= 0) {
                // until it has closed
            }
        } catch (IOException e) {
            // it did not want to hear more
            assertThat(line).hasSizeGreaterThan(SummonsLine.LONGEST);
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
}
