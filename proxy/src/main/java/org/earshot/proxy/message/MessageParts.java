package org.earshot.proxy.message;

import java.util.concurrent.Executor;
import org.earshot.common.account.Withholding;
import org.earshot.common.event.Changes;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.message.group.GroupStore;

/// What a [MessageServer] is made of, besides what every part of the proxy has.
///
/// @param archive the record
/// @param events what waits for it
/// @param store on the same database as the record
/// @param changes where it hears of phones that come
/// @param owners which node holds a flow
/// @param threads for what may block
/// @param withholding which devices get no history
/// @param files hears of texts that may name files
public record MessageParts(
        Archive archive,
        EventBacklog events,
        MessageStore store,
        GroupStore groups,
        Changes changes,
        FlowOwners owners,
        Executor threads,
        MessageConfig config,
        Withholding withholding,
        FileLinks files) {}
