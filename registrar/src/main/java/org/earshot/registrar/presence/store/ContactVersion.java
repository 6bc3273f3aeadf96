package org.earshot.registrar.presence.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.earshot.common.db.Columns;

/// The version of a contact list: a hash of what stands in it, so that lists that are the same have the same version,
/// whoever wrote them and however. Pure.
public final class ContactVersion {
    private static final int BYTES = 12;

    /// Of the list of who has none yet.
    public static final String EMPTY = of(List.of());

    private ContactVersion() {}

    /// @param contacts in any order
    /// @return a token for SIP-ETag (RFC 3903 §11.3.1), 24 characters
    public static String of(List<Contact> contacts) {
        StringBuilder text = new StringBuilder();
        contacts.stream()
                .sorted(Comparator.comparing(contact -> contact.address().toString()))
                // neither an address nor, after its length, a name can be taken for what follows
                .forEach(contact ->
                        text.append(contact.address())
                                .append('\n')
                                .append(contact.displayName().length())
                                .append('\n')
                                .append(contact.displayName())
                                .append('\n'));
        byte[] hash = Columns.sha256(text.toString());
        return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
    }
}
