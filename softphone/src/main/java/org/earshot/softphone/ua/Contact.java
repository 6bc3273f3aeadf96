package org.earshot.softphone.ua;

/// Somebody on the user's contact list.
///
/// @param uri an address-of-record, such as `sip:bob@example.org`; by it a contact is known
/// @param name what the user calls that person, "" for nothing; at most 255 characters
/// @param favourite whether the user wants them at hand; known on this machine only
public record Contact(String uri, String name, boolean favourite) {
    private static final int LONGEST_NAME = 255;

    /// One who is no favourite.
    public Contact(String uri, String name) {
        this(uri, name, false);
    }

    /// The same, so.
    public Contact withFavourite(boolean wanted) {
        return new Contact(uri, name, wanted);
    }

    /// Brings the address and the name into the one form in which they are compared.
    public Contact {
        uri = SipUris.canonical(uri);
        String plain = name.replaceAll("\\p{Cntrl}", " ").strip();
        name = plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME).strip();
    }
}
