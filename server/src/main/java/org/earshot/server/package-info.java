/// Puts the roles together: one screen shows what the program is made of. Start reading at [ServerMain], then
/// [Server].
package org.earshot.server;
