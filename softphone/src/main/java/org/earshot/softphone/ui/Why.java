package org.earshot.softphone.ui;

import java.util.Optional;
import org.earshot.softphone.ua.Failure;

/// A reason of the user agent in the window's language.
final class Why {
    private Why() {}

    /// What is no [Failure], such as another phone's words, stays as it is; so does what stands behind a colon.
    static String of(String reason) {
        Optional<Failure> kind = Failure.of(reason);
        if (kind.isPresent()) {
            return Texts.get("why." + kind.get().word());
        }
        int colon = reason.indexOf(": ");
        return colon <= 0
                ? reason
                : Failure.of(reason.substring(0, colon))
                                .map(of -> Texts.get("why." + of.word()))
                                .orElseGet(() -> reason.substring(0, colon))
                        + ": "
                        + of(reason.substring(colon + 2));
    }
}
