/// Living subscriptions (RFC 6665): each [Watch] is one, each [Subject] one address that is watched here. A subject reads
/// the stores when it hears of a change, and tells its watches; a watch sends a NOTIFY when it was told something else
/// before. Start reading at [Watches].
package org.earshot.registrar.presence.watch;
