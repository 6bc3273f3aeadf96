package org.earshot.softphone.ui;

import org.earshot.softphone.ua.UserAgent;

/// Makes a phone for an account; what the window calls when somebody presses "Log in".
@FunctionalInterface
public interface LogIn {

    /// Makes the phone and begins to register it. Not called on the event dispatch thread.
    ///
    /// @throws IllegalArgumentException with a sentence for the user, when the form can't be right
    UserAgent logIn(LogInForm form);
}
