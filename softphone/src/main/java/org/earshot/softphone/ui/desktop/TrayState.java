package org.earshot.softphone.ui.desktop;

import java.util.List;
import java.util.stream.Collectors;
import org.earshot.softphone.ui.look.Buttons;
import org.earshot.softphone.ui.words.Texts;

/// What the sign in the desktop's tray says. Pure.
///
/// @param words for people, one line
public record TrayState(Kind kind, int unread, String words) {
    /// In one colour.
    public enum Kind {
        /// Every account can be reached.
        ONLINE,
        /// Calls do not ring.
        UNDISTURBED,
        /// An account at least can't be reached.
        OFFLINE
    }

    /// How it is with one account.
    ///
    /// @param address "" where nobody has logged in
    /// @param registration in words
    public record One(
            String address,
            boolean isReachable,
            boolean isUndisturbed,
            int unread,
            String registration) {}

    /// Of all accounts of the window together.
    public static TrayState of(List<One> accounts) {
        boolean allReachable = !accounts.isEmpty() && accounts.stream().allMatch(One::isReachable);
        boolean quiet = accounts.stream().anyMatch(One::isUndisturbed);
        int unread = accounts.stream().mapToInt(One::unread).sum();
        String states =
                accounts.stream()
                        .map(one ->
                                one.address().isEmpty()
                                        ? Texts.get("tray.loggedOut")
                                        : one.address() + ": " + one.registration())
                        .collect(Collectors.joining(", "));
        return new TrayState(
                !allReachable ? Kind.OFFLINE : quiet ? Kind.UNDISTURBED : Kind.ONLINE,
                unread,
                "Earshot – "
                        + states
                        + (quiet ? ", " + Buttons.plain(Texts.get("undisturbed")) : "")
                        + (unread == 0 ? "" : ", " + Texts.count("unread", unread)));
    }
}
