package org.earshot.softphone.ui;

import org.earshot.common.service.AccountLink;

/// What somebody wants of the window who starts the phone, also while it runs already.
public sealed interface Summons {
    /// To see it.
    record Show() implements Summons {}

    /// To use a link of an administrator, as by a click in a browser.
    record Link(AccountLink link) implements Summons {}

    /// The same with one that is cut off or changed.
    record Damaged() implements Summons {}
}
