package org.earshot.softphone.contactfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// vCard 3.0 and 4.0 (RFC 2426, RFC 6350). What is not asked for is passed over. Pure.
final class VCards {
    /// Of one card; what follows is passed over.
    private static final int MOST_ADDRESSES = 100;

    private VCards() {}

    /// @throws IOException with a sentence for the user, and nothing else
    static List<ContactFile.Entry> parse(String text) throws IOException {
        List<ContactFile.Entry> entries = new ArrayList<>();
        Card card = null;
        for (Line line : unfolded(text)) {
            Property property = Property.of(line.text);
            if (property.name.equals("BEGIN") && property.value.equalsIgnoreCase("VCARD")) {
                card = new Card(line.number);
            } else if (property.name.equals("END") && card != null) {
                if (entries.size() >= ContactFile.MOST) {
                    throw new IOException(
                            "there are more than " + ContactFile.MOST + " people in it");
                }
                entries.add(card.entry());
                card = null;
            } else if (card != null) {
                card.take(property);
            }
        }
        return entries;
    }

    private record Line(int number, String text) {}

    /// RFC 6350 §3.2: what begins with a space or a tab goes on with the line before.
    private static List<Line> unfolded(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder building = new StringBuilder();
        int begun = 1;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t')) {
                building.append(line, 1, line.length());
                continue;
            }
            if (!building.isEmpty()) {
                lines.add(new Line(begun, building.toString()));
                building.setLength(0);
            }
            building.append(line);
            begun = number;
        }
        lines.add(new Line(begun, building.toString()));
        return lines;
    }

    /// @param name in upper case, without its group; "" for a line that is none
    private record Property(String name, String value) {
        static Property of(String line) {
            int colon = colon(line);
            if (colon < 0) {
                return new Property("", "");
            }
            String before = line.substring(0, colon);
            int semicolon = before.indexOf(';');
            String name = semicolon < 0 ? before : before.substring(0, semicolon);
            return new Property(
                    name.substring(name.lastIndexOf('.') + 1).strip().toUpperCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }

        /// The first one that is not within the quotes of a parameter.
        private static int colon(String line) {
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == ':' && !quoted) {
                    return i;
                }
            }
            return -1;
        }
    }

    private static final class Card {
        private final int begun;
        private String formatted = "";
        private String parts = "";
        private final List<String> addresses = new ArrayList<>();
        private final List<String> mail = new ArrayList<>();

        Card(int begun) {
            this.begun = begun;
        }

        void take(Property property) {
            if (addresses.size() + mail.size() >= MOST_ADDRESSES) {
                return;
            }
            switch (property.name) {
                case "FN" ->
                        formatted = formatted.isEmpty() ? unescaped(property.value) : formatted;
                case "N" -> parts = name(property.value);
                case "X-SIP" -> addresses.add(unescaped(property.value));
                case "TEL", "IMPP" -> {
                    if (property.value.regionMatches(true, 0, "sip", 0, 3)) {
                        addresses.add(unescaped(property.value));
                    }
                }
                case "EMAIL" -> mail.add(unescaped(property.value));
                default -> {}
            }
        }

        /// RFC 6350 §6.2.2: family name; given name; …
        private static String name(String value) {
            String[] all = value.split("(?<!\\\\);", 3);
            String family = unescaped(all[0]);
            return all.length < 2 ? family : (unescaped(all[1]) + " " + family).strip();
        }

        ContactFile.Entry entry() {
            return new ContactFile.Entry(
                    begun,
                    ContactFile.plain(formatted.isEmpty() ? parts : formatted),
                    addresses,
                    mail);
        }
    }

    /// RFC 6350 §3.4.
    private static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                plain.append(next == 'n' || next == 'N' ? ' ' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
