package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminMain;
import org.earshot.server.admin.AdminSocket;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that are given right after a server was started, as the guide's first call has them.
class StartingServerTest {
    @TempDir private Path data;

    private record Said(int status, String output, String errors) {}

    @BeforeEach
    void ours() throws Exception {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aCommandWaitsForTheServerThatStarts() throws Exception {
        try (DataLock lock = DataLock.forServer(data)) {
            assertThat(lock.toString()).contains("server");
            CompletableFuture<Said> adding = admin("user", "list");
            CompletableFuture<Said> status = admin("status");
            try (AdminSocket socket =
                    AdminSocket.open(
                            data,
                            (request, _) ->
                                    new AdminAnswer(
                                            0, String.join(" ", request.arguments()), ""))) {
                assertThat(socket).isNotNull();
                assertThat(adding.get(60, TimeUnit.SECONDS))
                        .isEqualTo(new Said(0, "user list", ""));
                assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(new Said(0, "status", ""));
            }
        }
    }

    /// It begins to serve between the question, which nobody took, and the look at who has the folder.
    @Test
    void oneThatHasJustBegunToTakeCommandsIsAskedAgain() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<AdminSocket> opened = new ArrayList<>();
        try (DataLock lock = DataLock.forServer(data)) {
            int status =
                    AdminMain.run(
                            List.of(
                                    "user",
                                    "add",
                                    "alice",
                                    "--password-stdin",
                                    "--data",
                                    data.toString()),
                            (file, folder, sets) -> ConfigFiles.read(file, folder, sets, Map.of()),
                            (config, request) -> {
                                if (opened.isEmpty()) {
                                    opened.add(serving(lock));
                                }
                                return OfflineStores.run(config, request, InstantSource.system());
                            },
                            new ByteArrayInputStream(
                                    "a password\n".getBytes(StandardCharsets.UTF_8)),
                            new PrintStream(out, true, StandardCharsets.UTF_8),
                            new PrintStream(err, true, StandardCharsets.UTF_8));
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("it is served");
            assertThat(status).isZero();
        } finally {
            for (AdminSocket socket : opened) {
                socket.close();
            }
        }
    }

    private AdminSocket serving(DataLock lock) {
        try {
            AdminSocket socket =
                    AdminSocket.open(data, (_, _) -> new AdminAnswer(0, "it is served", ""));
            var _ = lock.serving();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whereItDidNotStartTheCommandGoesOnByItself() throws Exception {
        CompletableFuture<Said> status;
        try (DataLock lock = DataLock.forServer(data)) {
            assertThat(lock.toString()).contains("server");
            status = admin("status");
        }
        assertThat(status.get(60, TimeUnit.SECONDS).errors()).contains("no server runs on");
    }

    private CompletableFuture<Said> admin(String... command) {
        CompletableFuture<Said> said = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    ByteArrayOutputStream err = new ByteArrayOutputStream();
                    try {
                        List<String> all = new java.util.ArrayList<>(List.of(command));
                        all.addAll(List.of("--data", data.toString()));
                        int status =
                                ServerMain.admin(
                                        all,
                                        new ByteArrayInputStream(new byte[0]),
                                        new PrintStream(out, true, StandardCharsets.UTF_8),
                                        new PrintStream(err, true, StandardCharsets.UTF_8));
                        said.complete(
                                new Said(
                                        status,
                                        out.toString(StandardCharsets.UTF_8),
                                        err.toString(StandardCharsets.UTF_8)));
                    } catch (RuntimeException e) {
                        said.completeExceptionally(e);
                    }
                });
        return said;
    }
}
