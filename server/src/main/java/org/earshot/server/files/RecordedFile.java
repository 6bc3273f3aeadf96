package org.earshot.server.files;

import org.earshot.proxy.archive.ArchivePosition;

/// A file whose content stays for as long as the record has its key. Immutable.
///
/// @param size bytes
/// @param record that has the key
public record RecordedFile(FileId id, long size, ArchivePosition record) {}
