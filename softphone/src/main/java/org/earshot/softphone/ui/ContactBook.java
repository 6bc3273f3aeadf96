package org.earshot.softphone.ui;

import java.util.List;

/// The people in the list on the left, kept over restarts.
public interface ContactBook {

    /// Their URIs, in the order in which they were added.
    List<String> all();

    /// Adds one, unless it is there already.
    void add(String uri);

    /// Takes one out.
    void remove(String uri);
}
