/// Finding records by what was written in them, though no word of it stands in the database: a table of keyed tokens,
/// which [ArchiveIndexer] fills behind the delivery and [ArchiveSearch] reads. The table is no evidence: it can be made
/// again from the records. See docs/decisions/0017.
package org.earshot.proxy.archive.search;
