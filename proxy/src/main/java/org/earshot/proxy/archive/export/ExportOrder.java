package org.earshot.proxy.archive.export;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.search.SearchRequest;

/// What is to be exported, and what the manifest says of it. Prints no words.
///
/// @param request the first page of what is found
/// @param query in words, by the options' names
/// @param withContent whether what was written is disclosed too
/// @param actor who asks
/// @param at when
/// @param begun the record that says so
/// @param software the version
public record ExportOrder(
        SearchRequest request,
        Map<String, String> query,
        boolean withContent,
        String actor,
        Instant at,
        ArchivePosition begun,
        String software) {
    public ExportOrder {
        query = new LinkedHashMap<>(query);
    }

    @Override
    public String toString() {
        return "ExportOrder[" + actor + ", " + at + ", " + begun + "]";
    }
}
