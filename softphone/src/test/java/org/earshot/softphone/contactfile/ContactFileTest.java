package org.earshot.softphone.contactfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.softphone.contactfile.ContactFile.Found;
import org.earshot.softphone.contactfile.ContactFile.Preview;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactFileTest {
    private static final String CARDS =
            """
            BEGIN:VCARD\r
            VERSION:3.0\r
            FN:Bob \\"B\\, the\\nbuilder\\; ü\r
            N:Builder;Bob;;;\r
            TEL;TYPE=WORK:+49 30 1234\r
            item1.IMPP;X-SERVICE-TYPE="a:b":sip:bob@EXA\r
             MPLE.org;transport=tls\r
            END:VCARD\r
            BEGIN:VCARD
            VERSION:4.0
            N:Smith;Carol;;;
            TEL;VALUE=uri:sips:carol@other.example:5061
            EMAIL:carol@example.org
            END:VCARD
            BEGIN:VCARD
            FN:Dave
            X-SIP:dave@example.org
            END:VCARD
            BEGIN:VCARD
            FN:Erin
            EMAIL;TYPE=INTERNET:erin@Example.Org
            END:VCARD
            BEGIN:VCARD
            FN:Mallory
            EMAIL:mallory@evil-example.org
            END:VCARD
            BEGIN:VCARD
            FN:Fax
            TEL:tel:+4930123
            END:VCARD
            BEGIN:VCARD
            FN:Bob again
            X-SIP:sip:bob@example.org
            END:VCARD
            """;

    @TempDir Path folder;

    private static Preview read(String text) throws IOException {
        return ContactFile.parse(text.getBytes(StandardCharsets.UTF_8), "example.org");
    }

    @Test
    void cards() throws Exception {
        Preview preview = read(CARDS);
        assertThat(preview.found())
                .containsExactly(
                        new Found("sip:bob@example.org", "Bob \"B, the builder; ü", false),
                        new Found("sip:carol@other.example", "Carol Smith", false),
                        new Found("sip:dave@example.org", "Dave", false),
                        new Found("sip:erin@example.org", "Erin", true));
        assertThat(preview.skipped())
                .extracting(ContactFile.Skipped::what)
                .containsExactly("Mallory", "Fax", "Bob again");
        assertThat(preview.skipped())
                .extracting(ContactFile.Skipped::why)
                .containsExactly(
                        "no SIP address, and the one for mail is not in example.org",
                        "no SIP address",
                        "sip:bob@example.org is in the file twice");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {",", ";", "\t", "|"})
    void tables(String separator) throws Exception {
        String table =
                """
                \uFEFF"Display Name"%1$sSIP-Address%1$sE-mail 1 - Value

                "Bob ""B"" %1$s ü
                of two lines"%1$ssip:bob@example.org%1$s
                Erin%1$s%1$serin@example.org%1$sone field too many
                %1$s%1$snobody@elsewhere.example
                Short
                """
                        .formatted(separator);
        Preview preview = read(table);
        assertThat(preview.found())
                .containsExactly(
                        new Found(
                                "sip:bob@example.org",
                                ContactFile.plain("Bob \"B\" " + separator + " ü\nof two lines"),
                                false),
                        new Found("sip:erin@example.org", "Erin", true));
        assertThat(preview.skipped())
                .extracting(ContactFile.Skipped::what)
                .containsExactly("line 6", "Short");
    }

    @Test
    void namesInParts() throws Exception {
        assertThat(read("First Name,Last Name,Email\nBob,Builder,bob@example.org\n").found())
                .containsExactly(new Found("sip:bob@example.org", "Bob Builder", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "windows-1252"})
    void otherCharsets(String charset) throws Exception {
        String mark = charset.equals("UTF-16LE") ? "\uFEFF" : "";
        byte[] content =
                (mark + "name,sip\nBüb,bob@example.org\n").getBytes(Charset.forName(charset));
        assertThat(ContactFile.parse(content, "example.org").found())
                .containsExactly(new Found("sip:bob@example.org", "Büb", false));
    }

    @ParameterizedTest(name = "{0} gives \"{1}\"")
    @CsvSource({
        "sip:bob@example.org, sip:bob@example.org",
        "SIPS:Bob@Example.org:5061;transport=tcp?x=y, sip:Bob@example.org",
        "sip:bob:pass@example.org, sip:bob@example.org",
        "bob@[2001:db8::1], sip:bob@[2001:db8::1]",
        "tel:+491234, ''",
        "sip:example.org, ''",
        "bob@exa mple.org, ''",
        "<sip:bob@example.org>, ''",
        "https://example.org/@bob, ''"
    })
    void addresses(String text, String uri) {
        assertThat(SipAddress.stream(text).findFirst().orElse("")).isEqualTo(uri);
    }

    @Test
    void whatIsNoFileOfContactsIsSaid() {
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("name,telephone\nBob,123\n"))
                .hasMessageContaining("no column \"sip\" or \"email\"");
        assertThatThrownBy(() -> ContactFile.parse(new byte[] {1, 0, 2}, "example.org"))
                .hasMessage("this is no file of contacts");
    }

    @Test
    void tooManyAndTooLargeAreRefused() throws Exception {
        assertThatThrownBy(() -> read("sip\n" + "a@b\n".repeat(ContactFile.MOST + 1)))
                .hasMessageContaining("more than 10000 people");
        assertThatThrownBy(() -> read("BEGIN:VCARD\nEND:VCARD\n".repeat(ContactFile.MOST + 1)))
                .hasMessageContaining("more than 10000 people");
        Path large = folder.resolve("large.csv");
        Files.write(large, new byte[ContactFile.LARGEST + 1]);
        assertThatThrownBy(() -> ContactFile.read(large, "example.org"))
                .hasMessageContaining("more than 10000000 bytes");
        assertThatThrownBy(() -> ContactFile.read(folder.resolve("none.csv"), "example.org"))
                .hasMessageContaining("there is no file");
    }

    /// What would take time or memory out of proportion.
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\"", ",", ", ", "a@", "X-SIP:", " ", "\"\""})
    void repetitionsOfOneThing(String one) throws Exception {
        String all = one.repeat(2_000_000 / one.length());
        read("sip,name\n" + all);
        read("BEGIN:VCARD\nX-SIP:" + all + "\nEND:VCARD\n");
    }

    @Test
    void everyTruncationIsReadOrRefused() {
        byte[] whole = CARDS.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            readAnything(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(7);
        List<byte[]> beginnings =
                List.of(
                        new byte[0],
                        "BEGIN:VCARD\n".getBytes(StandardCharsets.UTF_8),
                        "name;sip\n".getBytes(StandardCharsets.UTF_8));
        byte[] alphabet = ":;,\"\\\r\n \t@sipBEGINVCARDFNX-\u00fc".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3_000; i++) {
            byte[] begun = beginnings.get(i % beginnings.size());
            byte[] content = Arrays.copyOf(begun, begun.length + random.nextInt(200));
            for (int at = begun.length; at < content.length; at++) {
                content[at] =
                        i % 2 == 0
                                ? (byte) random.nextInt()
                                : alphabet[random.nextInt(alphabet.length)];
            }
            readAnything(content);
        }
    }

    private static void readAnything(byte[] content) {
        try {
            Preview preview = ContactFile.parse(content, "example.org");
            preview.found().forEach(one -> assertThat(one.uri()).startsWith("sip:").contains("@"));
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
