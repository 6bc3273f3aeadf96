/// What an administrator can do, from a terminal: the same commands against a running server, through its
/// Unix socket, and against the store itself where none runs. Start reading at [AdminCommands].
package org.earshot.server.admin;
