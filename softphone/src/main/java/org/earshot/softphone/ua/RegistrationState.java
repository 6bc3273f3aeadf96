package org.earshot.softphone.ua;

import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;

/// Where a registration stands, and what exists there.
sealed interface RegistrationState {
    /// Nothing is asked for.
    record Idle() implements RegistrationState {}

    /// The way to the server is looked for.
    ///
    /// @param outdated whether the network has changed since
    record Locating(long attempt, boolean outdated) implements RegistrationState {}

    /// A REGISTER is under way.
    record Asking(Requester.Exchange exchange, Flow flow) implements RegistrationState {}

    /// The server knows us.
    record Registered(Flow flow, Timers.Cancellable refresh, KeepAlive keepAlive)
            implements RegistrationState {}

    /// To be tried again.
    ///
    /// @param asked whether the server asked for this pause
    record Waiting(Timers.Cancellable retry, boolean asked) implements RegistrationState {}
}
