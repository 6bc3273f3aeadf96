package org.earshot.proxy.archive.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailHeaderTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "sip:alice@example.org, <alice@example.org>",
                "sip:a.b+c@[2001:db8::1], <a.b+c@[IPv6:2001:db8::1]>",
                "sip:.a@example.org, <%2Ea@example.org>",
                "\"sip:a, b@example.org\", <a%2C%20b@example.org>",
                "\"sip:a>\r\nBcc: e@example.org\", <a%3E%0D%0ABcc%3A%20e@example.org>",
                "sip:=?utf-8?Q?=0D=0A?=@example.org, <%3D%3Futf-8%3FQ%3F%3D0D%3D0A%3F%3D@example.org>",
                "sip:bob@exa mple, <bob@invalid>",
                "sip:bob@, <bob@invalid>",
                "somebody, <somebody@invalid>",
                "sip:@example.org, <unknown@example.org>",
                "sip:ü@example.org, <%C3%BC@example.org>"
            })
    void anAddressIsAMailboxAndNothingElse(String sip, String mailbox) {
        assertThat(MailHeader.mailbox(sip)).isEqualTo(mailbox);
    }

    @Test
    void nothingEndsAHeader() {
        Random random = new Random(2047);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(120);
            for (int j = 0; j < length; j++) {
                text.appendCodePoint(
                        random.nextInt(3) == 0 ? random.nextInt(0x3000) : random.nextInt(0x80));
            }
            assertThat(MailHeader.mailbox("sip:" + text)).matches("<[!-;A-~]+@[!-~]+>");
            assertThat(MailHeader.mediaType(text.toString())).matches("[ -~]{1,200}");
            assertThat(MailHeader.text(text.toString()).split("\r\n ", -1))
                    .allMatch(line -> line.matches("[ -~]{0,75}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "text/plain, text/plain",
                "'text/plain; charset=\"utf-8\"', 'text/plain; charset=\"utf-8\"'",
                "message/rfc822, application/octet-stream",
                "Multipart/mixed; boundary=x, application/octet-stream",
                "'text/plain; x=\"\r\nBcc: e\"', application/octet-stream",
                "text, application/octet-stream"
            })
    void aTypeIsAPlainOne(String type, String safe) {
        assertThat(MailHeader.mediaType(type)).isEqualTo(safe);
    }
}
