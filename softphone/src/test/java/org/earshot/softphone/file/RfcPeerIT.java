package org.earshot.softphone.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.common.testdata.Vectors;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A peer that says nothing but the examples of RFC 4975 and RFC 5547, as they stand there: changed are the URIs of the two sessions, and the words of a body, which are
/// as many bytes of the file as the example's Byte-Range says. The answers of our end are held against the RFC's own.
@Timeout(60)
class RfcPeerIT {
    private static final Duration USUAL = Duration.ofSeconds(20);
    private static final Pattern RANGE =
            Pattern.compile("Byte-Range: ([0-9]+)-([0-9]+|\\*)/([0-9]+)");
    private static final Pattern FIRST = Pattern.compile("MSRP ([^ ]+) ");

    @TempDir Path folder;
    private final DtlsIdentity identity = FilePhones.identity();

    private static String example(String name) {
        return new String(Vectors.read("rfc-msrp/" + name + ".msrp"), ISO_8859_1);
    }

    /// @return with other sessions; where the RFC left them out, with these
    private static String between(String example, Object to, Object from) {
        String text =
                example.contains("To-Path: ")
                        ? example
                        : example.replaceFirst("\r\n", "\r\nTo-Path: x\r\nFrom-Path: x\r\n");
        return text.replaceFirst("To-Path: [^\r]*", "To-Path: " + to)
                .replaceFirst("From-Path: [^\r]*", "From-Path: " + from);
    }

    private static String id(String frame) {
        Matcher first = FIRST.matcher(frame);
        assertThat(first.find()).as(frame).isTrue();
        return first.group(1);
    }

    /// The head of an example and its end-line, and between them what it says that it brings.
    private static String bringing(String example, byte[] file) {
        Matcher range = RANGE.matcher(example);
        assertThat(range.find()).isTrue();
        int type = example.indexOf("Content-Type: ");
        String head = example.substring(0, example.indexOf("\r\n", type));
        String end = example.substring(example.lastIndexOf("-------")).strip() + "\r\n";
        int first = Integer.parseInt(range.group(1)) - 1;
        int last =
                range.group(2).equals("*")
                        ? first + 4 // "abcd", as the RFC has it
                        : Integer.parseInt(range.group(2));
        String body = new String(Arrays.copyOfRange(file, first, last), ISO_8859_1);
        return head + "\r\n\r\n" + body + "\r\n" + end;
    }

    private static int total(String example) {
        Matcher range = RANGE.matcher(example);
        assertThat(range.find()).isTrue();
        return Integer.parseInt(range.group(3));
    }

    private static String hear(InputStream in, String until) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(until, Math.max(0, heard.length() - until.length())) < 0) {
            int read = in.read();
            assertThat(read).as("after " + heard).isNotNegative();
            heard.append((char) read);
        }
        return heard.toString();
    }

    /// With what it answers: a response each; nothing where no failure is to be reported; a report where success is.
    @ParameterizedTest
    @CsvSource({
        "rfc4975-01,rfc4975-02",
        "rfc4975-03 rfc4975-04,rfc4975-02 rfc4975-02",
        "rfc4975-05,rfc4975-06",
        "rfc4975-07,rfc4975-08",
        "rfc4975-09,rfc4975-02",
        "rfc4975-12,",
        "rfc4975-13,rfc4975-14",
    })
    void aFileInTheFramesOfTheRfcArrives(String sends, String answers) throws IOException {
        List<String> examples = List.of(sends.split(" ", -1));
        NotingFiles received = new NotingFiles();
        try (FilePhones phones = new FilePhones(folder, USUAL)) {
            SourceFile source = phones.source("a", total(example(examples.getFirst())));
            byte[] content = Files.readAllBytes(source.path());
            MsrpUri local = phones.local(phones.bob);
            MsrpUri theirs = MsrpUri.of(true, FilePhones.LOOPBACK, 9, "their-session");
            phones.bob.receive(
                    phones.incoming(source),
                    FilePhones.peer(local, theirs, identity.fingerprint().value(), false),
                    received);
            List<String> wanted = new ArrayList<>();
            if (answers != null) {
                wanted.addAll(List.of(answers.split(" ", -1)));
            }
            try (SSLSocket socket =
                    new TlsSide(identity)
                            .client(new Socket(FilePhones.LOOPBACK, local.portOrDefault()))) {
                for (String name : examples) {
                    String send = between(bringing(example(name), content), local, theirs);
                    socket.getOutputStream().write(send.getBytes(ISO_8859_1));
                    if (wanted.isEmpty()) {
                        continue;
                    }
                    String answer = between(example(wanted.removeFirst()), theirs, local);
                    String end =
                            answer.contains(" REPORT") ? "$\r\n" : "-------" + id(send) + "$\r\n";
                    String heard = hear(socket.getInputStream(), end);
                    String same =
                            answer.replace(
                                    id(answer), answer.contains(" REPORT") ? id(heard) : id(send));
                    assertThat(heard.split("\r\n", -1))
                            .containsExactlyInAnyOrder((same.strip() + "\r\n").split("\r\n", -1));
                }
                NotingFiles.Outcome outcome = received.outcome();
                assertThat(outcome.hash()).contains(source.sha256());
                assertThat(outcome.file().orElseThrow()).hasBinaryContent(content);
            }
        }
    }

    /// The answers of the RFCs to what our end sends: with a range, as RFC 5547 has them, and without.
    @ParameterizedTest
    @CsvSource({"rfc4975-02", "rfc4975-06", "rfc4975-08", "rfc5547-03", "rfc5547-06", "rfc5547-08"})
    void whatWeSendIsThroughWithAResponseOfTheRfc(String answer) throws IOException {
        NotingFiles sent = new NotingFiles();
        try (FilePhones phones = new FilePhones(folder, USUAL);
                ServerSocket server = new ServerSocket(0, 1, FilePhones.LOOPBACK)) {
            SourceFile source = phones.source("a", 100);
            MsrpUri theirs =
                    MsrpUri.of(true, FilePhones.LOOPBACK, server.getLocalPort(), "their-session");
            MsrpUri local = phones.local(phones.alice);
            phones.alice.send(
                    new OutgoingFile(source, "text/plain", 0),
                    FilePhones.peer(local, theirs, identity.fingerprint().value(), true),
                    sent);
            try (SSLSocket socket = new TlsSide(identity).server(server.accept())) {
                InputStream in = socket.getInputStream();
                StringBuilder body = new StringBuilder();
                while (body.length() < 100) {
                    String head = hear(in, "\r\n");
                    String id = id(head);
                    String frame = hear(in, "-------" + id);
                    hear(in, "\r\n");
                    assertThat(head).isEqualTo("MSRP " + id + " SEND\r\n");
                    assertThat(frame)
                            .startsWith("To-Path: " + theirs + "\r\nFrom-Path: " + local + "\r\n")
                            .contains("Message-ID: ", "Byte-Range: ");
                    int blank = frame.indexOf("\r\n\r\n");
                    if (blank >= 0) {
                        assertThat(frame.substring(0, blank))
                                .contains("\r\nContent-Type: text/plain");
                        body.append(frame, blank + 4, frame.lastIndexOf("\r\n"));
                    }
                    String response = between(example(answer), local, theirs);
                    socket.getOutputStream()
                            .write(response.replace(id(response), id).getBytes(ISO_8859_1));
                }
                assertThat(body.toString())
                        .isEqualTo(new String(Files.readAllBytes(source.path()), ISO_8859_1));
                assertThat(sent.outcome().hash()).contains(source.sha256());
            }
        }
    }

    /// It has no session of ours, and says what RFC 4975 §5.4 has a client say first.
    @Test
    void aStrangerWithTheSameWordsGetsNothing() throws IOException {
        try (FilePhones phones = new FilePhones(folder, USUAL)) {
            MsrpUri local = phones.local(phones.bob);
            String send =
                    between(
                            bringing(example("rfc4975-05"), new byte[16]),
                            MsrpUri.of(true, FilePhones.LOOPBACK, local.portOrDefault(), "no"),
                            MsrpUri.of(true, FilePhones.LOOPBACK, 9, "theirs"));
            try (SSLSocket socket =
                    new TlsSide(identity)
                            .client(new Socket(FilePhones.LOOPBACK, local.portOrDefault()))) {
                socket.getOutputStream().write(send.getBytes(ISO_8859_1));
                assertThat(hear(socket.getInputStream(), "\r\n")).startsWith("MSRP d93kswow 481");
            }
        }
    }
}
