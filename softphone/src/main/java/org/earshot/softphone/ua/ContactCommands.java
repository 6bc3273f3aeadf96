package org.earshot.softphone.ua;

import java.util.Optional;

/// Hands what a face of the phone wants of the contact list over to the user-agent thread. Thread-safe.
final class ContactCommands implements Contacts {
    private static final int LONGEST_ADDRESS = 330;

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final ContactList list;

    ContactCommands(Messages.Host host, UserAgentThread thread, ContactList list) {
        this.host = host;
        this.thread = thread;
        this.list = list;
    }

    private void orSay(Runnable command) {
        thread.execute(() -> {
            try {
                command.run();
            } catch (IllegalArgumentException | IllegalStateException e) {
                host.tell(new UserAgentEvent.CommandFailed(Optional.empty(), e.getMessage()));
            }
        });
    }

    private String target(String typed) {
        String own = host.account().orElseThrow(() -> new IllegalStateException("not logged in"));
        return SipUris.target(typed, own.substring(own.lastIndexOf('@') + 1));
    }

    @Override
    public void open() {
        thread.execute(list::open);
    }

    @Override
    public void put(String uri, String name) {
        orSay(() -> {
            Contact contact = new Contact(target(uri), name);
            if (contact.uri().length() > LONGEST_ADDRESS) {
                throw new IllegalArgumentException("that address is too long");
            }
            list.put(contact);
        });
    }

    @Override
    public void remove(String uri) {
        orSay(() -> list.remove(target(uri)));
    }

    @Override
    public void show() {
        thread.execute(list::show);
    }
}
