/// What can be set, and what holds when it is not. Start reading at [ServerConfig].
package org.earshot.server.config;
