package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.Attribute;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.ldap.TestDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server with the organisation's directory.
class DirectoryIT {
    private static final String PASSWORD = "tidal-lantern-90";
    private static final String THEIRS = "Summer2026!";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path temp;

    private static byte[] png() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static AdminAnswer run(ServedFiles on, String... command) {
        return on.ask(new AdminRequest(List.of(command), ""));
    }

    private static FilePhone phone(ServedFiles on, String name, String password) {
        return new FilePhone(on.data().resolve("ca.pem"), name, password, DigestAlgorithm.SHA_256);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(FilePhone.text(answer)).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /// A number that the server tells.
    private static double metric(ServedFiles on, String name) throws Exception {
        return Double.parseDouble(
                metrics(on)
                        .lines()
                        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                        .findFirst()
                        .orElseThrow()
                        .replaceFirst(".* ", ""));
    }

    private static String metrics(ServedFiles on) throws Exception {
        Matcher console = Pattern.compile(" console=([0-9.:]+)").matcher(on.server().ready());
        assertThat(console.find()).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://" + console.group(1) + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// A server that has just failed to read the directory, and so does not by itself.
    private ServedFiles served(TestDirectory directory, String... more) throws IOException {
        ServedFiles on =
                ServedFiles.start(
                        temp.resolve("data"), directory.settings("ldap.url=ldaps://localhost:1"));
        AdminAnswer away = run(on, "ldap", "check");
        assertThat(away.status()).isEqualTo(1);
        assertThat(away.errors()).contains("can't be reached");
        // or it is at it this moment, and over before the server has ended
        assertThat(run(on, "ldap", "sync").status()).isEqualTo(1);
        on.server().close();
        on.open(directory.settings(more));
        return on;
    }

    @Test
    void accountsFollowTheDirectory() throws Exception {
        try (TestDirectory directory = TestDirectory.start(temp.resolve("directory"))) {
            directory.add("dora", "Dora Ünal", THEIRS, new Attribute("jpegPhoto", png()));
            directory.add("emil", "Emil", THEIRS, new Attribute("jpegPhoto", "no picture"));
            directory.add("carol", "Carol of the directory", THEIRS);
            directory.add("frank", "Fr\u0007ank", THEIRS);
            try (ServedFiles on =
                    served(directory, "ldap.vanished=close", "console.listen=127.0.0.1:0")) {
                assertThat(on.admin("ldap", "test"))
                        .contains("reached " + directory.url("ldaps") + " by TLSv1.")
                        .contains("it lets cn=earshot,dc=example,dc=org in")
                        .contains("somebody whom ldap.filter finds: ");
                JsonNode before = JSON.readTree(on.admin("ldap", "show", "--json"));
                assertThat(before.get("on").booleanValue()).isTrue();
                assertThat(before.get("accounts").intValue()).isZero();
                assertThat(before.has("succeededAt")).isFalse();
                assertThat(before.get("last").textValue()).startsWith("failed: ");
                assertThat(before.get("settings").get("ldap.base").textValue())
                        .isEqualTo("ou=people,dc=example,dc=org");
                assertThat(metric(on, "earshot_ldap_read_timestamp_seconds")).isZero();
                assertThat(metric(on, "earshot_ldap_interval_seconds")).isEqualTo(7 * 86_400);
                // the last time failed less than a minute ago: nothing was done since
                String would = on.admin("ldap", "check");
                assertThat(would)
                        .contains("would be: add dora", "would be: add emil")
                        .contains("carol: an account of this name was made otherwise")
                        .contains("uid=frank,ou=people,dc=example,dc=org: ")
                        .contains("the last time: ", "failed: the directory at");
                assertThat(on.admin("user", "list")).doesNotContain("dora");

                AdminAnswer done = run(on, "ldap", "sync", "--json");
                assertThat(done.status()).as("emil's picture is none").isEqualTo(1);
                JsonNode after = JSON.readTree(on.admin("ldap", "show", "--json"));
                assertThat(after.get("accounts").intValue()).isEqualTo(2);
                Instant well = Instant.parse(after.get("succeededAt").textValue());
                assertThat(metric(on, "earshot_ldap_read_timestamp_seconds"))
                        .isEqualTo(well.toEpochMilli() / 1000.0);
                JsonNode fact = JSON.readTree(done.output());
                assertThat(fact.get("summary").textValue())
                        .startsWith("4 entries: 2 added, 0 linked, 0 renamed, 2 pictures");
                assertThat(fact.get("failed").get(0).textValue()).startsWith("picture of emil: ");
                FilePhone carol = phone(on, "carol", ServedFiles.PASSWORD);
                JsonNode found = json(carol.get(on.uri("/directory?q=%C3%BCnal"))).get("people");
                assertThat(found).hasSize(1);
                assertThat(found.get(0).get("picture").textValue()).isNotEmpty();
                assertThat(on.facts("administered"))
                        .contains("account add", "account picture", "dora", "actor: ldap");

                directory.rename("dora", "Dora Baker");
                directory.remove("emil");
                assertThat(on.admin("ldap", "sync"))
                        .contains("done: close emil", "done: rename dora to Dora Baker")
                        .contains("3 entries", "0 pictures", "1 closed");
                assertThat(on.admin("status")).contains("3 entries: 0 added");
                assertThat(on.admin("user", "closed")).contains("emil");
                assertThat(on.admin("user", "list")).contains("Dora Baker").doesNotContain("emil");
                directory.stop();
                AdminAnswer tested = run(on, "ldap", "test");
                assertThat(tested.status()).isEqualTo(1);
                assertThat(tested.errors()).contains("can't be reached");
                AdminAnswer failed = run(on, "ldap", "sync");
                assertThat(failed.status()).isEqualTo(1);
                assertThat(on.admin("user", "list")).contains("Dora Baker");
            }
        }
    }

    private static HttpResponse<byte[]> signUp(ServedFiles on, String... more) throws Exception {
        Map<String, String> wish = new LinkedHashMap<>();
        wish.put("name", "dora");
        wish.put("organisationPassword", THEIRS);
        wish.put("password", PASSWORD);
        for (int i = 0; i < more.length; i += 2) {
            wish.put(more[i], more[i + 1]);
        }
        return phone(on, "dora", PASSWORD)
                .post(on.uri("/sign-up"), new String(JSON.writeValueAsBytes(wish), UTF_8));
    }

    @Test
    void whoKnowsTheOrganisationsPasswordGetsAnAccountAndAnotherPassword() throws Exception {
        try (TestDirectory directory = TestDirectory.start(temp.resolve("directory"))) {
            directory.add("dora", "Dora Ünal", THEIRS);
            directory.add("bob", "Another Bob", THEIRS);
            try (ServedFiles on = served(directory, "people.signUp=ldap")) {
                FilePhone alice = phone(on, "alice", ServedFiles.PASSWORD);
                assertThat(
                                json(alice.plain("GET", on.uri("/.well-known/earshot")))
                                        .get("signUp")
                                        .textValue())
                        .isEqualTo("ldap");
                assertThat(signUp(on, "organisationPassword", "").statusCode()).isEqualTo(422);
                assertThat(signUp(on, "organisationPassword", "wrong").statusCode()).isEqualTo(403);
                assertThat(signUp(on, "name", "nemo").statusCode()).isEqualTo(403);
                assertThat(signUp(on, "name", "d*").statusCode()).isEqualTo(422);
                assertThat(signUp(on, "password", "short").statusCode()).isEqualTo(422);
                assertThat(signUp(on, "organisationPassword", PASSWORD).statusCode())
                        .as("the same again")
                        .isEqualTo(422);
                HttpResponse<byte[]> bob = signUp(on, "name", "bob");
                assertThat(bob.statusCode())
                        .as("an account that was made otherwise")
                        .isEqualTo(403);
                assertThat(json(phone(on, "bob", ServedFiles.PASSWORD).get(on.uri("/account"))))
                        .isNotNull();

                HttpResponse<byte[]> taken = signUp(on);
                assertThat(taken.statusCode()).as(FilePhone.text(taken)).isEqualTo(202);
                JsonNode own = json(phone(on, "dora", PASSWORD).get(on.uri("/account")));
                assertThat(own.get("displayName").textValue()).isEqualTo("Dora Ünal");
                assertThat(on.admin("ldap", "check")).contains("0 added", "1 unchanged");

                String another = "granite-orchid-31";
                assertThat(signUp(on, "password", another).statusCode()).isEqualTo(202);
                assertThat(phone(on, "dora", PASSWORD).get(on.uri("/account")).statusCode())
                        .isEqualTo(401);
                assertThat(
                                json(phone(on, "dora", another).get(on.uri("/account")))
                                        .get("address")
                                        .textValue())
                        .isEqualTo("sip:dora@localhost");
                assertThat(on.facts("administered"))
                        .contains("whoever has the organisation's password of dora")
                        .doesNotContain(THEIRS, PASSWORD, another);

                directory.stop();
                HttpResponse<byte[]> away = signUp(on, "name", "emil");
                assertThat(away.statusCode()).isEqualTo(503);
                assertThat(FilePhone.text(away)).doesNotContain("localhost");
                assertThat(signUp(on).statusCode()).as("one more try").isEqualTo(503);
                assertThat(signUp(on).statusCode())
                        .as("of one name, whatever comes of it")
                        .isEqualTo(429);
            }
        }
    }

    @Test
    void aTelephoneNumberIsNobodysToTake() throws Exception {
        try (TestDirectory directory = TestDirectory.start(temp.resolve("directory"))) {
            directory.add("110", "Dora Ünal", THEIRS);
            try (ServedFiles on =
                    served(directory, "people.signUp=ldap", "dialplan.emergency=110")) {
                HttpResponse<byte[]> refused = signUp(on, "name", "110");
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(FilePhone.text(refused)).contains("telephone number");
                assertThat(on.admin("user", "list")).doesNotContain("110");
                on.admin("ldap", "sync"); // whoever runs the directory has chosen it
                assertThat(signUp(on, "name", "110").statusCode()).isEqualTo(202);
            }
        }
    }

    @Test
    void withoutTheSettingNobodysPasswordIsAskedFor() throws Exception {
        try (TestDirectory directory = TestDirectory.start(temp.resolve("directory"))) {
            directory.add("dora", "Dora Ünal", THEIRS);
            try (ServedFiles on = served(directory)) {
                assertThat(signUp(on).statusCode()).isEqualTo(403);
            }
        }
    }
}
