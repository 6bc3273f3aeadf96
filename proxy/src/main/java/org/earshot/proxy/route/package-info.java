/// Calls to and from the outside: trunks, and the dial plan that says who may dial what by which of them. All of it is pure but for
/// [TrunkBook], which knows how trunks are. Read [RoutingPlan] first. RFC 3261 §16.5 (targets), RFC 3325 (identity), RFC 3966 (numbers).
package org.earshot.proxy.route;
