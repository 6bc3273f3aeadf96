package org.earshot.server.files;

import java.util.List;
import java.util.Optional;

/// A file that somebody wants to upload.
///
/// @param name and type as the phone says
/// @param size bytes; or the most that it can have, where the size is not known before
/// @param sha256 lower-case hex digits that the content must have
/// @param recipients names or addresses of accounts and groups that may fetch it
record Wanted(
        String name, String type, long size, Optional<String> sha256, List<String> recipients) {}
