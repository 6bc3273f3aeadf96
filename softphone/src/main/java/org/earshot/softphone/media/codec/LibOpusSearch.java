package org.earshot.softphone.media.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where libopus may be: beside us in our package, or wherever the system has it.
final class LibOpusSearch {
    private static final Logger log = LoggerFactory.getLogger(LibOpusSearch.class);

    private LibOpusSearch() {}

    /// What came of it.
    sealed interface Result permits Found, Missing {}

    /// @param at the file or the name by which it was loaded
    record Found(LibOpus library, String at) implements Result {}

    /// @param why for people
    record Missing(String why) implements Result {}

    /// Loads the first that can be used, for the life of the process.
    ///
    /// @param packaged the file of our package, which is the one that we have tried
    /// @param names as the system's loader takes them: bare names are looked for where it looks, paths are files
    static Result begin(Optional<Path> packaged, List<String> names) {
        List<String> places = new ArrayList<>();
        packaged.ifPresent(file -> places.add(file.toAbsolutePath().toString()));
        places.addAll(names);
        for (int i = 0; i < places.size(); i++) {
            String place = places.get(i);
            try {
                return new Found(load(place), place);
            } catch (IllegalCallerException e) {
                return new Missing("this Java was not allowed native access");
            } catch (UnsupportedOperationException e) {
                return new Missing("this Java can't call native libraries here");
            } catch (IllegalArgumentException e) {
                if (packaged.isPresent() && i == 0) {
                    log.warn("the libopus of this package can't be used: {}", e.getMessage());
                }
            }
        }
        return new Missing("there is none that can be used (" + String.join(", ", places) + ")");
    }

    @SuppressWarnings("restricted") // we know the library's functions and describe them right
    private static LibOpus load(String place) {
        Path path = Path.of(place);
        return new LibOpus(
                path.isAbsolute()
                        ? SymbolLookup.libraryLookup(path, Arena.global())
                        : SymbolLookup.libraryLookup(place, Arena.global()));
    }
}
