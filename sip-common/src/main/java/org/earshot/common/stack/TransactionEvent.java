package org.earshot.common.stack;

/// What can happen to a transaction.
sealed interface TransactionEvent {

    /// What carries nothing.
    enum Signal implements TransactionEvent {
        /// Client: the request is ready to go. Server: it has come.
        BEGIN,
        /// Server: the request has come again.
        REQUEST_AGAIN,
        /// INVITE server: an ACK with its branch has come.
        ACK,
        /// INVITE client: a CANCEL has been sent, or nobody cares any more.
        CANCELLED,
        /// The transport can't send.
        TRANSPORT_ERROR
    }

    /// Client: a response has come. Server: the transaction user sends one.
    ///
    /// @param status 100–699
    record Status(int status) implements TransactionEvent {
        boolean isProvisional() {
            return status < 200;
        }

        boolean isChallenge() {
            return status == 401 || status == 407;
        }

        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /// A timer has run out.
    record Fired(TransactionTimer timer) implements TransactionEvent {}
}
