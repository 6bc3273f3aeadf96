package org.earshot.common.stack;

import java.util.List;

/// One of the four state machines of RFC 3261 §17. Pure: decides, does nothing. Not thread-safe.
sealed interface TransactionMachine
        permits InviteClientTransaction,
                NonInviteClientTransaction,
                InviteServerTransaction,
                NonInviteServerTransaction {

    /// What is to be done now; timers come before what may bring the next event at once. Events that mean nothing in the current state give an empty list.
    List<TransactionAction> on(TransactionEvent event);

    /// Whether it has come to its end.
    boolean isTerminated();
}
