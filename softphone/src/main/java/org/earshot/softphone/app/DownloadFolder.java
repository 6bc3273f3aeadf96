package org.earshot.softphone.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where files from others end up. Thread-safe.
///
/// @param path is made when the first one is taken
record DownloadFolder(Path path) {

    /// The folder, made if it is missing.
    ///
    /// @throws IOException in words for the user, if nothing can be written there
    Path ready() throws IOException {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException _) {
            throw new IOException(path + " is no folder: name another one by --download-dir DIR");
        } catch (AccessDeniedException _) {
            throw new IOException(cannotWrite());
        }
        if (!Files.isWritable(path)) {
            throw new IOException(cannotWrite());
        }
        return path;
    }

    private String cannotWrite() {
        return "nothing can be written to " + path + ": name another folder by --download-dir DIR";
    }
}
