/// What passes through: a stateful proxy (RFC 3261 §16, RFC 5393, RFC 5658) that forks to the flows of
/// phones (RFC 5626), keeps itself on the path of dialogs by signed Record-Routes, and lets no media key
/// out over cleartext.
///
/// Start reading at [ForkingProxy]: its [RequestStep]s decide who gets a request, [RequestContext] forwards
/// it to [Target]s, and [ResponseContext], which is pure, decides what goes back.
package org.earshot.proxy;
