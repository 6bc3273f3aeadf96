package org.earshot.softphone.ua;

import java.nio.file.Path;

/// Files from and to others. Commands may come from any thread, and what becomes of them is told by
/// [UserAgentEvent.FileChanged].
public interface FileSharing {

    /// Offers a file to somebody.
    ///
    /// @param uri `sip:name@example.org`, or a name alone for one in our own domain
    Id send(String uri, Path path);

    /// Takes a file that is offered.
    void accept(Id file);

    /// Declines a file that is offered (603).
    void reject(Id file);

    /// Lets a file on its way rest, in either direction, also over the end of the process; what has come of it is kept.
    void pause(Id file);

    /// Goes on with a file that [#pause] stopped.
    void resume(Id file);

    /// Ends a file on its way, in either direction and whatever state.
    void cancel(Id file);
}
