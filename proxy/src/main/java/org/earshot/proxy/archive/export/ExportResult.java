package org.earshot.proxy.archive.export;

import java.util.List;
import java.util.Map;

/// What was exported.
///
/// @param counts as they stand in the manifest
/// @param gaps in words, what could not be searched through
/// @param manifest SHA-256 of `manifest.json`, 64 hex digits
public record ExportResult(Map<String, Long> counts, List<String> gaps, String manifest) {
    public ExportResult {
        gaps = List.copyOf(gaps);
    }
}
