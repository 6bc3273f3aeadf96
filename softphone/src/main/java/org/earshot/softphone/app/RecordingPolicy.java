package org.earshot.softphone.app;

/// Whether calls may be recorded, and who hears of it.
enum RecordingPolicy {
    /// Both sides hear a tone each 15 s.
    TONE,
    /// Nobody does: where the law wants no tone, or people are told otherwise.
    SILENT,
    /// They may not.
    OFF;

    /// @throws IllegalArgumentException with a sentence for the user
    static RecordingPolicy of(String word) {
        return switch (word) {
            case "tone" -> TONE;
            case "silent" -> SILENT;
            case "off" -> OFF;
            default ->
                    throw new IllegalArgumentException(
                            "--recording is tone, silent or off, and not " + word);
        };
    }
}
