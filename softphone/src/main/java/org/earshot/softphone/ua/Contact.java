package org.earshot.softphone.ua;

/// Somebody on the user's contact list.
///
/// @param uri an address-of-record, such as `sip:bob@example.org`; by it a contact is known
/// @param name what the user calls that person, "" for nothing; at most 255 characters
public record Contact(String uri, String name) {
    private static final int LONGEST_NAME = 255;

    /// Brings the address and the name into the one form in which they are compared.
    public Contact {
        uri = SipUris.canonical(uri);
        String plain = name.replaceAll("\\p{Cntrl}", " ").strip();
        name = plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME).strip();
    }
}
