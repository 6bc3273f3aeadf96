package org.earshot.softphone.ua;

import java.util.List;
import java.util.function.Consumer;

/// Phones on the network around us (RFC 6762, RFC 6763): says nothing and asks nothing unless it is told to. Methods return at
/// once.
public interface Neighbours {

    /// Nobody.
    Neighbours NONE =
            new Neighbours() {
                @Override
                public void announce(String name, int port) {}

                @Override
                public void withdraw() {}

                @Override
                public Runnable search(Consumer<List<NearbyPhone>> found) {
                    return () -> {};
                }
            };

    /// Lets others find us, until [#withdraw].
    ///
    /// @param name what our user wants to be found as; another phone that has it already makes it `name (2)`
    void announce(String name, int port);

    /// Tells the others that we are not to be found any more.
    void withdraw();

    /// Asks who is there.
    ///
    /// @param found gets all that are known so far whenever one more is, on any thread
    /// @return ends it
    Runnable search(Consumer<List<NearbyPhone>> found);
}
