package org.earshot.server.provision;

import java.util.Optional;

/// What somebody wants a file for, as it stands beside its link until that is used.
///
/// @param demanded whether calls without encryption are refused by the phone
/// @param label what the phone is called, 1 to 64 characters without control characters
public record PhoneOrder(PhoneKind kind, boolean demanded, String label) {
    private static final int LONGEST = 64;
    private static final String DEMANDED = "demanded";
    private static final String OFFERED = "offered";

    /// @throws IllegalArgumentException if the label is none
    public PhoneOrder {
        if (label.isBlank()
                || label.length() > LONGEST
                || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label has 1 to 64 characters");
        }
    }

    /// For the table.
    public String text() {
        return kind.text() + ' ' + (demanded ? DEMANDED : OFFERED) + ' ' + label;
    }

    /// Reads what [#text] wrote.
    ///
    /// @return empty if it did not
    public static Optional<PhoneOrder> of(String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length < 3 || !(parts[1].equals(DEMANDED) || parts[1].equals(OFFERED))) {
            return Optional.empty();
        }
        try {
            return PhoneKind.of(parts[0])
                    .map(kind -> new PhoneOrder(kind, parts[1].equals(DEMANDED), parts[2]));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
