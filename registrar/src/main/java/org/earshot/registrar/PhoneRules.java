package org.earshot.registrar;

import java.util.Optional;
import org.earshot.common.file.ContentRules;

/// What our phones may do past the server, or find at it, as they are told when they register and ask.
///
/// @param directCalls whether they may call each other without a server
/// @param recording whether they may record calls
/// @param files which files they send and take; empty: they are told nothing
/// @param keepsFiles whether files are let in where the server serves phones by HTTPS
public record PhoneRules(
        boolean directCalls, boolean recording, Optional<ContentRules> files, boolean keepsFiles) {
    /// No calls without a server, recording, nothing about files, and a store that lets them in.
    public static final PhoneRules USUAL = new PhoneRules(false, true, Optional.empty(), true);

    /// The same with phones that may call each other without a server.
    public PhoneRules withDirectCalls() {
        return new PhoneRules(true, recording, files, keepsFiles);
    }

    /// The same with phones that may not record calls.
    public PhoneRules withoutRecording() {
        return new PhoneRules(directCalls, false, files, keepsFiles);
    }

    /// The same with phones that send and take such files.
    public PhoneRules withFiles(ContentRules those) {
        return new PhoneRules(directCalls, recording, Optional.of(those), keepsFiles);
    }

    /// The same where no files are let in by HTTPS.
    public PhoneRules withoutStore() {
        return new PhoneRules(directCalls, recording, files, false);
    }
}
