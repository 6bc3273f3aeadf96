package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.event.KeyEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// What somebody does less often than talking and writing, with what it comes to at the server, on the disk and in the ears of the other one.
final class WalkFlows {
    private static final int CALL_HERTZ = 440; // what both say: the phones' "tone"
    private static final int RECORDING_HERTZ = 1_400;
    private static final int HELP = 4; // of the sections of the settings
    private static final Pattern DIGEST_SECRET =
            Pattern.compile("(?i)\\b(response|cnonce|rspauth)\\s*=\\s*\"?([^\",\\s]+)");
    private static final Pattern KEY = Pattern.compile("(?i)inline:([^\\s|;]+)");

    private final Lab lab;
    private final EarshotServer server;
    private final WindowUser alice;
    private final EarshotPhone carol;

    WalkFlows(Lab lab, EarshotServer server, WindowUser alice, EarshotPhone carol) {
        this.lab = lab;
        this.server = server;
        this.alice = alice;
        this.carol = carol;
    }

    /// Out of a vCard and a CSV file, one person each; the others are said to be of no use. They are on the list at the server too, one is a favourite, is found, and is called.
    void peopleComeOutOfFiles() {
        alice.turn().page("people");
        String preview =
                imported(
                        "people.vcf",
                        """
                        BEGIN:VCARD
                        VERSION:3.0
                        FN:Carol Cook
                        IMPP:sip:carol@127.0.0.1
                        END:VCARD
                        BEGIN:VCARD
                        VERSION:3.0
                        FN:Printer Shop
                        TEL:+49 30 123456
                        END:VCARD
                        """);
        assertThat(preview).contains("carol@127.0.0.1   Carol Cook", "Printer Shop: ");
        alice.reads("contacts", "Carol Cook, available");
        assertThat(imported("people.csv", "name;sip\nErin Egg;sip:erin@partner.example\nNobody;\n"))
                .contains("erin@partner.example   Erin Egg", "Nobody: ");
        alice.reads("contacts", "Erin Egg");
        assertThat(alice.rows("contacts")).noneMatch(row -> row.contains("Printer Shop"));
        WindowUser.await(
                "both at the server",
                () -> {
                    String list = server.admin("contacts", "list", "alice");
                    return list.contains("carol@127.0.0.1")
                            && list.contains("erin@partner.example");
                });
        alice.with("contacts", "Carol Cook", "favourite");
        alice.reads("contacts", "Favourites, 1, open");
        assertThat(alice.rows("contacts").get(1)).startsWith("Carol Cook");
    }

    private String imported(String name, String content) {
        alice.click("importContacts");
        alice.chooses(lab.write(name, content));
        String preview = alice.read("importPreview");
        alice.agrees();
        return preview;
    }

    /// Whoever was imported is found and called; the call is recorded to a file of both voices, and the other one hears that.
    void aCallIsRecorded() throws IOException {
        alice.window().textBox("search").click().enterText("cook");
        alice.reads("hits", "Carol Cook");
        alice.press(KeyEvent.VK_ENTER);
        alice.click("call");
        alice.sees("In a call with Carol Cook");
        carol.call("established");
        Path heard = lab.file("carol-heard.wav");
        int before = ToneMeter.samples(heard);
        Path wav = lab.file("recorded");
        alice.more("record");
        alice.names(wav);
        WindowUser.await("it is shown", () -> alice.isShown("recording"));
        WindowUser.await(
                "Carol hears that she is recorded",
                () -> ToneMeter.most(heard(heard, before), 0, RECORDING_HERTZ) > 0.03);
        Path made = lab.file("recorded.wav");
        WindowUser.await("a second of it", () -> made.toFile().length() > 200_000);
        alice.more("stopRecording");
        alice.reads("transcript", "Recorded to");
        assertThat(alice.isShown("recording")).isFalse();
        alice.click("hangUp");
        carol.call("ended");
        assertThat(Files.getPosixFilePermissions(made))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        WindowUser.await("it is whole", () -> isWhole(made));
        for (int channel = 0; channel < 2; channel++) {
            assertThat(ToneMeter.usual(ToneMeter.channel(made, 2, channel, 0), CALL_HERTZ))
                    .as("the voice of side " + channel)
                    .isGreaterThan(0.8);
        }
    }

    private static short[] heard(Path wav, int skipped) {
        try {
            return ToneMeter.channel(wav, 1, 0, skipped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As other programs read it.
    private static boolean isWhole(Path wav) {
        try (AudioInputStream stream = AudioSystem.getAudioInputStream(wav.toFile())) {
            AudioFormat format = stream.getFormat();
            return format.getChannels() == 2
                    && format.getSampleRate() == 48_000
                    && stream.getFrameLength() * format.getFrameSize() + 44 == Files.size(wav);
        } catch (UnsupportedAudioFileException | IOException _) {
            return false;
        }
    }

    /// Messages of somebody who is blocked are kept from her, and look as if her phone were off; calls come through; and what is written once that is over comes too.
    void somebodyIsBlocked() {
        alice.page("people");
        alice.with("contacts", "Carol Cook", "block");
        alice.page("chats");
        alice.reads("chats", "You get no messages of carol");
        carol.tell("message sip:alice@127.0.0.1 can you read this?");
        carol.event(
                "message-status",
                30,
                status ->
                        status.path("status").asText().equals("sent")
                                && status.path("kept").asBoolean());
        carol.tell("call sip:alice@127.0.0.1");
        alice.click("decline");
        carol.call("ended");
        alice.page("people");
        alice.with("contacts", "Carol Cook", "unblock");
        alice.page("chats");
        alice.reads("chats", "You get messages of carol");
        carol.tell("message sip:alice@127.0.0.1 and this?");
        alice.reads("chats", "and this?");
        alice.open("cook");
        alice.reads("transcript", "and this?");
        assertThat(alice.rows("transcript")).noneMatch(row -> row.contains("can you read"));
    }

    /// The file has the ladder and how calls sounded, and nothing that only two ends should have.
    ///
    /// @param secrets passwords, and what people wrote or named
    void theDiagnosticsHaveNoSecrets(String... secrets) throws IOException {
        alice.page("settings");
        alice.window().list("sections").selectItem(HELP);
        alice.click("diagnostics");
        Path zip = lab.file("diagnostics.zip");
        alice.names(zip);
        alice.isTold("diagnosticsTold", "Written to");
        assertThat(Files.getPosixFilePermissions(zip))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Map<String, String> files = unpacked(zip);
        assertThat(files.get("ladder.txt"))
                .contains("REGISTER", "INVITE", "200 OK (INVITE)", "-->");
        assertThat(files.get("calls.txt"))
                .contains("ESTABLISHED to sip:carol@127.0.0.1", "encryption SDES:", " mos ");
        assertThat(files.get("about.txt")).contains("alice@127.0.0.1", "Opus by ");
        String all = String.join("\n", files.values());
        assertThat(all).doesNotContain(List.of(secrets));
        assertThat(all).contains("Authorization: Digest", "a=crypto:");
        assertThat(DIGEST_SECRET.matcher(all).results().map(found -> found.group(2)))
                .isNotEmpty()
                .containsOnly("***");
        assertThat(KEY.matcher(all).results().map(found -> found.group(1)))
                .isNotEmpty()
                .containsOnly("***");
    }

    private static Map<String, String> unpacked(Path zip) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry();
                    entry != null;
                    entry = entries.getNextEntry()) {
                files.put(
                        entry.getName(),
                        new String(entries.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
