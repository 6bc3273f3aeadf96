package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.softphone.contactfile.ContactFile;
import org.earshot.softphone.contactfile.ContactFile.Found;
import org.earshot.softphone.contactfile.ContactFile.Skipped;
import org.junit.jupiter.api.Test;

class ContactImportTest {
    @Test
    void oneIsNotMany() {
        Found greta = new Found("sip:greta@example.org", "Greta", false);
        Skipped ivy = new Skipped("Ivy", 4, "no SIP address");
        assertThat(ContactImport.count(new ContactFile.Preview(List.of(greta), List.of())))
                .isEqualTo("One person can be put on your list.");
        assertThat(
                        ContactImport.count(
                                new ContactFile.Preview(List.of(greta, greta), List.of(ivy))))
                .isEqualTo("2 people can be put on your list. One can not.");
    }

    @Test
    void whoIsOfNoUseIsNamedOrFoundByItsLine() {
        assertThat(
                        ContactImport.words(
                                new ContactFile.Preview(
                                        List.of(
                                                new Found("sip:greta@example.org", "Greta", false),
                                                new Found("sip:henry@example.org", "", true)),
                                        List.of(
                                                new Skipped("Ivy", 4, "no SIP address"),
                                                new Skipped("", 5, "no SIP address")))))
                .isEqualTo(
                        """
                        greta@example.org   Greta
                        henry@example.org   (address for mail)

                        Not used:
                        Ivy: no SIP address
                        line 5: no SIP address\
                        """);
    }
}
