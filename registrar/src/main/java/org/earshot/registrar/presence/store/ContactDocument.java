package org.earshot.registrar.presence.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.ResourceLists;

/// A contact list as it goes to and from phones: application/resource-lists+xml (RFC 4826 §3). Pure.
public final class ContactDocument {
    private static final int MAX_ADDRESS = 512;

    private ContactDocument() {}

    /// As one list.
    public static byte[] write(List<Contact> contacts) {
        return new ResourceLists(
                        contacts.stream()
                                .map(contact ->
                                        new ResourceLists.Entry(
                                                contact.address().toString(),
                                                Optional.of(contact.displayName())
                                                        .filter(name -> !name.isEmpty())))
                                .toList())
                .toBytes();
    }

    /// Reads one. Of two entries for one address the first counts.
    ///
    /// @throws MalformedPayloadException and nothing else; also where an entry is no address or a name is too long
    public static List<Contact> read(byte[] body) throws MalformedPayloadException {
        Map<AddressOfRecord, Contact> contacts = new LinkedHashMap<>();
        for (ResourceLists.Entry entry : ResourceLists.parse(body).entries()) {
            AddressOfRecord address =
                    Addresses.find(entry.uri())
                            .filter(one -> one.toString().length() <= MAX_ADDRESS)
                            .orElseThrow(() -> new MalformedPayloadException("no address"));
            String name = entry.displayName().map(String::strip).orElse("");
            if (name.length() > 255) {
                throw new MalformedPayloadException("a name of " + name.length());
            }
            contacts.putIfAbsent(address, new Contact(address, name));
        }
        return List.copyOf(contacts.values());
    }
}
