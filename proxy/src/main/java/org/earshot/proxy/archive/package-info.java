/// The compliance record: events that are on stable storage, chained and anchored before what they tell of goes on.
/// Start reading at [Archive] (to write), [ArchiveReader] and [ArchiveVerifier] (to read and to check). What is stored,
/// and what the hashes cover, is said at [ArchiveRecord].
package org.earshot.proxy.archive;
