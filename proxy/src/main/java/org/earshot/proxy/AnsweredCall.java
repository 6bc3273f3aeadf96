package org.earshot.proxy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.common.stack.Flow;
import org.earshot.proxy.archive.ClaimedFile;
import org.earshot.proxy.archive.Sender;

/// A call that goes on, as the record needs it at its end.
///
/// @param callees whom the caller called
/// @param answeredBy address of who answered
/// @param flow the way to the phone that answered
/// @param began when the INVITE came
/// @param answered when the 2xx came
/// @param encryption what the answer agreed on, see [MediaKeys]
/// @param files that were offered, or asked for, in place of a call
record AnsweredCall(
        Sender caller,
        List<String> callees,
        Optional<String> answeredBy,
        Flow flow,
        Instant began,
        Instant answered,
        Optional<String> encryption,
        List<ClaimedFile> files) {

    CallFacts facts() {
        return new CallFacts(began, answered, encryption, files);
    }
}
