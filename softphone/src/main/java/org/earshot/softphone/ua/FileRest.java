package org.earshot.softphone.ua;

/// What our user has to say to let a file rest, and to have it go on. Pure.
final class FileRest {
    static final String NOT_ON_ITS_WAY = "the file is not on its way";

    private FileRest() {}

    /// Lets it rest.
    ///
    /// @param underWay whether there is something to rest
    /// @param otherwise what to say where there is not
    /// @throws IllegalStateException in words, if it can't rest, or does already
    static FileStore.Kept begun(FileStore.Kept kept, boolean underWay, String otherwise) {
        if (kept.paused()) {
            throw new IllegalStateException("the file is paused already");
        }
        if (!underWay) {
            throw new IllegalStateException(otherwise);
        }
        return kept.resting(true);
    }

    /// Has it go on.
    ///
    /// @param otherRests whether the other user lets it rest
    /// @throws IllegalStateException in words, if our user did not let it rest
    static FileStore.Kept ended(FileStore.Kept kept, boolean otherRests) {
        if (!kept.paused()) {
            throw new IllegalStateException(
                    otherRests ? Failure.PAUSED_BY_OTHER.words() : "the file is not paused");
        }
        return kept.resting(false);
    }
}
