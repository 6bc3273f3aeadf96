package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.PASSWORD;
import static org.earshot.interop.ConsoleSteps.link;
import static org.earshot.interop.ConsoleSteps.logIn;
import static org.earshot.interop.ConsoleSteps.press;
import static org.earshot.interop.ConsoleSteps.secret;
import static org.earshot.interop.ConsoleSteps.send;
import static org.earshot.interop.ConsoleSteps.shows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// What [ConsoleTlsIT] runs in a network namespace.
final class ConsoleOverTls {
    private static final String DOMAIN = "sip.example.test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConsoleOverTls() {}

    public static void main(String[] none) throws Exception {
        try (Lab lab = Lab.of("console-tls")) {
            run(lab);
            System.out.println("all as it should be");
        }
    }

    private static void run(Lab lab) throws Exception {
        Path token = lab.write("console.token", "0123456789abcdef0123456789abcdef\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Path data = lab.privateFolder("server-data");
        EarshotServer server =
                EarshotServer.start(
                        lab,
                        data,
                        "domain=" + DOMAIN,
                        "console.listen=" + ConsoleTlsIT.ADDRESS + ":0",
                        "console.tokenFile=" + token);
        String port = server.address("console").replaceAll(".*:", "");
        String origin = "https://" + DOMAIN + ":" + port;
        Chromium chromium =
                Chromium.start(
                        lab,
                        "--lang=en-US",
                        "--host-resolver-rules=MAP " + DOMAIN + " " + ConsoleTlsIT.ADDRESS,
                        "--ignore-certificate-errors-spki-list="
                                + BrowserCalls.publicKeyHash(data));
        Chromium.Page page =
                chromium.open(origin + "/" + link(server).replaceAll(".*/(#.*)", "$1"));
        send(page, "name", "adam", "password", PASSWORD, "again", PASSWORD);
        String secret = secret(page);
        press(page, "Go on to the log-in");
        logIn(page, "adam", secret);
        shows(page, "First steps");
        page.evaluate("location.hash = '#/live'");
        shows(page, "Users online");
        assertThat(page.evaluate("location.origin").asText()).isEqualTo(origin);
        assertThat(page.evaluate("isSecureContext").asBoolean()).isTrue();

        cookie(page, origin);
        headers(page);

        // whoever types the address without its s comes by TLS all the same, from the first visit
        // on
        Chromium.Page plain = chromium.open(origin.replace("https:", "http:"));
        plain.await("location.protocol === 'https:' && !!document.querySelector('nav')", 20);
        plain.close();
        // the certificate names the address too; of that host nothing is remembered
        Chromium.Page numeric = chromium.open("https://" + ConsoleTlsIT.ADDRESS + ":" + port + "/");
        numeric.await("!!document.forms[0]?.elements.namedItem('code')", 20);
    }

    private static void cookie(Chromium.Page page, String origin) throws Exception {
        JsonNode cookies =
                page.command(
                                "Network.getCookies",
                                JSON.createObjectNode()
                                        .set("urls", JSON.createArrayNode().add(origin)))
                        .path("cookies");
        assertThat(cookies).hasSize(1);
        JsonNode cookie = cookies.get(0);
        assertThat(cookie.path("name").asText()).isEqualTo("__Host-earshot-session");
        assertThat(cookie.path("secure").asBoolean()).isTrue();
        assertThat(cookie.path("httpOnly").asBoolean()).isTrue();
        assertThat(cookie.path("sameSite").asText()).isEqualTo("Strict");
        assertThat(cookie.path("path").asText()).isEqualTo("/");
        assertThat(cookie.path("session").asBoolean()).as("gone with the browser").isTrue();
        assertThat(page.evaluate("document.cookie").asText()).isEmpty();
    }

    private static void headers(Chromium.Page page) throws Exception {
        for (String path : new String[] {"/", "/api/v1/session", "/nowhere"}) {
            JsonNode headers =
                    page.evaluate(
                            "fetch('%s').then(a => Object.fromEntries(a.headers))".formatted(path));
            assertThat(headers.path("strict-transport-security").asText())
                    .as(path)
                    .isEqualTo("max-age=15552000");
            assertThat(headers.path("content-security-policy").asText())
                    .as(path)
                    .startsWith("default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.path("x-content-type-options").asText()).isEqualTo("nosniff");
            assertThat(headers.path("referrer-policy").asText()).isEqualTo("no-referrer");
        }
    }
}
