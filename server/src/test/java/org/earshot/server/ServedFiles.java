package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;

/// A whole server of alice, bob and carol with a file store on a free port. For one thread.
final class ServedFiles implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private static final Pattern HTTPS = Pattern.compile(" https=(127\\.0\\.0\\.1:[0-9]+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private Server server;

    private ServedFiles(Path data) {
        this.data = data;
    }

    /// @param settings besides those of every test
    static ServedFiles start(Path data, String... settings) throws IOException {
        ServedFiles on = new ServedFiles(data);
        on.open(settings);
        for (String name : List.of("alice", "bob", "carol")) {
            AdminAnswer added =
                    on.ask(
                            new AdminRequest(
                                    List.of("user", "add", name, "--md5", "--password-stdin"),
                                    PASSWORD));
            assertThat(added.status()).as(added.errors()).isZero();
        }
        return on;
    }

    /// Another start on the same data.
    void open(String... settings) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "listen.udp=127.0.0.1:0",
                                "listen.tcp=off",
                                "listen.tls=off",
                                "console.listen=off",
                                "https.listen=127.0.0.1:0",
                                "files.largest=1000000",
                                "files.quotaPerAccount=3000000",
                                "security.trusted=127.0.0.0/8"));
        all.addAll(List.of(settings));
        server =
                Server.start(
                        ConfigFiles.read(Optional.empty(), Optional.of(data), all, Map.of()),
                        ServerMain.Role.BOTH,
                        InstantSource.system());
    }

    @Override
    public void close() {
        server.close();
    }

    Path data() {
        return data;
    }

    Server server() {
        return server;
    }

    FilePhone phone(String user, DigestAlgorithm algorithm) {
        return new FilePhone(data.resolve("ca.pem"), user, PASSWORD, algorithm);
    }

    InetSocketAddress https() {
        Matcher address = HTTPS.matcher(server.ready());
        assertThat(address.find()).as(server.ready()).isTrue();
        String[] parts = address.group(1).split(":", -1);
        return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    }

    URI uri(String path) {
        return URI.create("https://127.0.0.1:" + https().getPort() + path);
    }

    /// Where a file of that URL is reached in this start.
    URI here(String url) {
        return uri(URI.create(url).getRawPath());
    }

    static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    HttpResponse<byte[]> create(FilePhone phone, String name, byte[] content, String... to)
            throws Exception {
        String json =
                JSON.writeValueAsString(
                        Map.of(
                                "name",
                                name,
                                "type",
                                "image/png",
                                "size",
                                content.length,
                                "sha256",
                                sha256(content),
                                "recipients",
                                to));
        return phone.ask(
                "POST", uri("/files"), json.getBytes(UTF_8), "Content-Type", "application/json");
    }

    /// @return its URL
    URI put(FilePhone phone, byte[] content, String... to) throws Exception {
        HttpResponse<byte[]> created = create(phone, "Größe.png", content, to);
        assertThat(created.statusCode()).as(FilePhone.text(created)).isEqualTo(201);
        JsonNode json = JSON.readTree(created.body());
        assertThat(created.headers().firstValue("Location")).contains(json.get("url").textValue());
        URI file = here(json.get("url").textValue());
        HttpResponse<byte[]> written = phone.ask("PATCH", file, content, "Upload-Offset", "0");
        assertThat(written.statusCode()).as(FilePhone.text(written)).isEqualTo(204);
        assertThat(written.headers().firstValue("Upload-Complete")).contains("?1");
        return file;
    }

    AdminAnswer ask(AdminRequest request) {
        return AdminClient.ask(data, request).orElseThrow();
    }

    String admin(String... command) {
        AdminAnswer answer = ask(new AdminRequest(List.of(command), ""));
        assertThat(answer.status()).as(answer.errors()).isZero();
        return answer.output();
    }

    /// All that the record has of a kind.
    String facts(String kind) throws Exception {
        StringBuilder facts = new StringBuilder();
        for (JsonNode found : JSON.readTree(admin("archive", "search", "--kind", kind, "--json"))) {
            facts.append(admin("archive", "show", found.get("record").textValue()));
        }
        return facts.toString();
    }
}
