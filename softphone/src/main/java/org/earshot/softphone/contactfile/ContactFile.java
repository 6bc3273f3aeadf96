package org.earshot.softphone.contactfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Contacts in a file. Only people with a SIP address are of use; an address for mail is taken for one where it is in our own domain,
/// as an organisation's usually are the same.
public final class ContactFile {
    /// A file that is larger is not read, in bytes.
    public static final int LARGEST = 10_000_000;

    /// No more people are read.
    public static final int MOST = 10_000;

    private static final Charset OLD_WINDOWS = Charset.forName("windows-1252");

    private ContactFile() {}

    /// Somebody who can be put on the contact list.
    ///
    /// @param uri such as `sip:bob@example.org`
    /// @param name "" for none
    /// @param guessed whether the address is one for mail
    public record Found(String uri, String name, boolean guessed) {}

    /// Somebody who can't.
    ///
    /// @param name "" for none
    /// @param line where in the file, from 1
    /// @param why in words
    public record Skipped(String name, int line, String why) {
        /// The name, or the place in the file where there is none.
        public String what() {
            return name.isEmpty() ? "line " + line : name;
        }
    }

    /// What is in a file, in its order.
    public record Preview(List<Found> found, List<Skipped> skipped) {
        public Preview {
            found = List.copyOf(found);
            skipped = List.copyOf(skipped);
        }
    }

    /// One entry as it was read.
    ///
    /// @param line where it begins, from 1
    /// @param addresses that are SIP addresses, or claim to be
    record Entry(int line, String name, List<String> addresses, List<String> mail) {
        Entry {
            addresses = List.copyOf(addresses);
            mail = List.copyOf(mail);
        }
    }

    /// Reads a file; blocks.
    ///
    /// @param ownDomain of the account that wants the contacts
    /// @throws IOException with a sentence for the user
    public static Preview read(Path file, String ownDomain) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read", e);
        }
        if (content.length > LARGEST) {
            throw new IOException(file + " has more than " + LARGEST + " bytes");
        }
        return parse(content, ownDomain);
    }

    /// Reads the bytes of a file. Pure.
    ///
    /// @throws IOException with a sentence for the user, and nothing else
    static Preview parse(byte[] content, String ownDomain) throws IOException {
        String text = text(content);
        List<Entry> entries =
                text.stripLeading().regionMatches(true, 0, "BEGIN:VCARD", 0, 11)
                        ? VCards.parse(text)
                        : CsvContacts.parse(text);
        return preview(entries, ownDomain);
    }

    private static String text(byte[] content) throws IOException {
        if (starts(content, 0xEF, 0xBB, 0xBF)) {
            return new String(content, 3, content.length - 3, StandardCharsets.UTF_8);
        }
        if (starts(content, 0xFF, 0xFE) || starts(content, 0xFE, 0xFF)) {
            return new String(content, StandardCharsets.UTF_16);
        }
        for (byte each : content) {
            if (each == 0) {
                throw new IOException("this is no file of contacts");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException _) {
            return new String(content, OLD_WINDOWS);
        }
    }

    private static boolean starts(byte[] content, int... mark) {
        if (content.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((content[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static Preview preview(List<Entry> entries, String ownDomain) {
        Map<String, Found> found = new LinkedHashMap<>();
        List<Skipped> skipped = new ArrayList<>();
        for (Entry entry : entries) {
            List<String> sip = entry.addresses().stream().flatMap(SipAddress::stream).toList();
            List<String> mail =
                    entry.mail().stream()
                            .flatMap(SipAddress::stream)
                            .filter(uri ->
                                    uri.regionMatches(
                                            true,
                                            uri.lastIndexOf('@') + 1,
                                            ownDomain,
                                            0,
                                            Math.max(
                                                    ownDomain.length(),
                                                    uri.length() - uri.lastIndexOf('@') - 1)))
                            .toList();
            if (sip.isEmpty() && mail.isEmpty()) {
                skipped.add(
                        new Skipped(
                                entry.name(),
                                entry.line(),
                                entry.mail().isEmpty()
                                        ? "no SIP address"
                                        : "no SIP address, and the one for mail is not in "
                                                + ownDomain));
                continue;
            }
            String uri = sip.isEmpty() ? mail.getFirst() : sip.getFirst();
            if (found.containsKey(uri)) {
                skipped.add(new Skipped(entry.name(), entry.line(), uri + " is in the file twice"));
            } else {
                found.put(uri, new Found(uri, entry.name(), sip.isEmpty()));
            }
        }
        return new Preview(List.copyOf(found.values()), skipped);
    }

    /// What is left of a name when nothing is in it that could turn a line around.
    static String plain(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", " ").replaceAll("\\p{Cf}", "").strip();
    }
}
