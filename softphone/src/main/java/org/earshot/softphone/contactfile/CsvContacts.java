package org.earshot.softphone.contactfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// People in a table with a header row. Pure.
final class CsvContacts {
    private static final Set<String> SIP =
            Set.of("sip", "sipaddress", "sipuri", "uri", "xsip", "impp", "im", "imaddress");
    private static final Set<String> MAIL =
            Set.of("email", "emailaddress", "mail", "emailvalue", "mailadresse");
    private static final Set<String> NAME =
            Set.of("name", "fullname", "displayname", "fn", "anzeigename");
    private static final Set<String> GIVEN = Set.of("firstname", "givenname", "vorname");
    private static final Set<String> FAMILY =
            Set.of("lastname", "familyname", "surname", "nachname");

    private CsvContacts() {}

    /// @throws IOException with a sentence for the user, and nothing else
    static List<ContactFile.Entry> parse(String text) throws IOException {
        List<Csv.Row> rows = Csv.rows(text, ContactFile.MOST + 1);
        if (rows.isEmpty()) {
            throw new IOException("there is nothing in it");
        }
        List<String> header = rows.getFirst().fields().stream().map(CsvContacts::letters).toList();
        if (header.stream().noneMatch(column -> SIP.contains(column) || MAIL.contains(column))) {
            throw new IOException(
                    "its first line names no column \"sip\" or \"email\", and it is no vCard");
        }
        return rows.stream().skip(1).map(row -> entry(header, row)).toList();
    }

    private static String letters(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
    }

    private static ContactFile.Entry entry(List<String> header, Csv.Row row) {
        List<String> sip = values(header, row, SIP);
        List<String> whole = values(header, row, NAME);
        String name =
                whole.isEmpty()
                        ? String.join(" ", values(header, row, GIVEN))
                                + " "
                                + String.join(" ", values(header, row, FAMILY))
                        : whole.getFirst();
        return new ContactFile.Entry(
                row.line(), ContactFile.plain(name), sip, values(header, row, MAIL));
    }

    private static List<String> values(List<String> header, Csv.Row row, Set<String> columns) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < Math.min(header.size(), row.fields().size()); i++) {
            if (columns.contains(header.get(i)) && !row.fields().get(i).isBlank()) {
                all.add(row.fields().get(i).strip());
            }
        }
        return all;
    }
}
