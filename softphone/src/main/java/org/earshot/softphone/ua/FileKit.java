package org.earshot.softphone.ua;

/// What a phone needs to send and take files.
///
/// @param carrier from phone to phone
/// @param stored by the server
public record FileKit(FileCarrier carrier, ServerFiles stored, FileStore store, FilePolicy policy) {

    /// Of a phone that uses no files of the server.
    public FileKit(FileCarrier carrier, FileStore store, FilePolicy policy) {
        this(carrier, ServerFiles.none(), store, policy);
    }

    /// Of a phone that does neither.
    public static FileKit none() {
        return new FileKit(FileCarrier.none(), FileStore.ofThisRun(), FilePolicy.usual());
    }
}
