package org.earshot.common.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What an administrator reads of a file that can't be used.
public final class FileTrouble {
    private static final String READ_ONLY = "Read-only file system";

    private FileTrouble() {}

    /// Which file it is, and why it can't be used. The system's own exceptions mostly say no more than a path.
    public static String words(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + " is not there";
            case FileAlreadyExistsException e -> e.getFile() + " is there already";
            case AccessDeniedException e ->
                    e.getFile()
                            + " may not be used by this user: check owner and mode (a service sees no folders of people)";
            case FileSystemException e -> e.getFile() + " can't be used: " + reason(e);
            default -> String.valueOf(failure.getMessage());
        };
    }

    /// The same of new files that could not be written: where one is missing, its folder is.
    ///
    /// @param targets as they were to be called; the exception may name one with more behind, such as `.partial`
    public static String words(IOException failure, Path... targets) {
        if (failure instanceof NoSuchFileException e && e.getFile() != null) {
            for (Path target : targets) {
                if (e.getFile().startsWith(target.toString())) {
                    return "there is no folder " + target.toAbsolutePath().getParent();
                }
            }
        }
        return words(failure);
    }

    private static String reason(FileSystemException failure) {
        String reason = failure.getReason();
        if (reason == null) {
            return failure.getClass().getSimpleName().replace("Exception", "");
        }
        return reason.equals(READ_ONLY)
                ? reason + " (a service may write where its unit lets it: ReadWritePaths)"
                : reason;
    }
}
