package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {
    @TempDir private Path data;

    @Test
    void aCommandGoesThereAndItsAnswerComesBack() throws IOException {
        try (AdminSocket socket =
                AdminSocket.open(
                        data,
                        (request, user) ->
                                new AdminAnswer(
                                        3,
                                        String.join(" ", request.arguments()) + request.input(),
                                        user.toString()))) {
            assertThat(socket).isNotNull();
            assertThat(AdminClient.ask(data, new AdminRequest(List.of("user", "add"), "ß")))
                    .contains(new AdminAnswer(3, "user addß", OsUser.ofThisProcess().toString()));
        }
    }

    @Test
    void aDataFolderMayHaveALongPath() throws IOException {
        Path deep = Files.createDirectories(data.resolve("x".repeat(90)).resolve("y".repeat(90)));
        try (AdminSocket socket = AdminSocket.open(deep, (_, _) -> new AdminAnswer(0, "", ""))) {
            assertThat(socket).isNotNull();
            assertThat(AdminClient.ask(deep, new AdminRequest(List.of("status"), ""))).isPresent();
            assertThatThrownBy(() -> AdminSocket.open(deep, (_, _) -> new AdminAnswer(0, "", "")))
                    .hasMessageContaining("another server has");
        }
        assertThat(AdminSocket.path(deep)).doesNotExist();
    }

    @Test
    void onlyTheOwnerCanOpenIt() throws IOException {
        try (AdminSocket socket = AdminSocket.open(data, (_, _) -> new AdminAnswer(0, "", ""))) {
            assertThat(socket).isNotNull();
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(AdminSocket.path(data))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void noServerIsNoAnswer() {
        assertThat(AdminClient.ask(data, new AdminRequest(List.of("status"), ""))).isEmpty();
    }

    @Test
    void aSocketThatAKilledServerLeftIsNoServer() throws IOException {
        Files.createDirectories(AdminSocket.path(data).getParent());
        Files.createFile(AdminSocket.path(data));
        assertThat(AdminClient.ask(data, new AdminRequest(List.of("status"), ""))).isEmpty();
        try (AdminSocket socket = AdminSocket.open(data, (_, _) -> new AdminAnswer(0, "x", ""))) {
            assertThat(socket).isNotNull();
            assertThat(AdminClient.ask(data, new AdminRequest(List.of("status"), ""))).isPresent();
        }
    }

    @Test
    void aSocketThatIsServedIsNotTakenAway() throws IOException {
        try (AdminSocket socket =
                AdminSocket.open(data, (_, _) -> new AdminAnswer(0, "first", ""))) {
            assertThat(socket).isNotNull();
            assertThatThrownBy(() -> AdminSocket.open(data, (_, _) -> new AdminAnswer(0, "x", "")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--data");
            assertThat(AdminClient.ask(data, new AdminRequest(List.of("status"), "")))
                    .contains(new AdminAnswer(0, "first", ""));
        }
    }

    @Test
    void whatSomebodySearchesForIsNotRecordedInTheLog() {
        assertThat(
                        AdminSocket.what(
                                new AdminRequest(
                                        List.of("archive", "search", "--words", "hush", "--json"),
                                        "")))
                .isEqualTo("archive search");
        assertThat(
                        AdminSocket.what(
                                new AdminRequest(
                                        List.of("archive", "export", "--words", "hush", "to.zip"),
                                        "")))
                .isEqualTo("archive export to.zip");
    }

    @Test
    void whatIsRecordedIsTheCommandAndWhomItIsAbout() {
        assertThat(
                        AdminSocket.what(
                                new AdminRequest(
                                        List.of("user", "add", "--password-stdin", "bob"), "hush")))
                .isEqualTo("user add bob");
        assertThat(AdminSocket.what(new AdminRequest(List.of("--json", "status"), "")))
                .isEqualTo("status");
        assertThat(
                        AdminSocket.what(
                                new AdminRequest(
                                        List.of("lexicon", "add", "--address", "alice", "r1"), "")))
                .isEqualTo("lexicon add");
    }

    @Test
    void aLineHasALimit() {
        assertThatThrownBy(() ->
                        AdminSocket.line(
                                new ByteArrayInputStream(new byte[AdminRequest.MAX_BYTES + 1])))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aPasswordIsNotPrinted() {
        assertThat(new AdminRequest(List.of("user"), "hush").toString()).doesNotContain("hush");
        AdminRequest.Login login = new AdminRequest.Login("olga", "hush", "hush");
        assertThat(login.toString()).doesNotContain("hush");
        assertThat(new AdminRequest(List.of(), "", "", login, AdminRequest.Stage.NONE).toString())
                .doesNotContain("hush");
        assertThat(new AdminAnswer(0, "hush", "").toString()).doesNotContain("hush");
    }
}
