package org.earshot.server.ldap;

import com.unboundid.ldap.sdk.Entry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.account.AccountName;
import org.earshot.common.account.InvalidAccountNameException;
import org.earshot.server.config.LdapConfig;
import org.earshot.server.people.OrganisationAccounts;

/// What an entry says of somebody. What stands there was written by anybody. Pure.
final class EntryReader {
    private static final String UUID = "entryUUID"; // RFC 4530
    private static final String GUID = "objectGUID"; // Active Directory
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_WHO = 200;

    private final LdapConfig.Attributes attributes;

    EntryReader(LdapConfig.Attributes attributes) {
        this.attributes = attributes;
    }

    /// What to ask for.
    String[] wanted() {
        List<String> wanted = new ArrayList<>(List.of(attributes.name(), UUID, GUID));
        for (String one : List.of(attributes.displayName(), attributes.picture())) {
            if (!one.isEmpty()) {
                wanted.add(one);
            }
        }
        return wanted.toArray(String[]::new);
    }

    /// What comes of an entry.
    sealed interface Read {
        record Person(LdapPerson person) implements Read {}

        record Unfit(LdapPerson.Refused refused) implements Read {}
    }

    Read read(Entry entry) {
        String who = shown(entry.getDN());
        Optional<String> name = name(entry);
        if (name.isEmpty()) {
            return unfit("", who, "it has no " + attributes.name());
        }
        try {
            var _ = AccountName.of(name.get());
        } catch (InvalidAccountNameException e) {
            return unfit("", who, shown(String.valueOf(e.getMessage())));
        }
        String displayName =
                attributes.displayName().isEmpty()
                        ? ""
                        : Optional.ofNullable(entry.getAttributeValue(attributes.displayName()))
                                .orElse("")
                                .strip();
        Optional<String> objection = OrganisationAccounts.objection(displayName);
        if (objection.isPresent()) {
            return unfit(name.get(), who, objection.get());
        }
        return new Read.Person(
                new LdapPerson(
                        name.get(),
                        displayName,
                        id(entry),
                        picture(entry).map(EntryReader::sha256)));
    }

    private static Read unfit(String name, String who, String why) {
        return new Read.Unfit(new LdapPerson.Refused(name, who, why));
    }

    /// As an account's would be written; not necessarily fit for one.
    Optional<String> name(Entry entry) {
        return Optional.ofNullable(entry.getAttributeValue(attributes.name()))
                .map(value ->
                        value.indexOf('@') < 0 ? value : value.substring(0, value.indexOf('@')))
                .map(value -> value.toLowerCase(Locale.ROOT));
    }

    /// As it came.
    Optional<byte[]> picture(Entry entry) {
        return attributes.picture().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(entry.getAttributeValueBytes(attributes.picture()))
                        .filter(bytes -> bytes.length > 0);
    }

    private static String id(Entry entry) {
        String uuid = Optional.ofNullable(entry.getAttributeValue(UUID)).orElse("");
        if (uuid.matches("[0-9A-Fa-f-]{1," + LONGEST_ID + "}")) {
            return uuid.toLowerCase(Locale.ROOT);
        }
        byte[] guid = entry.getAttributeValueBytes(GUID);
        return guid != null && guid.length > 0 && guid.length <= LONGEST_ID / 2
                ? HexFormat.of().formatHex(guid)
                : "";
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// On one line of a log or a terminal.
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_WHO)
                .forEach(c ->
                        shown.appendCodePoint(
                                Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7F) ? c : '?'));
        return shown.toString();
    }
}
