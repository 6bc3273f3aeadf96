package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that set up phones, by links.
class PhoneFilesIT {
    private static final Pattern PASSWORD = Pattern.compile("account\\.1\\.password = (\\S+)");

    @TempDir private static Path data;
    private static ServedFiles on;

    @BeforeAll
    static void start() throws Exception {
        on = ServedFiles.start(data, "listen.tls=127.0.0.1:0");
    }

    @AfterAll
    static void stop() {
        on.close();
    }

    private static URI link(String name, String label, String phone) {
        String text = on.admin("device", "file", name, label, "--phone", phone).strip();
        assertThat(text).startsWith("https://localhost:").contains("/phones/");
        return on.uri(URI.create(text).getRawPath());
    }

    private static HttpResponse<byte[]> get(URI link) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(TrustedCertificates.fromPem(data.resolve("ca.pem")).context())
                        .build()) {
            return client.send(
                    HttpRequest.newBuilder(link).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void aLinkGivesTheFileOnceAndThePasswordInItWorks() throws Exception {
        URI link = link("bob", "desk 1", "yealink");
        URI other = URI.create(link.toString().replace("yealink.cfg", "snom.xml"));
        assertThat(get(other).statusCode()).isEqualTo(403);
        HttpResponse<byte[]> file = get(link);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Cache-Control")).contains("no-store");
        String text = new String(file.body(), UTF_8);
        assertThat(text)
                .contains(
                        "account.1.user_name = bob",
                        "account.1.sip_server.1.address = localhost",
                        "static.trusted_certificates.url = https://");
        Matcher password = PASSWORD.matcher(text);
        assertThat(password.find()).isTrue();
        FilePhone bob =
                new FilePhone(
                        data.resolve("ca.pem"), "bob", password.group(1), DigestAlgorithm.MD5);
        assertThat(bob.get(on.uri("/account")).statusCode()).isEqualTo(200);
        assertThat(get(link).statusCode()).isEqualTo(403);
        assertThat(on.facts("administered"))
                .contains("phone file", "yealink", "desk 1", "device file")
                .doesNotContain(password.group(1), link.getRawPath().split("/", -1)[2]);
    }

    @Test
    void theCertificateThatPhonesHaveToTrustIsThere() throws Exception {
        assertThat(get(on.uri("/ca.pem")).body())
                .isEqualTo(Files.readAllBytes(data.resolve("ca.pem")));
    }

    @Test
    void aLinkToNothingIsNotGood() throws Exception {
        assertThat(get(on.uri("/phones/AAAAAAAAAAAAAAAAAAAAAA/yealink.cfg")).statusCode())
                .isEqualTo(403);
        URI link = link("carol", "desk", "poly");
        on.admin("user", "close", "carol");
        assertThat(get(link).statusCode()).isEqualTo(403);
    }

    private static String refusal(String... command) {
        AdminAnswer answer = on.ask(new AdminRequest(java.util.List.of(command), ""));
        assertThat(answer.status()).isEqualTo(1);
        return answer.errors();
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertThat(refusal("device", "file", "bob", "desk", "--phone", "fax"))
                .contains("linphone, baresip, yealink, snom, grandstream, poly");
        assertThat(refusal("device", "file", "nobody", "desk", "--phone", "snom"))
                .contains("no account");
        assertThat(refusal("device", "file", "bob", " ", "--phone", "snom"))
                .contains("1 to 64 characters");
        assertThat(
                        refusal(
                                "device",
                                "file",
                                "bob",
                                "desk",
                                "--phone",
                                "snom",
                                "--encryption",
                                "perhaps"))
                .contains("demanded or offered");
    }
}
