package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.service.AccountLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the API for phones answers, each request of it, against what it says of itself.
class PhonesApiAnswersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANOTHER = "tidal-lantern-90";

    @TempDir private Path temp;
    private ServedFiles on;
    private FilePhone alice;
    private DescribedApi api;

    private static Optional<JsonNode> json(HttpResponse<byte[]> answer) throws IOException {
        return answer.headers().firstValue("Content-Type").orElse("").contains("json")
                ? Optional.of(JSON.readTree(answer.body()))
                : Optional.empty();
    }

    private JsonNode fits(String method, String path, HttpResponse<byte[]> answer)
            throws IOException {
        Optional<JsonNode> json = json(answer);
        api.fits(method, path, answer.statusCode(), json);
        return json.orElse(JSON.createObjectNode());
    }

    /// Asks as alice, whose answer has to be good.
    private JsonNode ask(String method, String path, byte[] body, String... headers)
            throws Exception {
        HttpResponse<byte[]> answer = alice.ask(method, on.uri(path), body, headers);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + FilePhone.text(answer))
                .isBetween(200, 299);
        return fits(method, path, answer);
    }

    private JsonNode ask(String method, String path) throws Exception {
        return ask(method, path, new byte[0]);
    }

    private JsonNode ask(String method, String path, Map<String, ?> fields) throws Exception {
        return ask(
                method, path, JSON.writeValueAsBytes(fields), "Content-Type", "application/json");
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void everyAnswerIsAsTheDescriptionSays() throws Exception {
        on = ServedFiles.start(temp.resolve("data"), "listen.tls=127.0.0.1:0");
        try (UdpPhone phone = new UdpPhone(on.server())) {
            alice = on.phone("alice", DigestAlgorithm.SHA_256);
            HttpResponse<byte[]> description = alice.plain("GET", on.uri("/openapi.json"));
            api = new DescribedApi(JSON.readTree(description.body()));
            fits("GET", "/openapi.json", description);
            assertThat(phone.ask("REGISTER", "alice", "Expires: 600\nUser-Agent: x/1", ""))
                    .contains(" 200 OK");
            withoutAPassword();
            account();
            directory();
            groups();
            files();
            refused();
            TreeSet<String> left = new TreeSet<>(api.operations());
            left.removeAll(api.tried());
            assertThat(left).isEmpty();
        } finally {
            on.close();
        }
    }

    private void withoutAPassword() throws Exception {
        for (String path : new String[] {"/.well-known/earshot", "/ca.pem"}) {
            fits("GET", path, alice.plain("GET", on.uri(path)));
        }
        AccountLink invitation = AccountLink.parse(on.admin("invitation", "add"));
        String wish =
                JSON.writeValueAsString(
                        Map.of(
                                "name",
                                "dora",
                                "password",
                                ANOTHER,
                                "invitation",
                                invitation.secret()));
        fits("POST", "/sign-up", alice.post(on.uri("/sign-up"), wish));
        fits("POST", "/sign-up", alice.post(on.uri("/sign-up"), "{"));
        AccountLink reset = AccountLink.parse(on.admin("user", "reset-link", "carol"));
        String password =
                JSON.writeValueAsString(Map.of("secret", reset.secret(), "password", ANOTHER));
        fits("POST", "/password-reset", alice.post(on.uri("/password-reset"), password));
        fits("POST", "/password-reset", alice.post(on.uri("/password-reset"), password));
        URI there =
                on.here(on.admin("device", "file", "bob", "hall", "--phone", "baresip").strip());
        fits("GET", there.getRawPath(), alice.plain("GET", there));
        HttpResponse<byte[]> again = alice.plain("GET", there);
        assertThat(again.statusCode()).isEqualTo(403);
        fits("GET", there.getRawPath(), again);
    }

    private void account() throws Exception {
        ask("GET", "/account");
        ask("PUT", "/account/display-name", Map.of("displayName", "Alice"));
        ask("PUT", "/account/picture", picture());
        JsonNode devices = ask("GET", "/account/devices");
        assertThat(devices.path("registered")).hasSize(1);
        ask("POST", "/account/device-passwords", Map.of("label", "Desk"));
        ask("DELETE", "/account/device-passwords?label=Desk");
        ask("DELETE", "/account/devices/" + devices.at("/registered/0/id").asText());
        ask("POST", "/account/sign-out");
        ask("PUT", "/account/password", Map.of("password", ANOTHER + "0"));
        alice =
                new FilePhone(
                        on.data().resolve("ca.pem"),
                        "alice",
                        ANOTHER + "0",
                        DigestAlgorithm.SHA_256);
    }

    private void directory() throws Exception {
        assertThat(ask("GET", "/directory?limit=1").path("next").asText()).isNotEmpty();
        ask("GET", "/directory/alice");
        ask("GET", "/directory/alice/picture");
        String tag =
                alice.get(on.uri("/directory/alice")).headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> same = alice.get(on.uri("/directory/alice"), "If-None-Match", tag);
        assertThat(same.statusCode()).isEqualTo(304);
        fits("GET", "/directory/alice", same);
        ask("DELETE", "/account/picture");
    }

    private void groups() throws Exception {
        ask("POST", "/groups", Map.of("displayName", "The Team", "members", new String[] {"bob"}));
        assertThat(ask("GET", "/groups").path("groups")).hasSize(1);
        ask("GET", "/groups/the-team");
        ask("POST", "/groups/the-team/members", Map.of("members", new String[] {"carol"}));
        ask("PUT", "/groups/the-team/members/carol", Map.of("owner", true));
        ask("DELETE", "/groups/the-team/members/bob");
        ask("PUT", "/groups/the-team/display-name", Map.of("displayName", "Team"));
        ask("POST", "/groups/the-team/leave");
    }

    private void files() throws Exception {
        byte[] content = "words".getBytes(UTF_8);
        JsonNode begun =
                ask(
                        "POST",
                        "/files",
                        Map.of(
                                "name",
                                "list.txt",
                                "size",
                                content.length,
                                "sha256",
                                ServedFiles.sha256(content)));
        String file = URI.create(begun.path("url").asText()).getRawPath();
        ask("HEAD", file);
        ask("PATCH", file, content, "Upload-Offset", "0");
        ask("GET", file);
        ask("GET", file, new byte[0], "Range", "bytes=1-2");
        ask("DELETE", file);
        ask("POST", "/files/rcs");
    }

    private void refused() throws Exception {
        for (String operation : api.operations()) {
            String method = operation.substring(0, operation.indexOf(' '));
            String path = operation.substring(operation.indexOf(' ') + 1);
            String there = path.replaceAll("\\{[a-z]+}", "nobody");
            HttpResponse<byte[]> unsigned = alice.plain(method, on.uri(there));
            fits(method, there, unsigned);
            if (unsigned.statusCode() == 401) {
                fits(method, there, alice.ask(method, on.uri(there), "[]".getBytes(UTF_8)));
            }
        }
    }
}
