package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/// What the phone knows of its own troubles, for whoever helps. Nothing of it leaves the machine by itself. Any thread.
public interface Diagnostics {

    /// Writes a ZIP file for its owner alone: the last SIP messages as a ladder and in full, how the sound of the last calls was, versions, sound
    /// devices, the account. Passwords, keys, tokens, and what people wrote are not in it; addresses are, and who talked with whom when.
    ///
    /// @param zip in place of what is there; its folder must be there
    /// @return the path; completed on any thread; fails with an [java.io.IOException] that says what is wrong with the path
    CompletionStage<Path> write(Path zip);
}
