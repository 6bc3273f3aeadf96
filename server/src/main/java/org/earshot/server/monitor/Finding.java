package org.earshot.server.monitor;

import java.time.Duration;
import java.util.Optional;

/// What came of a check.
///
/// @param problem in words; empty: it works
public record Finding(String check, Optional<String> problem, Duration took) {
    /// Whether it works.
    public boolean isGood() {
        return problem.isEmpty();
    }
}
