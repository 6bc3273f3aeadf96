package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.interop.ConsoleSteps.PASSWORD;
import static org.earshot.interop.ConsoleSteps.shows;

/// One whole task without a mouse: log in, make an account, give it another password and a phone's, and see the phone.
final class ConsoleKeyboardWalk {
    private static final String IN_DIALOG = "!!e.closest('dialog[open]')";

    private final ConsoleHouse house;
    private final Chromium.Page page;
    private final ConsoleKeyboard keys;

    ConsoleKeyboardWalk(ConsoleHouse house) throws Exception {
        this.house = house;
        page = house.stranger();
        keys = new ConsoleKeyboard(page);
    }

    private static String button(String text) {
        return "e.matches('button, a') && e.textContent.trim() === '" + text + "'";
    }

    private static String field(String name) {
        return "e.name === '" + name + "'";
    }

    /// A button in the row of an account.
    private static String of(String name, String text) {
        return button(text) + " && e.closest('tr')?.textContent.includes('" + name + "@')";
    }

    /// @param name of the account that is made
    void of(String name) throws Exception {
        logIn();
        skipLink();
        tabs();
        keys.tabBackTo("e.hash === '#/people'");
        keys.enter();
        keys.isAt("e.matches('h1') && e.textContent === 'People'");
        make(name);
        password(name);
        String secret = phone(name);
        see(name, secret);
        page.close();
    }

    private void logIn() throws Exception {
        keys.isAt(field("name"));
        keys.type("kim");
        keys.tab();
        keys.isAt(field("password"));
        keys.type(PASSWORD);
        keys.tab();
        keys.isAt(field("code"));
        keys.type(house.code("kim"));
        keys.enter();
        page.await("!!document.querySelector('nav')", 30);
        keys.isAt("e.matches('h1')");
    }

    /// The first stop of a page leads past the menu.
    private void skipLink() throws Exception {
        keys.tabBackTo("e.matches('a.skip')");
        shows(page, "Skip to the content");
        keys.enter();
        keys.isAt("e.matches('main h1')");
    }

    /// The tabs of a page are one stop, and arrows go through them.
    private void tabs() throws Exception {
        keys.tabBackTo("e.hash === '#/compliance'");
        keys.enter();
        keys.isAt("e.matches('h1') && e.textContent === 'Compliance'");
        keys.tab();
        keys.isAt("e.id === 'tab-search' && e.ariaSelected === 'true'");
        keys.arrowRight();
        keys.isAt("e.id === 'tab-holds' && e.ariaSelected === 'true'");
        keys.tab();
        keys.isAt("!e.matches('[role=tab]')");
    }

    private void make(String name) throws Exception {
        keys.tabTo(button("New person"));
        keys.enter();
        keys.isAt(field("name") + " && " + IN_DIALOG);
        // round the dialog and back: nothing behind it is reached
        for (int i = 0; i < 8; i++) {
            keys.tab();
            keys.isAt("e === document.body || " + IN_DIALOG);
        }
        keys.escape();
        keys.isAt(button("New person"));
        keys.enter();
        keys.isAt(field("name"));
        keys.type(name);
        keys.tab();
        keys.isAt(field("displayName"));
        keys.type("Paula Brown");
        keys.tab();
        keys.isAt(field("password"));
        keys.type("correct horse battery");
        keys.tab();
        keys.isAt(field("md5"));
        keys.space();
        keys.isAt("e.checked");
        keys.space();
        keys.tabTo(button("Make the account"));
        keys.enter();
        shows(page, name + "@127.0.0.1");
        keys.isAt(button("New person"));
    }

    private void password(String name) throws Exception {
        keys.tabTo(of(name, "Password"));
        keys.enter();
        keys.isAt(field("password") + " && " + IN_DIALOG);
        keys.type("another battery");
        keys.enter();
        keys.isAt(of(name, "Password"));
    }

    /// @return the password of the phone's own
    private String phone(String name) throws Exception {
        keys.tabTo(of(name, "Phone"));
        keys.enter();
        keys.isAt(field("label") + " && " + IN_DIALOG);
        keys.type("desk");
        keys.enter();
        keys.isAt(button("Copy") + " && " + IN_DIALOG);
        String secret =
                page.evaluate("document.querySelector('dialog[open] pre').textContent").asText();
        keys.tabTo(button("Close"));
        keys.enter();
        keys.isAt(of(name, "Phone"));
        return secret;
    }

    private void see(String name, String secret) throws Exception {
        EarshotServer server = house.server();
        BarePhone desk =
                BarePhone.tls(house.lab(), name, secret, server.address("tls"), server.ca());
        assertThat(desk.register("\r\nUser-Agent: Desk/1")).startsWith("SIP/2.0 200");
        keys.tabBackTo("e.hash === '#/phones'");
        keys.enter();
        keys.isAt("e.matches('h1') && e.textContent === 'Phones'");
        shows(page, name + "@127.0.0.1");
        shows(page, "Desk/1");
    }
}
