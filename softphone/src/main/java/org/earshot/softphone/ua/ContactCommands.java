package org.earshot.softphone.ua;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.earshot.softphone.contactfile.ContactFile;

/// Hands what a face of the phone wants of the contact list over to the user-agent thread. Thread-safe.
final class ContactCommands implements Contacts {
    private static final int LONGEST_ADDRESS = 330;

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final ContactList list;
    private final Executor blocking;

    /// @param blocking for what waits for the disk
    ContactCommands(
            Messages.Host host, UserAgentThread thread, ContactList list, Executor blocking) {
        this.host = host;
        this.thread = thread;
        this.list = list;
        this.blocking = blocking;
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
        return SipUris.target(typed, domainOf(ownAddress()));
    }

    private String ownAddress() {
        return host.account().orElseThrow(() -> new IllegalStateException("not logged in"));
    }

    private static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
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
    public void favourite(String uri, boolean on) {
        orSay(() -> list.favourite(target(uri), on));
    }

    @Override
    public CompletionStage<ContactFile.Preview> read(Path file) {
        return CompletableFuture.supplyAsync(() -> domainOf(ownAddress()), thread)
                .thenApplyAsync(
                        domain -> {
                            try {
                                return ContactFile.read(file, domain);
                            } catch (IOException e) {
                                throw new CompletionException(e);
                            }
                        },
                        blocking);
    }

    @Override
    public void putAll(List<Contact> contacts) {
        List<Contact> all =
                contacts.stream()
                        .map(contact -> contact.withFavourite(false))
                        .filter(contact -> contact.uri().length() <= LONGEST_ADDRESS)
                        .toList();
        orSay(() -> list.putAll(all));
    }

    @Override
    public void show() {
        thread.execute(list::show);
    }
}
