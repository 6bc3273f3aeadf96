package org.earshot.softphone.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A phone that has the right certificate, or none, and does as it likes. Our end takes a file of 100 bytes.
class HostilePeerIT {
    private static final Duration USUAL = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(1500);
    private static final int SIZE = 100;

    @TempDir Path folder;
    private final DtlsIdentity identity = FilePhones.identity();
    private final NotingFiles received = new NotingFiles();
    private FilePhones phones;
    private SourceFile source;
    private MsrpUri local;
    private MsrpUri theirs;
    private SSLSocket socket;
    private FileSession session;

    @BeforeEach
    void start() throws IOException {
        begin(USUAL, USUAL);
    }

    /// The same with phones that give up sooner: a busy machine is slow, so only where that is what is tried.
    private void hasty(Duration silence, Duration handshake) throws IOException {
        stop();
        begin(silence, handshake);
    }

    private void begin(Duration silence, Duration handshake) throws IOException {
        phones = new FilePhones(folder, silence, handshake);
        source = phones.source("a", SIZE);
        local = phones.local(phones.bob);
        theirs = MsrpUri.of(true, FilePhones.LOOPBACK, 9, "their-session");
        socket = connected();
    }

    private SSLSocket connected() throws IOException {
        return new TlsSide(identity).client(new Socket(FilePhones.LOOPBACK, local.portOrDefault()));
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        phones.close();
    }

    private void agree() {
        session =
                phones.bob.receive(
                        phones.incoming(source, "../../x"),
                        FilePhones.peer(local, theirs, identity.fingerprint().value(), false),
                        received);
    }

    private String head(String id, String range) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + local
                + "\r\nFrom-Path: "
                + theirs
                + "\r\nMessage-ID: m1\r\nByte-Range: "
                + range
                + "\r\n";
    }

    private void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /// What comes until that is in it, or the end.
    private String hear(String until) throws IOException {
        StringBuilder heard = new StringBuilder();
        InputStream in = socket.getInputStream(); // byte by byte: the rest is for the next call
        for (int read = in.read(); read >= 0; read = in.read()) {
            heard.append((char) read);
            if (heard.indexOf(until, heard.length() - until.length()) >= 0) {
                break;
            }
        }
        return heard.toString();
    }

    private String body() throws IOException {
        return new String(Files.readAllBytes(source.path()), ISO_8859_1);
    }

    @Test
    void anHonestOneOfAnotherMakeIsServed() throws IOException {
        agree();
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 200 OK\r\nTo-Path: " + theirs);
        say(
                head("tr01", "51-*/*")
                        + "Success-Report: yes\r\nFailure-Report: no\r\nContent-Type: x/y\r\n\r\n"
                        + body().substring(50)
                        + "\r\n-------tr01$\r\n");
        say(
                head("tr02", "1-50/100")
                        + "Success-Report: yes\r\nContent-Type: x/y\r\n\r\n"
                        + body().substring(0, 50)
                        + "\r\n-------tr02+\r\n");
        assertThat(hear("Status: 000 200 OK"))
                .startsWith("MSRP tr02 200 OK")
                .contains(" REPORT\r\n", "Message-ID: m1\r\n", "Byte-Range: 1-100/100\r\n");
        NotingFiles.Outcome outcome = received.outcome();
        assertThat(outcome.file()).contains(phones.downloads.resolve("x"));
        assertThat(outcome.hash()).contains(source.sha256());
    }

    /// As in RFC 5547 §9.1: two chunks of a message of CPIM, the file in it.
    @ParameterizedTest
    @CsvSource({"1", "150", "293", "340"})
    void aFileInCpimIsTakenOut(int cut) throws IOException {
        String wrapped =
                String.join(
                                "\r\n",
                                "To: Bob <sip:bob@example.com>",
                                "From: Alice <sip:alice@example.com>",
                                "DateTime: 2006-05-15T15:02:31-03:00",
                                "Content-Disposition: render; filename=\"My cool picture.jpg\";",
                                "                   creation-date=\"Mon, 15 May 2006 15:01:31 +0300\";",
                                "                   size=100",
                                "Content-Type: image/jpeg",
                                "",
                                "")
                        + body();
        int all = wrapped.length();
        agree();
        say(
                head("d93kswow", "1-" + cut + "/" + all)
                        + "Content-Type: message/cpim\r\n\r\n"
                        + wrapped.substring(0, cut)
                        + "\r\n-------d93kswow+\r\n");
        assertThat(hear("-------d93kswow$\r\n")).startsWith("MSRP d93kswow 200 OK");
        say(
                head("op2nc9a", cut + 1 + "-" + all + "/" + all)
                        + "Content-Type: message/cpim\r\n\r\n"
                        + wrapped.substring(cut)
                        + "\r\n-------op2nc9a$\r\n");
        assertThat(hear("-------op2nc9a$\r\n")).startsWith("MSRP op2nc9a 200 OK");
        NotingFiles.Outcome outcome = received.outcome();
        assertThat(outcome.hash()).contains(source.sha256());
        assertThat(outcome.file().orElseThrow()).hasSameBinaryContentAs(source.path());
    }

    @Test
    void whatIsMuchMoreThanTheFileIsNoWrapping() throws IOException {
        agree();
        say(head("tr01", "1-*/9000") + "Content-Type: message/cpim\r\n\r\nx\r\n-------tr01+\r\n");
        assertThat(hear("-------tr01$\r\n")).startsWith("MSRP tr01 413");
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.PROTOCOL);
    }

    /// It could be told from the file by reading it only, and nobody sends that.
    @ParameterizedTest
    @CsvSource({"1-*/*", "1-60/*"})
    void cpimOfUnknownLengthIsNotTakenAsTheFile(String range) throws IOException {
        agree();
        say(
                head("tr01", range)
                        + "Content-Type: Message/CPIM\r\n\r\nTo: <sip:bob@example.com>\r\n\r\n"
                        + "Content-Type: x/y\r\n\r\nabcdefghijk\r\n-------tr01+\r\n");
        assertThat(hear("-------tr01$\r\n")).startsWith("MSRP tr01 415 ");
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.PROTOCOL);
        assertThat(phones.partial(source).have()).isZero();
    }

    /// The answer to an offer takes another way, so who connects may be faster than what says who he is.
    @Test
    void aConnectionMayComeBeforeItIsAgreedUpon() throws IOException {
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        agree();
        assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 200 OK");
    }

    @ParameterizedTest
    @CsvSource({
        "1-*/101, x", // more than was offered, as it says
        "101-*/*, x", // behind the end
        "999999999999999999-*/*, x",
        "1-*/*, ''" // more than was offered, as it comes
    })
    void moreThanWasOfferedIsRefused(String range, String some) throws IOException {
        agree();
        String tooMuch = some.isEmpty() ? "x".repeat(SIZE + 1) : some;
        say(head("tr01", range) + "Content-Type: x/y\r\n\r\n" + tooMuch + "\r\n-------tr01$\r\n");
        assertThat(hear("-------tr01$\r\n")).startsWith("MSRP tr01 413 ");
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.PROTOCOL);
        assertThat(Files.exists(phones.downloads)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0-1/1", "x", "5-3/100"})
    void aRangeThatIsNoneEndsIt(String range) throws IOException {
        agree();
        say(head("tr01", range) + "Content-Type: x/y\r\n\r\nx\r\n-------tr01$\r\n");
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.PROTOCOL);
        assertThat(hear("never")).doesNotContain("200");
    }

    @Test
    void aFileThatEndsEarlyIsNoFile() throws IOException {
        agree();
        say(head("tr01", "1-*/100") + "Content-Type: x/y\r\n\r\n12345\r\n-------tr01$\r\n");
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.PROTOCOL);
        assertThat(received.outcome().bytes()).isEqualTo(5);
        assertThat(phones.partial(source).have()).isEqualTo(5);
    }

    @Test
    void aSecondMessageIsNotTaken() throws IOException {
        agree();
        say(head("tr01", "1-*/100") + "Content-Type: x/y\r\n\r\n12345\r\n-------tr01+\r\n");
        assertThat(hear("-------tr01$\r\n")).startsWith("MSRP tr01 200 OK");
        say(
                head("tr02", "6-*/100").replace("m1", "m2")
                        + "Content-Type: x/y\r\n\r\n12345\r\n-------tr02$\r\n");
        assertThat(hear("-------tr02$\r\n")).startsWith("MSRP tr02 413 ");
        assertThat(session.bytes()).isEqualTo(5);
    }

    @Test
    void otherMethodsAndOtherSessionsAreAnswered() throws IOException {
        agree();
        say(head("tr01", "1-0/0").replace("SEND", "NICKNAME") + "-------tr01$\r\n");
        assertThat(hear("-------tr01$\r\n")).startsWith("MSRP tr01 501 ");
        say(head("tr02", "1-0/0").replace(local.session(), "other") + "-------tr02$\r\n");
        assertThat(hear("-------tr02$\r\n")).startsWith("MSRP tr02 481 ");
        say(head("tr03", "1-0/0").replace("SEND", "REPORT") + "-------tr03$\r\n");
        say(head("tr04", "1-0/0") + "-------tr04$\r\n");
        assertThat(hear("-------tr04$\r\n")).startsWith("MSRP tr04 200 OK");
    }

    @Test
    void aHeadWithoutEndIsCutOff() throws IOException {
        agree();
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 200 OK");
        say(head("tr01", "1-*/100"));
        say("X-Field: y\r\n".repeat(700));
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.PROTOCOL);
    }

    @Test
    void whoSpeaksNoMsrpIsCutOffAndTheSessionWaits() throws IOException {
        agree();
        say("GET / HTTP/1.1\r\n\r\n");
        assertThat(hear("never")).isEmpty();
        socket.close();
        socket = connected();
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 200 OK");
    }

    @Test
    void aSecondConnectionOfASessionIsRefused() throws IOException {
        agree();
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 200 OK");
        try (SSLSocket first = socket) {
            socket = connected();
            say(head("bond", "1-0/0") + "-------bond$\r\n");
            assertThat(hear("-------bond$\r\n")).startsWith("MSRP bond 506 ");
            assertThat(first.isClosed()).isFalse();
            assertThat(received.hasEnded()).isFalse();
        }
    }

    /// A byte now and then is no sign of life before it is known whose it is.
    @Test
    void whoTakesForeverToBeginIsCutOff() throws IOException {
        hasty(USUAL, SHORT);
        agree();
        byte[] head = head("bind", "1-0/0").getBytes(ISO_8859_1);
        socket.setSoTimeout(50);
        boolean open = true;
        int said = 0;
        for (; open && said < head.length; said++) {
            try {
                socket.getOutputStream().write(head[said]);
                open = socket.getInputStream().read() >= 0;
            } catch (java.net.SocketTimeoutException _) {
                open = true;
            } catch (IOException _) {
                open = false;
            }
        }
        assertThat(open).isFalse();
        assertThat(said).as("bytes of it").isLessThan(head.length);
    }

    @Test
    void whoSaysNothingMoreIsGivenUp() throws IOException {
        hasty(SHORT, USUAL);
        agree();
        say(head("tr01", "1-*/100") + "Content-Type: x/y\r\n\r\n1234567890");
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.TIMEOUT);
        assertThat(phones.partial(source).have()).isLessThanOrEqualTo(10);
    }

    @Test
    void whoNeverConnectsIsGivenUp() throws IOException {
        hasty(SHORT, USUAL);
        agree();
        assertThat(received.failure()).isEqualTo(FileFailure.Reason.CONNECTION);
        assertThat(received.outcome().failure().orElseThrow().words()).contains("did not connect");
    }

    @Test
    void whoHasNoCertificateOfTheSessionGetsNoByte() throws IOException {
        phones.alice.send(
                new OutgoingFile(source, "text/plain", 0),
                FilePhones.peer(local, theirs, FilePhones.identity().fingerprint().value(), false),
                new NotingFiles());
        NotingFiles sent = new NotingFiles();
        phones.bob.send(
                new OutgoingFile(source, "text/plain", 0),
                FilePhones.peer(local, theirs, FilePhones.identity().fingerprint().value(), false),
                sent);
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 403 ");
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.FINGERPRINT);
    }

    /// Whoever sends small chunks and reads no answer meanwhile has all buffers between us filled with answers.
    @Test
    void whoReadsTheAnswersLaterGetsThemAll() throws Exception {
        agree();
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 200 OK");
        int requests = 60_000;
        AtomicInteger said = new AtomicInteger();
        CompletableFuture<Void> writing =
                CompletableFuture.runAsync(() -> {
                    try {
                        for (; said.get() < requests; said.incrementAndGet()) {
                            String id = "tran" + said.get();
                            say(head(id, "1-0/0") + "-------" + id + "$\r\n");
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        for (int before = -1; before != said.get(); ) {
            before = said.get();
            TimeUnit.MILLISECONDS.sleep(500); // until it is stuck, or done
        }
        assertThat(hear("-------tran" + (requests - 1) + "$\r\n"))
                .contains("MSRP tran0 200 OK", "MSRP tran" + (requests - 1) + " 200 OK");
        writing.get();
        assertThat(received.hasEnded()).isFalse();
    }

    @Test
    void aSenderWhoIsAskedToStopStops() throws IOException {
        SourceFile big = phones.source("big", 30_000_000);
        NotingFiles sent = new NotingFiles();
        phones.bob.send(
                new OutgoingFile(big, "text/plain", 0),
                FilePhones.peer(local, theirs, identity.fingerprint().value(), false),
                sent);
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        String heard = hear("\r\n\r\n");
        String id = heard.substring(heard.lastIndexOf("MSRP ") + 5, heard.lastIndexOf(" SEND"));
        say(
                "MSRP "
                        + id
                        + " 413 enough\r\nTo-Path: "
                        + local
                        + "\r\nFrom-Path: "
                        + theirs
                        + "\r\n-------"
                        + id
                        + "$\r\n");
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.STOPPED);
        long rest = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(rest).isLessThan(20_000_000);
    }

    /// The buffers of the system fill up, then nothing goes.
    @Test
    void whoTakesNothingIsGivenUp() throws IOException {
        hasty(SHORT, USUAL);
        SourceFile big = phones.source("big", 30_000_000);
        NotingFiles sent = new NotingFiles();
        phones.bob.send(
                new OutgoingFile(big, "text/plain", 0),
                FilePhones.peer(local, theirs, identity.fingerprint().value(), false),
                sent);
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        assertThat(sent.failure()).isEqualTo(FileFailure.Reason.TIMEOUT);
        assertThat(sent.outcome().bytes()).isZero();
    }

    /// RFC 5547 does not say from where the bytes of a part are counted, so both are understood.
    @ParameterizedTest
    @CsvSource({"1-*/60", "1-*/*", "41-*/100"})
    void aRestIsUnderstoodWhereverItIsCountedFrom(String range) throws IOException {
        PartialFile partial = phones.partial(source);
        try (FileChannel channel = partial.channel()) {
            channel.write(ByteBuffer.wrap(body().substring(0, 40).getBytes(ISO_8859_1)));
            partial.keep(channel, 40);
        }
        partial.release();
        agree();
        say(
                head("tr01", range)
                        + "Content-Type: x/y\r\n\r\n"
                        + body().substring(40)
                        + "\r\n-------tr01$\r\n");
        assertThat(received.outcome().hash()).contains(source.sha256());
    }

    @Test
    void anInterruptionIsServedInTheMiddleOfAFile() throws IOException {
        SourceFile big = phones.source("big", 40_000_000); // more than sockets swallow
        phones.bob.send(
                new OutgoingFile(big, "text/plain", 0),
                FilePhones.peer(local, theirs, identity.fingerprint().value(), false),
                new NotingFiles());
        say(head("bind", "1-0/0") + "-------bind$\r\n");
        String first = hear("Content-Type");
        assertThat(first).contains("Byte-Range: 1-*/40000000\r\n");
        // in the middle: before its first byte there is nothing to go on from
        assertThat(socket.getInputStream().readNBytes(20_000)).hasSize(20_000);
        say(head("tr01", "1-*/5") + "Content-Type: x/y\r\n\r\n12345\r\n-------tr01$\r\n");
        // the answer to the first request may come at the same moment
        assertThat(hear("-------tr01$\r\n"))
                .containsPattern("\\+\r\nMSRP (bind 200|tr01 413) ")
                .contains("MSRP tr01 413 nothing is taken here\r\n");
        assertThat(hear("Content-Type")).containsPattern("Byte-Range: [0-9]{4,}-\\*/40000000\r\n");
    }

    @Test
    void manyWhoSayNothingKeepNobodyOut() throws IOException {
        agree();
        socket.startHandshake();
        List<Socket> silent = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                silent.add(new Socket(FilePhones.LOOPBACK, local.portOrDefault()));
            }
            say(head("bind", "1-0/0") + "-------bind$\r\n"); // was there before them
            assertThat(hear("-------bind$\r\n")).startsWith("MSRP bind 200 OK");
        } finally {
            for (Socket one : silent) {
                one.close();
            }
        }
    }
}
