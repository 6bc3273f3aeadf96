/// Supervision: messages that a lexicon's rule or chance picks are put into a queue, behind the delivery, and officers say what
/// becomes of them, each step an event in the record. Start reading at [ReviewFollower] and [Reviews]; why it is so stands in
/// docs/decisions/0019.
package org.earshot.proxy.archive.review;
