/// The administrators' REST API: the commands of `earshot admin` by HTTP, with sessions of people with a role. [AdminApi] is the door;
/// [Routes] says what there is.
package org.earshot.server.api;
