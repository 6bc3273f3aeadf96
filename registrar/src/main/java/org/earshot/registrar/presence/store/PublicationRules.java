package org.earshot.registrar.presence.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// What every store does with the publications of one address. Pure.
final class PublicationRules {
    private static final Comparator<Publication> LATEST_FIRST =
            Comparator.comparing(Publication::updatedAt)
                    .reversed()
                    .thenComparing(Publication::etag);

    private PublicationRules() {}

    static List<Publication> current(List<Publication> publications, Instant now) {
        return publications.stream()
                .filter(publication -> publication.expiresAt().isAfter(now))
                .sorted(LATEST_FIRST)
                .toList();
    }

    /// Whether anybody has to hear of it.
    static boolean isNews(List<Publication> before, List<Publication> after) {
        return !bodies(before).equals(bodies(after));
    }

    private static List<String> bodies(List<Publication> publications) {
        return publications.stream().map(Publication::body).sorted().toList();
    }
}
