package org.earshot.common.stack;

import java.time.Duration;

/// What a transaction wants done, in the order in which it says so.
sealed interface TransactionAction {

    /// What needs no argument.
    enum Do implements TransactionAction {
        /// Client: send the request. Server: send the newest response.
        TRANSMIT,
        /// INVITE client: send the ACK to the final response that just came.
        ACKNOWLEDGE,
        /// INVITE server: make a 100 the newest response and send it.
        SEND_TRYING,
        /// Give the message of this event to the transaction user.
        PASS_UP,
        /// Server: keep the response of this event as the newest one.
        KEEP,
        /// Tell the transaction user that nothing came in time.
        REPORT_TIMEOUT,
        /// Tell the transaction user that it could not be sent.
        REPORT_TRANSPORT_ERROR,
        /// Forget the transaction; all its timers stop.
        END
    }

    /// Start a timer, in place of the running one of the same kind ([TransactionTimer#paces]).
    record Start(TransactionTimer timer, Duration delay) implements TransactionAction {}

    /// Stop a timer.
    record Stop(TransactionTimer timer) implements TransactionAction {}
}
