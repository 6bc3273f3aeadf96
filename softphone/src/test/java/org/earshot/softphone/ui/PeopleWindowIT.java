package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.event.KeyEvent;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactsState;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;

/// People under their headings.
class PeopleWindowIT extends WindowRig {
    @Test
    void groupsFollowPresenceAndAreClosedByMouseAndKeys() {
        logIn();
        phone.tell(
                new UserAgentEvent.ContactsChanged(
                        List.of(new Contact(BOB, "Bob"), new Contact(CAROL, "Carol")),
                        ContactsState.LOCAL));
        phone.tell(new UserAgentEvent.PresenceChanged(BOB, Availability.AVAILABLE, ""));
        phone.tell(new UserAgentEvent.PresenceChanged(CAROL, Availability.OFFLINE, ""));
        go(Page.PEOPLE);
        soon(() ->
                assertThat(rows("contacts"))
                        .containsExactly(
                                "Available, 1, open",
                                "Bob, available, Available",
                                "Offline, 1, open",
                                "Carol, offline, Offline"));
        phone.tell(new UserAgentEvent.PresenceChanged(BOB, Availability.ON_THE_PHONE, ""));
        await("Bob talks", () -> rows("contacts").getFirst().startsWith("Busy or on the phone, 1"));

        window.list("contacts").clickItem(0);
        await("closed", () -> rows("contacts").size() == 3);
        soon(() ->
                assertThat(rows("contacts").getFirst())
                        .isEqualTo("Busy or on the phone, 1, closed"));
        press(KeyEvent.VK_RIGHT);
        await("open", () -> rows("contacts").size() == 4);
        press(KeyEvent.VK_SPACE);
        await("closed again", () -> rows("contacts").size() == 3);
        press(KeyEvent.VK_ENTER);
        await("open again", () -> rows("contacts").size() == 4);
        press(KeyEvent.VK_DOWN);
        await("Bob is chosen", () -> window.label("callState").text().startsWith("Bob"));
    }

    @Test
    void theOrganisationStandsBelowTheContactsAndThoseOfOthersForThemselves() {
        phone.account()
                .directoryIs(
                        person("sip:alice@example.org", "Alice"),
                        person(BOB, "Bob Baker"),
                        person("sip:dora@example.org", "Dora Diaz"));
        logIn();
        phone.tell(
                new UserAgentEvent.ContactsChanged(
                        List.of(new Contact(BOB, "Bob"), new Contact("sip:zoe@abroad.example", "")),
                        ContactsState.LOCAL));
        go(Page.PEOPLE);
        await("the directory", () -> rows("contacts").size() == 5);
        soon(() ->
                assertThat(rows("contacts"))
                        .containsExactly(
                                "Others, 1, open",
                                "Bob, bob@example.org",
                                "Outside your organisation, 1, open",
                                "zoe@abroad.example",
                                "Your organisation, 1, closed"));
        window.list("contacts").clickItem(4);
        await("open", () -> rows("contacts").size() == 6);
        soon(() -> assertThat(rows("contacts").getLast()).isEqualTo("Dora Diaz, dora@example.org"));
        window.list("contacts").clickItem(5);
        await("Dora is chosen", () -> window.label("callState").text().startsWith("Dora Diaz"));
    }

    private static AccountService.Person person(String address, String name) {
        return new AccountService.Person(address, name, Optional.empty());
    }
}
