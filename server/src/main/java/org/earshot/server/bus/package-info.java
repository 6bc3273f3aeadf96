/// Changes between the nodes of a domain: who is there (rows with a heartbeat), what changed (rows of the change log, read
/// once a second), and the same pushed at once over mutual TLS. Start reading at [NodeBus].
package org.earshot.server.bus;
