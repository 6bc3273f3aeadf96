package org.earshot.proxy.archive.review;

import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.InMemoryArchiveTables;

class InMemoryReviewTest extends ReviewContract {
    @Override
    ArchiveTables emptyTables() {
        return new InMemoryArchiveTables();
    }

    @Override
    ReviewTable emptyReview() {
        return new InMemoryReviewTable();
    }

    @Override
    ReviewTable ofAnotherNode(ReviewTable table) {
        return table;
    }
}
