package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.server.ServedFiles.content;
import static org.earshot.server.ServedFiles.sha256;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file store of a whole server, over HTTPS on a free port.
class FileStoreIT {
    private static final int CHUNK = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path temp;
    private ServedFiles on;
    private FilePhone alice;
    private FilePhone bob;
    private FilePhone carol;

    @BeforeEach
    void start() throws IOException {
        on = ServedFiles.start(temp.resolve("data"));
        alice = on.phone("alice", DigestAlgorithm.SHA_256);
        bob = on.phone("bob", DigestAlgorithm.SHA_256);
        carol = on.phone("carol", DigestAlgorithm.SHA_256);
    }

    @AfterEach
    void stop() {
        on.close();
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void aFileReachesItsRecipientWholeAndNobodyElse(DigestAlgorithm algorithm) throws Exception {
        byte[] content = content(3 * CHUNK + 17);
        URI file = on.put(on.phone("alice", algorithm), content, "sip:bob@localhost");
        HttpResponse<byte[]> got = bob.get(file);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(content);
        assertThat(header(got, "ETag")).isEqualTo('"' + sha256(content) + '"');
        assertThat(header(got, "Content-Type")).isEqualTo("image/png");
        assertThat(header(got, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(got, "Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"Gr__e.png\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.png");
        assertThat(header(got, "Server")).isEmpty();
        assertThat(carol.get(file).statusCode()).isEqualTo(404);
        assertThat(bob.plain("GET", file).statusCode()).isEqualTo(401);
    }

    @Test
    void whereTheStoreIsSwitchedOffNothingComesInAndWhatIsThereGoesOut() throws Exception {
        byte[] content = content(CHUNK);
        URI whole = on.put(alice, content, "sip:bob@localhost");
        HttpResponse<byte[]> begun = on.create(alice, "x.png", content(10), "sip:bob@localhost");
        assertThat(begun.statusCode()).isEqualTo(201);
        on.close();
        on.open("files.store=false");
        URI rest = on.here(header(begun, "Location"));
        for (HttpResponse<byte[]> refused :
                List.of(
                        on.create(alice, "y.png", content, "sip:bob@localhost"),
                        alice.ask("PATCH", rest, content(10), "Upload-Offset", "0"),
                        alice.ask("POST", on.uri("/files/rcs"), new byte[0]))) {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(FilePhone.text(refused)).startsWith("this server keeps no files");
        }
        assertThat(alice.plain("POST", on.uri("/files")).statusCode())
                .as("first who it is")
                .isEqualTo(401);
        URI there = on.here(whole.toString());
        assertThat(bob.get(there).body()).isEqualTo(content);
        assertThat(alice.ask("DELETE", there, new byte[0]).statusCode()).isEqualTo(204);
        assertThat(bob.get(there).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /files",
        "POST, /files/rcs",
        "GET, /files/0123456789abcdef0123456789abcdef",
        "HEAD, /files/0123456789abcdef0123456789abcdef",
        "PATCH, /files/0123456789abcdef0123456789abcdef",
        "DELETE, /files/0123456789abcdef0123456789abcdef"
    })
    void nothingIsDoneForWhoeverDoesNotSignIn(String method, String path) throws Exception {
        HttpResponse<byte[]> answer = alice.plain(method, on.uri(path));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .hasSize(2)
                .allMatch(value -> value.startsWith("Digest "));
        FilePhone wrong =
                new FilePhone(
                        on.data().resolve("ca.pem"), "alice", "wrong", DigestAlgorithm.SHA_256);
        assertThat(wrong.ask(method, on.uri(path), new byte[0]).statusCode()).isEqualTo(401);
    }

    @Test
    void partsAreGivenAsTheStandardSays() throws Exception {
        byte[] content = content(2 * CHUNK);
        URI file = on.put(alice, content, "sip:bob@localhost");
        HttpResponse<byte[]> part = bob.get(file, "Range", "bytes=65530-65545");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 65530-65545/131072");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 65530, 65546));

        String etag = '"' + sha256(content) + '"';
        assertThat(bob.get(file, "Range", "bytes=5-", "If-Range", etag).statusCode())
                .isEqualTo(206);
        assertThat(bob.get(file, "Range", "bytes=5-", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> beyond = bob.get(file, "Range", "bytes=131072-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */131072");
        assertThat(bob.get(file, "Range", "bytes=0-1,5-6").body()).isEqualTo(content);
        assertThat(bob.get(file, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(bob.get(file, "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        HttpResponse<byte[]> head = bob.ask("HEAD", file, new byte[0]);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("131072");
        assertThat(header(head, "Upload-Complete")).isEqualTo("?1");
    }

    @Test
    void anUploadGoesOnAfterAnotherStartOfTheServer() throws Exception {
        byte[] content = content(4 * CHUNK + 1);
        HttpResponse<byte[]> created = on.create(alice, "a.png", content, "sip:bob@localhost");
        String url = JSON.readTree(created.body()).get("url").textValue();
        HttpResponse<byte[]> first =
                alice.ask(
                        "PATCH",
                        on.here(url),
                        Arrays.copyOf(content, 2 * CHUNK + 100),
                        "Upload-Offset",
                        "0");
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(header(first, "Upload-Complete")).isEqualTo("?0");
        assertThat(header(first, "Upload-Offset")).isEqualTo("" + 2 * CHUNK);
        assertThat(alice.get(on.here(url)).statusCode()).isEqualTo(409);
        assertThat(bob.get(on.here(url)).statusCode()).isEqualTo(404);

        on.close();
        on.open();
        HttpResponse<byte[]> head = alice.ask("HEAD", on.here(url), new byte[0]);
        assertThat(header(head, "Upload-Offset")).isEqualTo("" + 2 * CHUNK);
        assertThat(header(head, "Upload-Length")).isEqualTo("" + content.length);
        HttpResponse<byte[]> wrong =
                alice.ask("PATCH", on.here(url), content, "Upload-Offset", "0");
        assertThat(wrong.statusCode()).isEqualTo(409);
        assertThat(header(wrong, "Upload-Offset")).isEqualTo("" + 2 * CHUNK);
        HttpResponse<byte[]> rest =
                alice.ask(
                        "PATCH",
                        on.here(url),
                        Arrays.copyOfRange(content, 2 * CHUNK, content.length),
                        "Upload-Offset",
                        "" + 2 * CHUNK);
        assertThat(header(rest, "Upload-Complete")).isEqualTo("?1");
        assertThat(header(rest, "ETag")).isEqualTo('"' + sha256(content) + '"');
        assertThat(bob.get(on.here(url)).body()).isEqualTo(content);
    }

    /// As Linphone does it.
    private String rcs(FilePhone phone, String name, byte[] content) throws Exception {
        assertThat(phone.ask("POST", on.uri("/files/rcs"), new byte[0]).statusCode())
                .isEqualTo(204);
        byte[] head =
                ("--x-y-z\r\nContent-disposition: form-data; name=\"File\"; filename=\""
                                + name
                                + "\"\r\nContent-Type: image/jpeg\r\n\r\n")
                        .getBytes(UTF_8);
        byte[] end = "\r\n--x-y-z--\r\n".getBytes(UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + content.length + end.length);
        System.arraycopy(content, 0, body, head.length, content.length);
        System.arraycopy(end, 0, body, head.length + content.length, end.length);
        HttpResponse<byte[]> answer =
                phone.ask(
                        "POST",
                        on.uri("/files/rcs"),
                        body,
                        "Content-Type",
                        "multipart/form-data; boundary=\"x-y-z\"");
        assertThat(answer.statusCode()).as(FilePhone.text(answer)).isEqualTo(200);
        assertThat(header(answer, "Content-Type"))
                .isEqualTo("application/vnd.gsma.rcs-ft-http+xml");
        return FilePhone.text(answer);
    }

    @Test
    void linphonesWayOfUploadingGivesAFileToWhomeverTheMessageIsFor() throws Exception {
        byte[] content = content(CHUNK + 5);
        String xml = rcs(alice, "holiday & sea.jpg", content);
        assertThat(xml)
                .contains(
                        "xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:fthttp\"",
                        "<file-info type=\"file\">",
                        "<file-size>65541</file-size>",
                        "<file-name>holiday + sea.jpg</file-name>",
                        "<content-type>image/jpeg</content-type>",
                        "until=\"");
        Matcher url = Pattern.compile("url=\"([^\"]+)\"").matcher(xml);
        assertThat(url.find()).isTrue();
        URI file = on.here(url.group(1));
        assertThat(alice.get(file).body()).isEqualTo(content);
        assertThat(bob.get(file).statusCode()).as("not yet for him").isEqualTo(404);

        assertThat(message("bob", "application/vnd.gsma.rcs-ft-http+xml", xml))
                .startsWith("SIP/2.0 202");
        assertThat(bob.get(file).body()).isEqualTo(content);
        assertThat(carol.get(file).statusCode()).isEqualTo(404);
        assertThat(on.facts("file-stored")).contains("sip:alice@localhost", "holiday & sea.jpg");
    }

    private String message(String to, String type, String body) throws IOException {
        try (UdpPhone phone = new UdpPhone(on.server())) {
            return phone.ask("MESSAGE", to, "Content-Type: " + type, body);
        }
    }

    @Test
    void policyIsSaidToTheSenderAndRecorded() throws Exception {
        HttpResponse<byte[]> named = on.create(alice, "setup.exe", content(5));
        assertThat(named.statusCode()).isEqualTo(403);
        assertThat(FilePhone.text(named)).contains("files that end in .exe are not allowed");
        assertThat(on.create(alice, "large.png", content(1_000_001)).statusCode()).isEqualTo(413);
        byte[] program = Arrays.copyOf(new byte[] {'M', 'Z', 0, 1}, 100);
        URI file =
                on.here(
                        JSON.readTree(on.create(alice, "image.png", program).body())
                                .get("url")
                                .textValue());
        HttpResponse<byte[]> refused = alice.ask("PATCH", file, program, "Upload-Offset", "0");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(FilePhone.text(refused)).contains("a program (Windows)");
        assertThat(bob.get(file).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> again = alice.get(file); // who has not heard why asks once more
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(FilePhone.text(again)).contains("a program (Windows)");
        for (int i = 0; i < 3; i++) {
            on.put(alice, content(999_999));
        }
        assertThat(on.create(alice, "more.png", content(999_999)).statusCode()).isEqualTo(507);
        assertThat(on.facts("file-upload-refused")).contains("setup.exe", "large.png", "image.png");
    }

    @Test
    void itsSenderErasesAFileAndAnAdministratorDoes() throws Exception {
        URI first = on.put(alice, content(10), "sip:bob@localhost");
        URI second = on.put(alice, content(11), "sip:bob@localhost");
        assertThat(bob.ask("DELETE", first, new byte[0]).statusCode()).isEqualTo(404);
        assertThat(alice.ask("DELETE", first, new byte[0]).statusCode()).isEqualTo(204);
        assertThat(bob.get(first).statusCode()).isEqualTo(404);

        JsonNode listed = JSON.readTree(on.admin("file", "list", "--json"));
        assertThat(listed).hasSize(1);
        String id = listed.get(0).get("id").textValue();
        assertThat(second.getPath()).as("nobody reads an URL from a list").doesNotContain(id);
        assertThat(on.admin("file", "show", id)).contains("Größe.png", "sip:bob@localhost");
        assertThat(on.admin("status")).contains("files: {files=1, bytes=11, ");
        on.admin("file", "delete", id);
        assertThat(bob.get(second).statusCode()).isEqualTo(404);
        assertThat(on.admin("archive", "search", "--kind", "administered")).contains("file delete");
        assertThat(on.admin("archive", "verify")).contains("intact");
    }

    @Test
    void noContentNoNameAndNoUrlStandInAnyFile() throws Exception {
        byte[] content = "a rare zebrafinch ".repeat(5_000).getBytes(UTF_8);
        URI file = on.put(alice, content, "sip:bob@localhost");
        on.close();
        String token = file.getPath().substring("/files/".length());
        int seen = 0;
        try (Stream<Path> files = Files.walk(on.data())) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(one, StandardCharsets.ISO_8859_1);
                assertThat(text).as("%s", one).doesNotContain("zebrafinch").doesNotContain(token);
                seen++;
            }
        }
        assertThat(seen).isPositive();
        on.open();
    }

    @Test
    void whatWasChangedInTheFolderIsNeverTakenForWhole() throws Exception {
        byte[] content = content(3 * CHUNK);
        URI file = on.put(alice, content, "sip:bob@localhost");
        Path stored;
        try (Stream<Path> files = Files.list(on.data().resolve("files"))) {
            stored = files.findFirst().orElseThrow();
        }
        byte[] sealed = Files.readAllBytes(stored);
        sealed[2 * CHUNK + 1000] ^= 1;
        Files.write(stored, sealed);
        assertThatThrownBy(() -> bob.get(file)).isInstanceOf(IOException.class);
        assertThat(bob.get(file, "Range", "bytes=0-99").body())
                .isEqualTo(Arrays.copyOf(content, 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "null",
                "{\"name\":\"a\",\"size\":-1,\"sha256\":\"x\"}",
                "{\"name\":\"a\",\"size\":1e99,\"sha256\":\"x\"}",
                "{\"name\":[],\"size\":1,\"sha256\":\"x\"}",
                "{\"name\":\"a\",\"size\":1,\"sha256\":\"../../etc/passwd\"}"
            })
    void whatIsNoAnnouncementIs400(String body) throws Exception {
        assertThat(alice.ask("POST", on.uri("/files"), body.getBytes(UTF_8)).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/files/../../etc/passwd",
        "/files/%2e%2e%2fca.pem",
        "/files/0123456789ABCDEF0123456789ABCDEF",
        "/files/x",
        "/files/",
        "/keys",
        "/"
    })
    void noPathLeadsAnywhereElse(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .containsPattern("^HTTP/1.1 (400|401|404|405) ");
    }

    @Test
    void oneHeaderOfManyKilobytesIs431AndRandomBytesAre400() throws Exception {
        assertThat(
                        raw(
                                "GET /files/x HTTP/1.1\r\nHost: localhost\r\nX: "
                                        + "y".repeat(20_000)
                                        + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        Random random = new Random(20261128);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[200];
            random.nextBytes(bytes);
            bytes[50] = '\r';
            bytes[51] = '\n';
            assertThat(raw(new String(bytes, StandardCharsets.ISO_8859_1)))
                    .satisfiesAnyOf(
                            answer -> assertThat(answer).isEmpty(),
                            answer -> assertThat(answer).startsWith("HTTP/1.1 4"),
                            answer -> assertThat(answer).startsWith("HTTP/1.1 505"));
        }
        assertThat(on.create(alice, "a.png", content(1)).statusCode()).isEqualTo(201);
    }

    /// What the server says to that, until it closes or has said its head.
    private String raw(String request) throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                socket.shutdownOutput();
            } catch (IOException e) {
                assertThat(e).isNotNull(); // it has hung up already: its answer may be there
            }
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readNBytes(300), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return "";
            }
        }
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        TrustedCertificates.fromPem(on.data().resolve("ca.pem"))
                                .context()
                                .getSocketFactory()
                                .createSocket(on.https().getAddress(), on.https().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void oldTlsIsRefused() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        assertThatThrownBy(
                        () -> {
                            try (SSLSocket socket = connect()) {
                                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                                socket.startHandshake();
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    void anUploadWhosePhoneHangsUpStaysAsFarAsItCame() throws Exception {
        byte[] content = content(3 * CHUNK);
        URI file =
                on.here(
                        JSON.readTree(on.create(alice, "a.png", content).body())
                                .get("url")
                                .textValue());
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("PATCH "
                                    + file.getRawPath()
                                    + " HTTP/1.1\r\nHost: localhost\r\nUpload-Offset: 0\r\nContent-Length: "
                                    + content.length
                                    + "\r\nAuthorization: "
                                    + alice.authorization("PATCH", file)
                                    + "\r\n\r\n")
                            .getBytes(UTF_8));
            out.write(content, 0, 2 * CHUNK + 9);
            out.flush();
        }
        String offset = "0";
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 200 && !offset.equals("" + 2 * CHUNK); i++) {
            offset = header(alice.ask("HEAD", file, new byte[0]), "Upload-Offset");
            seen.add(offset);
        }
        assertThat(offset).as("%s", seen).isEqualTo("" + 2 * CHUNK);
        HttpResponse<byte[]> rest =
                alice.ask(
                        "PATCH",
                        file,
                        Arrays.copyOfRange(content, 2 * CHUNK, content.length),
                        "Upload-Offset",
                        offset);
        for (int i = 0;
                i < 50 && rest.statusCode() == 409;
                i++) { // the first is still being closed
            rest =
                    alice.ask(
                            "PATCH",
                            file,
                            Arrays.copyOfRange(content, 2 * CHUNK, content.length),
                            "Upload-Offset",
                            offset);
        }
        assertThat(header(rest, "Upload-Complete")).isEqualTo("?1");
        assertThat(alice.get(file).body()).isEqualTo(content);
    }
}
