package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/// What [BrowserIT] runs in a network namespace: phones in web pages, with our server between them.
final class BrowserCalls {
    private BrowserCalls() {}

    /// @param arguments the folder of the page and its script
    public static void main(String[] arguments) throws Exception {
        HttpServer web =
                SimpleFileServer.createFileServer(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                        Path.of(arguments[0]).toAbsolutePath(),
                        SimpleFileServer.OutputLevel.NONE);
        web.start();
        try (Lab lab = Lab.of("browser")) {
            run(lab, web.getAddress().getPort());
            System.out.println("all as it should be");
        } finally {
            web.stop(0);
        }
    }

    private static void run(Lab lab, int webPort) throws Exception {
        String origin = "http://127.0.0.1:" + webPort;
        Path data = lab.privateFolder("server-data");
        String[] settings = {
            "listen.wss=127.0.0.1:0", "listen.ws=127.0.0.1:0", "security.origins=" + origin
        };
        EarshotServer server =
                EarshotServer.start(lab, data, settings)
                        .withUser("anna", "pwanna")
                        .withUser("boris", "pwboris")
                        .withUser("carol", "pwcarol");
        Chromium chromium =
                Chromium.start(lab, "--ignore-certificate-errors-spki-list=" + publicKeyHash(data));
        String page = origin + "/page.html";
        BrowserPhone anna =
                BrowserPhone.start(chromium, page, "anna", "wss://" + server.address("wss"))
                        .registered();
        BrowserPhone boris =
                BrowserPhone.start(chromium, page, "boris", "ws://" + server.address("ws"))
                        .registered();

        messages(lab, server, anna, boris);
        call(anna, boris);
        callWithOurPhone(lab, server, anna);
        heldByEither(lab, server, anna);
        handedOn(lab, server, anna, boris);

        // a page of somebody else
        BrowserPhone elsewhere =
                BrowserPhone.start(
                        chromium,
                        page.replace("127.0.0.1", "localhost"),
                        "carol",
                        "wss://" + server.address("wss"));
        elsewhere.heard("disconnected", 20);

        // a power cut: the pages come back by themselves
        String[] samePorts = server.samePorts("udp", "tcp", "tls", "ws", "wss");
        server.kill();
        anna.heard("disconnected", 20);
        String[] again = java.util.Arrays.copyOf(samePorts, samePorts.length + 1);
        again[samePorts.length] = "security.origins=" + origin;
        EarshotServer restarted = EarshotServer.start(lab, data, again);
        anna.registered();
        boris.registered();
        anna.tell("message('sip:boris@127.0.0.1', 'are you back?')");
        anna.heard("sent 20", 20);
        assertThat(boris.heard("message", 20)).endsWith("are you back?");
        assertThat(restarted.admin("archive", "verify")).contains("intact");

        // a page that is closed is gone at once, and what comes then is kept
        boris.close();
        anna.tell("message('sip:boris@127.0.0.1', 'for later')");
        anna.heard("sent 202", 20);
        BrowserPhone later =
                BrowserPhone.start(chromium, page, "boris", "wss://" + restarted.address("wss"))
                        .registered();
        assertThat(later.heard("message", 20)).endsWith("for later");
    }

    private static void messages(
            Lab lab, EarshotServer server, BrowserPhone anna, BrowserPhone boris) throws Exception {
        anna.tell("message('sip:boris@127.0.0.1', 'grüße 😀')");
        anna.heard("sent 20", 20);
        assertThat(boris.heard("message sip:anna@127.0.0.1", 20)).endsWith("grüße 😀");

        EarshotPhone carol = carol(lab, server, Recording.speech(lab, "alice"));
        carol.tell("message sip:anna@127.0.0.1 from a desk");
        assertThat(anna.heard("message sip:carol@127.0.0.1", 20)).endsWith("from a desk");
        anna.tell("message('sip:carol@127.0.0.1', 'from a page')");
        carol.event("message", 20, e -> e.path("text").asText().equals("from a page"));
    }

    private static void call(BrowserPhone anna, BrowserPhone boris) throws InterruptedException {
        anna.tell("call('sip:boris@127.0.0.1')");
        boris.heard("called by sip:anna@127.0.0.1", 20);
        boris.heard("confirmed", 20);
        anna.heard("confirmed", 20);
        anna.hears();
        boris.hears();
        boris.tell("hangUp()");
        anna.heard("ended", 20);
        boris.heard("ended", 20);
    }

    /// With keys by DTLS, ICE, and RTCP on the port of RTP, called and calling.
    private static void callWithOurPhone(Lab lab, EarshotServer server, BrowserPhone anna)
            throws Exception {
        EarshotPhone carol =
                carol(
                        lab,
                        server,
                        Recording.longSpeech(lab, "alice"),
                        "--auto-answer",
                        "--ice",
                        "on");
        anna.tell("call('sip:carol@127.0.0.1')");
        encrypted(carol);
        anna.heard("confirmed", 20);
        anna.hears();
        hears(carol);
        anna.tell("hangUp()");
        carol.call("ended");

        carol.tell("call sip:anna@127.0.0.1");
        anna.heard("called by sip:carol@127.0.0.1", 20);
        encrypted(carol);
        anna.hears();
        hears(carol);
        carol.tell("hangup");
        anna.heard("ended", 20);
        carol.quitAndHeard();
    }

    /// One after the other. Both at the same moment JsSIP 3 does not survive: it takes our offer while it makes its own, and hangs up when WebRTC
    /// then knows neither.
    private static void heldByEither(Lab lab, EarshotServer server, BrowserPhone anna)
            throws Exception {
        EarshotPhone carol = carol(lab, server, Recording.longSpeech(lab, "alice"), "--ice", "on");
        carol.tell("call sip:anna@127.0.0.1");
        encrypted(carol);
        anna.heard("called by sip:carol@127.0.0.1", 20);
        String call = carol.event("media", 20, _ -> true).path("call").asText();
        hears(carol);
        carol.tell("hold " + call);
        carol.call("held");
        anna.heard("hold remote", 20);
        carol.tell("resume " + call);
        carol.call("established");
        anna.heard("unhold remote", 20);
        anna.tell("hold()");
        carol.event("call", 20, e -> e.path("heldByPeer").asBoolean());
        anna.tell("resume()");
        carol.event("call", 20, e -> !e.path("heldByPeer").asBoolean());

        long before = carol.fresh("media").path("packetsReceived").asLong();
        carol.event("media", 20, m -> m.path("packetsReceived").asLong() > before + 50);
        carol.tell("hangup");
        anna.heard("ended", 20);
        carol.quitAndHeard();
    }

    /// The page is handed on, and hands on.
    private static void handedOn(
            Lab lab, EarshotServer server, BrowserPhone anna, BrowserPhone boris) throws Exception {
        EarshotPhone carol =
                carol(
                        lab,
                        server,
                        Recording.longSpeech(lab, "alice"),
                        "--auto-answer",
                        "--ice",
                        "on");
        carol.tell("call sip:anna@127.0.0.1");
        encrypted(carol);
        anna.heard("called by sip:carol@127.0.0.1", 20);
        String call = carol.event("media", 20, _ -> true).path("call").asText();
        carol.tell("transfer " + call + " sip:boris@127.0.0.1");
        anna.heard("referred", 20);
        boris.heard("called by sip:anna@127.0.0.1", 20);
        carol.event("transfer", 30, e -> e.path("state").asText().equals("done"));
        anna.hears();
        boris.hears();
        boris.tell("hangUp()");
        anna.heard("ended", 20);
        boris.heard("ended", 20);

        anna.tell("call('sip:carol@127.0.0.1')");
        encrypted(carol);
        anna.tell("transfer('sip:boris@127.0.0.1')");
        carol.event("referred", 30, _ -> true);
        boris.heard("called by sip:carol@127.0.0.1", 20);
        encrypted(carol);
        boris.hears();
        carol.tell("hangup");
        boris.heard("ended", 20);
        carol.quitAndHeard();
    }

    /// Our phone.
    private static EarshotPhone carol(Lab lab, EarshotServer server, Path said, String... options) {
        return EarshotPhone.start(
                        lab,
                        "carol",
                        "pwcarol",
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        said,
                        options)
                .registered();
    }

    private static void encrypted(EarshotPhone phone) {
        JsonNode established = phone.call("established");
        assertThat(established.path("encryption").asText()).startsWith("DTLS:");
    }

    private static void hears(EarshotPhone phone) {
        JsonNode media = phone.event("media", 20, m -> m.path("packetsReceived").asLong() > 100);
        assertThat(media.path("way").asText()).isEqualTo("direct");
    }

    /// By which Chromium takes our server's certificate and no other.
    /// By which Chromium takes a server's certificate though it does not know who signed it.
    static String publicKeyHash(Path data) throws Exception {
        String pem = Files.readString(data.resolve("tls").resolve("server.pem"));
        int certificateAt = pem.indexOf("-----BEGIN CERTIFICATE");
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                pem.substring(certificateAt)
                                                        .getBytes(StandardCharsets.US_ASCII)));
        return Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256")
                                .digest(certificate.getPublicKey().getEncoded()));
    }
}
