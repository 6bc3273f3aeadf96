package org.earshot.softphone.ui.account;

import java.util.function.Consumer;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;

/// Makes a phone for an account; what the window calls when somebody presses "Log in".
@FunctionalInterface
public interface LogIn {

    /// Makes the phone and begins to register it. Not called on the event dispatch thread.
    ///
    /// @param listener gets every event from the first one on; subscribed before the phone registers
    /// @throws IllegalArgumentException with a sentence for the user, when the form can't be right
    UserAgent logIn(LogInForm form, Consumer<UserAgentEvent> listener);
}
