package org.earshot.softphone.ua;

import java.util.Optional;
import javax.sip.message.Message;
import javax.sip.message.Request;

/// A file on its way, in either direction. Confined to the user-agent thread.
sealed interface FileTransfer permits FileSending, StoredSending, IncomingTransfer {
    Id id();

    /// By what it is known in a later run.
    FileStore.Kept kept();

    /// Whether it needs the server soon, if that is away.
    default boolean isWaiting() {
        return true;
    }

    /// Our user wants it to rest.
    ///
    /// @throws IllegalStateException in words, if it is not on its way
    void pause();

    /// Our user wants it to go on.
    ///
    /// @throws IllegalStateException in words, if our user did not let it rest
    void resume();

    /// The other one is there, and may want it to go on.
    default void isThere() {}

    /// Our user wants no more of it.
    void cancel();

    /// The phone ends; the file goes on when it is back.
    void close();

    /// Whether a request of the other side is within its session.
    default boolean matches(Request request) {
        return false;
    }

    /// Its session, while there is one.
    default Optional<CallDialog> dialog() {
        return Optional.empty();
    }

    default void onAck() {}

    default void onPrack() {}

    default void onBye(Message bye) {}

    /// We are reached elsewhere, or again.
    void moveTo(Identity there);
}
