package org.earshot.softphone.app;

import java.util.ArrayList;
import java.util.List;
import org.earshot.softphone.ui.ContactBook;

/// Contacts in a file of the data folder, a URI a line. Thread-safe.
final class FileContactBook implements ContactBook {
    private static final String FILE = "contacts";

    private final DataFolder folder;
    private final List<String> uris;

    FileContactBook(DataFolder folder) {
        this.folder = folder;
        uris = new ArrayList<>(folder.lines(FILE));
    }

    @Override
    public synchronized List<String> all() {
        return List.copyOf(uris);
    }

    @Override
    public synchronized void add(String uri) {
        if (!uris.contains(uri)) {
            uris.add(uri);
            folder.write(FILE, uris);
        }
    }

    @Override
    public synchronized void remove(String uri) {
        if (uris.remove(uri)) {
            folder.write(FILE, uris);
        }
    }
}
